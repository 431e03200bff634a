// SPDX-License-Identifier: MIT
import type { Checked } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import type { Assignment } from '../core/value.ts';
import type { Point } from './designs/design.ts';
import type { Space } from './space.ts';

/** Returns one line for each value of a configuration: the value, and the file, line and text that gave it. */
export function explain(_point: Point): string[] {
  return [];
}

/** Returns the assignments that CONFIG_A=1,CONFIG_B="x" names (WHY_NOT=). */
export function parseAssignments(_source: Source): Checked<readonly Assignment[]> {
  return { value: [], diagnostics: [] };
}

/** Returns lines that say why no configuration has all these values, or that one has. */
export function whyNot(_space: Space, _assignments: readonly Assignment[]): string[] {
  return [];
}
