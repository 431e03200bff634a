// SPDX-License-Identifier: MIT
import {
  addDecimals,
  type Decimal,
  decimalOf,
  decimalToNumber,
  formatPlain,
  formatScientific,
  mantissaAt,
  multiplyDecimals,
  negateDecimal,
  parseDecimal,
} from '../../core/decimal.ts';
import type { Value } from '../../core/value.ts';
import { decimalOfText, isScientific, writtenDecimals } from '../../range/number.ts';
import { indexInSeries } from './overlap.ts';

/** The numbers low, low + step, ... high, as exact decimals printed in one notation. */
export interface Grid {
  readonly size: number;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  textAt(index: number): string;
  /** Index of the grid point that is a number of steps from 0, kept inside of the bounds. */
  indexOfMultiple(multiple: number): number;
  has(value: Value): boolean;
}

/** Returns the grid between two bounds that are multiples of the step. `plain` never prints in scientific notation. */
export function gridOf(low: string, high: string, step: string, plain: boolean): Grid {
  const start = decimalOfText(low);
  const unit = decimalOfText(step);
  const size = Number(steps(addDecimals(decimalOfText(high), negateDecimal(start)), unit)) + 1;
  const first = Number(steps(start, unit));
  const decimals = Math.max(writtenDecimals(low), writtenDecimals(step));
  const scientific = !plain && isScientific(low);
  const textAt = (index: number): string => {
    const value = addDecimals(start, multiplyDecimals(unit, decimalOf(BigInt(index))));
    return scientific ? formatScientific(value) : formatPlain(value, plain ? 0 : decimals);
  };
  return {
    size,
    low: decimalToNumber(start),
    high: decimalToNumber(decimalOfText(high)),
    step: decimalToNumber(unit),
    textAt,
    indexOfMultiple: (multiple) => Math.min(size - 1, Math.max(0, multiple - first)),
    has: (value) => {
      const number = value.kind === 'number' ? parseDecimal(value.text) : undefined;
      return number !== undefined && indexInSeries({ start, step: unit, size }, number) !== undefined;
    },
  };
}

function steps(distance: Decimal, unit: Decimal): bigint {
  const scale = Math.max(distance.scale, unit.scale);
  return mantissaAt(distance, scale) / mantissaAt(unit, scale);
}
