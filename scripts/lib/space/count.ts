// SPDX-License-Identifier: MIT
import type { Span } from '../core/source.ts';
import type { Count, Space } from './space.ts';

/** What sweep-list prints: how many configurations are left after each step. */
export interface SpaceCounts {
  /** Product of the numbers of values of all axes. */
  readonly raw: Count;
  /** After `if` conditions: absent symbols make configurations equal, and equal ones count once. */
  readonly conditioned: Count;
  readonly rules: readonly RuleCount[];
  /** After all rules, each repeat counted. */
  readonly final: Count;
  /** Values that were left out because an equal one stands before them. */
  readonly duplicates: number;
}

/** The count after a rule and all rules above it. */
export interface RuleCount {
  readonly text: string;
  readonly span: Span;
  readonly count: Count;
}

/** Returns the counts of a space. */
export function countSpace(_space: Space): SpaceCounts {
  const none: Count = { value: 0, exact: true };
  return { raw: none, conditioned: none, rules: [], final: none, duplicates: 0 };
}
