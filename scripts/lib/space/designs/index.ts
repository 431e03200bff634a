// SPDX-License-Identifier: MIT
import type { Checked } from '../../core/diagnostic.ts';
import type { Space } from '../space.ts';
import { combinationDesign } from './combination.ts';
import type { Design, DesignOptions } from './design.ts';

export type { Design, DesignOptions, DesignSummary, Mode, Point } from './design.ts';
export type { Count } from '../space.ts';

/** Returns the configurations of a space by a mode; lazy: nothing is drawn before points() is read. */
export function openDesign(space: Space, _options: DesignOptions): Checked<Design> {
  return { value: combinationDesign(space), diagnostics: [] };
}
