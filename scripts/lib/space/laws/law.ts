// SPDX-License-Identifier: MIT
import type { Value } from '../../core/value.ts';

/** A random number from 0 (included) to 1 for each dimension a draw needs. */
export type Uniforms = (dimension: number) => number;

/**
 * A distribution by its quantiles: one uniform number in, one value out, so that plain, Sobol and latin numbers all
 * follow the same law. Redrawing until a value is inside its bounds has the law of the truncated quantile.
 */
export interface Law {
  /** As it is written in the range file. */
  readonly text: string;
  /** Uniform numbers that one draw takes. */
  readonly dimensions: number;
  /** Number of different values; Infinity when they are as many as there are doubles. */
  readonly size: number;
  draw(uniforms: Uniforms): Value;
  /** Tells whether the value can be drawn. */
  supports(value: Value): boolean;
}

/** One number of a distribution; `quantile` is not decreasing. */
export interface ScalarLaw {
  readonly size: number;
  quantile(u: number): string;
  supports(value: Value): boolean;
}
