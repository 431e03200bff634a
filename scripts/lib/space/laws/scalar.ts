// SPDX-License-Identifier: MIT
import {
  addDecimals,
  compareDecimals,
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
import type { Distribution, DistributionName } from '../../range/tree.ts';
import type { ScalarLaw } from './law.ts';
import { normalQuantile } from './normal-quantile.ts';
import { betaLaw, gaussLaw, logGaussLaw } from './unbounded.ts';
import { indexInSeries } from './overlap.ts';

/** Probability of a standard normal number below -3: bounds are three standard deviations from the middle. */
const BELOW_BOUNDS = 0.0013498980316300933;

/** Returns the law of a checked distribution. */
export function scalarLaw(distribution: Distribution): ScalarLaw {
  return LAWS[distribution.name](distribution);
}

const LAWS: { readonly [K in DistributionName]: (d: Distribution) => ScalarLaw } = {
  uniform: (d) => stepped(d, linear(d), evenGrid, false),
  int: (d) => stepped(d, linear(d), evenGrid, true),
  loguniform: (d) => stepped(d, logarithmic(d), logGrid, false),
  logint: (d) => stepped(d, logarithmic(d), logGrid, true),
  pow2: powersOfTwo,
  pow2_or_loguniform: powersThenMultiples,
  normal: (d) => rounded(d, (u) => linear(d)(bell(u)), false),
  lognormal: (d) => rounded(d, (u) => logarithmic(d)(bell(u)), false),
  gauss: gaussLaw,
  loggauss: logGaussLaw,
  beta: betaLaw,
};

type Quantile = (u: number) => number;

/** A law of numbers that are rounded to a step, or of all steps, each as likely as the part of the law that it stands for. */
function stepped(
  d: Distribution,
  quantile: Quantile,
  gridLaw: (grid: ReturnType<typeof gridOf>) => ScalarLaw,
  isWhole: boolean,
): ScalarLaw {
  const step = d.step ?? (isWhole ? '1' : undefined);
  if (step === undefined || d.round === 'nearest') return rounded(d, quantile, isWhole);
  return gridLaw(gridOf(d.low, d.high, step, isWhole));
}

function linear({ low, high }: Distribution): Quantile {
  return (u) => Number(low) * (1 - u) + Number(high) * u;
}

function logarithmic({ low, high }: Distribution): Quantile {
  const from = Math.log(Number(low));
  const to = Math.log(Number(high));
  return (u) => Math.exp(from * (1 - u) + to * u);
}

/** Where between its bounds (0 to 1) a truncated normal number lies: mean in the middle, sd a sixth of the width. */
function bell(u: number): number {
  return 0.5 + normalQuantile(BELOW_BOUNDS + u * (1 - 2 * BELOW_BOUNDS)) / 6;
}

/** Doubles between two bounds; the bounds keep the text they were written as. */
function continuous(d: Distribution, quantile: Quantile): ScalarLaw {
  const text = (number: number): string =>
    number <= Number(d.low) ? d.low : number >= Number(d.high) ? d.high : String(number);
  return {
    size: Number(d.low) === Number(d.high) ? 1 : Infinity,
    quantile: (u) => text(quantile(u)),
    supports: (value) => isBetween(value, d),
  };
}

function isBetween(value: Value, { low, high }: Distribution): boolean {
  const number = value.kind === 'number' ? parseDecimal(value.text) : undefined;
  return (
    number !== undefined &&
    compareDecimals(number, decimalOfText(low)) >= 0 &&
    compareDecimals(number, decimalOfText(high)) <= 0
  );
}

function evenGrid(grid: Grid): ScalarLaw {
  const index = (u: number): number => Math.min(grid.size - 1, Math.floor(u * grid.size));
  return { size: grid.size, quantile: (u) => grid.textAt(index(u)), supports: grid.has };
}

/** Multiples of the step, each as likely as the piece of the logarithmic scale that it rounds up (pycls log_uniform). */
function logGrid(grid: Grid): ScalarLaw {
  const from = Math.log(grid.low - Math.min(grid.step, grid.low / 2));
  const to = Math.log(grid.high);
  const multiple = (u: number): number => Math.ceil(Math.exp(from * (1 - u) + to * u) / grid.step);
  return { size: grid.size, quantile: (u) => grid.textAt(grid.indexOfMultiple(multiple(u))), supports: grid.has };
}

/** The multiples of the step that are nearest to the numbers of a law. */
function rounded(d: Distribution, quantile: Quantile, plain: boolean): ScalarLaw {
  if (d.step === undefined) return continuous(d, quantile);
  const grid = gridOf(d.low, d.high, d.step, plain);
  return {
    size: grid.size,
    quantile: (u) => grid.textAt(grid.indexOfMultiple(Math.round(quantile(u) / grid.step))),
    supports: grid.has,
  };
}

function powersOfTwo({ low, high }: Distribution): ScalarLaw {
  const first = Math.round(Math.log2(Number(low)));
  const size = Math.round(Math.log2(Number(high))) - first + 1;
  const quantile = (u: number): string => String(2 ** (first + Math.min(size - 1, Math.floor(u * size))));
  const supports = (value: Value): boolean =>
    isBetween(value, { name: 'pow2', low, high }) && Number.isInteger(Math.log2(Number(value.text)));
  return { size, quantile, supports };
}

/** Powers of two below q, from q on multiples of q on a logarithmic scale (pycls power2_or_log_uniform). */
function powersThenMultiples(d: Distribution): ScalarLaw {
  const q = Number(d.step);
  const powers = powersOfTwo(d);
  if (Number(d.high) < q) return powers;
  const low = Number(d.low) < q ? (d.step ?? d.low) : d.low;
  const multiples = logGrid(gridOf(low, d.high, d.step ?? low, false));
  const below = Math.max(0, Math.round(Math.log2(q)) - Math.round(Math.log2(Number(d.low))));
  const share = below / powers.size;
  return {
    size: below + multiples.size,
    quantile: (u) => (u < share ? powers.quantile(u) : multiples.quantile((u - share) / (1 - share))),
    supports: (value) => (Number(value.text) < q ? powers.supports(value) : multiples.supports(value)),
  };
}

/** The numbers low, low + step, ... high, as exact decimals printed in one notation. */
interface Grid {
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
function gridOf(low: string, high: string, step: string, plain: boolean): Grid {
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
