// SPDX-License-Identifier: MIT
import type { Checked } from '../core/diagnostic.ts';
import type { RangeFile } from '../range/parse.ts';
import type { Space } from './space.ts';

export interface SpaceOptions {
  /** Each configuration `count` times, with `symbol` = 1..count as the last and fastest symbol. */
  readonly repeats?: { readonly symbol: string; readonly count: number };
}

/** Returns the space that a range file describes. */
export function buildSpace(file: RangeFile, _options: SpaceOptions = {}): Checked<Space> {
  return { value: { file, symbols: [], swept: [], axes: [] }, diagnostics: [] };
}
