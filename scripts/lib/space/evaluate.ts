// SPDX-License-Identifier: MIT
import type { Value } from '../core/value.ts';
import type { Expression } from '../range/tree.ts';

/** Gives the value of a symbol; undefined when it is absent. */
export type Lookup = (name: string) => Value | undefined;

/** Tells whether an expression holds. */
export function evaluate(_expression: Expression, _lookup: Lookup): boolean {
  return false;
}

/** Returns the number an expression stands for (nearest double), or undefined when it is none. */
export function evaluateNumber(_expression: Expression, _lookup: Lookup): number | undefined {
  return undefined;
}
