// SPDX-License-Identifier: MIT
import { compareDecimals, type Decimal, mantissaAt } from '../core/decimal.ts';
import { decimalOfText } from './number.ts';
import { logarithmOf } from './points.ts';
import { geometricValues } from './range-values.ts';
import { type Reader, warn } from './reader.ts';
import type { NumberRange } from './tree.ts';

/** How near to the end a value must lie, as a share of a step, to look as if it were meant to be the end. */
const NEAR = 100n;

/** Warns where a range just misses its end: its last value, or the one behind it, lies within a hundredth of a step of it. */
export function warnOfMissedEnd(reader: Reader, range: NumberRange, place: { at: number; end: number }): void {
  const steps = range.kind === 'arithmetic' ? arithmeticSteps(range) : geometricSteps(range);
  if (steps === undefined || steps === 0) return;
  const star = range.kind === 'geometric' ? '*' : '';
  warn(reader, {
    code: 'W_RANGE_END',
    message: `this range just misses its end ${range.end}: ${range.kind === 'geometric' ? 'the factor' : 'the step'} does not lead there`,
    hint: `write ${range.start}:${star}/${steps + 1}:${range.end} for ${steps + 1} values with both ends`,
    ...place,
  });
}

/** The number of steps that nearly lead to the end; undefined where they do so exactly, or not nearly. */
function arithmeticSteps(range: NumberRange): number | undefined {
  const [start, step, end] = [range.start, range.step, range.end].map(decimalOfText) as [Decimal, Decimal, Decimal]; // three of three
  const scale = Math.max(start.scale, step.scale, end.scale);
  const size = absolute(mantissaAt(step, scale));
  const distance = absolute(mantissaAt(end, scale) - mantissaAt(start, scale));
  const rest = distance % size;
  if (rest === 0n) return undefined;
  if (rest * NEAR <= size) return Number(distance / size);
  return (size - rest) * NEAR <= size ? Number(distance / size) + 1 : undefined;
}

function absolute(a: bigint): bigint {
  return a < 0n ? -a : a;
}

function geometricSteps(range: NumberRange): number | undefined {
  const [start, factor, end] = [range.start, range.step, range.end].map(decimalOfText) as [Decimal, Decimal, Decimal]; // three of three
  const values = geometricValues(range);
  const last = Array.isArray(values) ? values.at(-1) : undefined;
  if (last === undefined || compareDecimals(decimalOfText(last.text), end) === 0) return undefined;
  const steps = (logarithmOf(end) - logarithmOf(start)) / logarithmOf(factor);
  return Math.abs(steps - Math.round(steps)) <= 1 / Number(NEAR) ? Math.round(steps) : undefined;
}
