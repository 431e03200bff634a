// SPDX-License-Identifier: MIT
import type { Definition, Distribution, DistributionName } from '../../range/tree.ts';
import { listedValues, progressionOf } from '../../range/range-values.ts';
import { createFactor, type Factor, type RawLevel } from '../../results/factors.ts';
import { factorOf } from '../factors-of.ts';
import type { ReportRun } from '../view.ts';

/** How a symbol's numbers are drawn or listed: between which they lie, and on which scale. */
export interface NumberAxis {
  readonly kind: 'number';
  readonly symbol: string;
  readonly low: number;
  readonly high: number;
  /** Distances are those of the logarithm. */
  readonly isLog: boolean;
  readonly areWhole: boolean;
  /** Values of a line that lists them, ascending; none of a law. */
  readonly values: readonly number[];
  readonly law: Distribution | undefined;
}

/** A symbol of words, or of numbers that a line lists in another way than one by one. */
export interface LevelAxis {
  readonly kind: 'levels';
  readonly symbol: string;
  readonly factor: Factor;
}

export type RefineAxis = NumberAxis | LevelAxis;

/** Laws whose two numbers are bounds. */
const BOUNDED: ReadonlySet<DistributionName> = new Set([
  'uniform',
  'int',
  'loguniform',
  'logint',
  'pow2',
  'normal',
  'lognormal',
]);
const LOGARITHMIC: ReadonlySet<DistributionName> = new Set(['loguniform', 'logint', 'pow2', 'lognormal']);
/** A line with more values than this is asked only for its ends. */
const MOST_VALUES = 1000;

/** Returns the axis of a symbol over the rows (one run a setting), as its line gives it: numbers between bounds, else levels. */
export function refineAxis(symbol: string, lines: readonly Definition[], rows: readonly ReportRun[]): RefineAxis {
  const factor = factorOf(rows, symbol);
  const [line, ...others] = lines;
  const right = line !== undefined && others.length === 0 && line.names.length === 1 ? line.right : undefined;
  if (right?.kind === 'sampled' && right.distribution.name !== 'choice' && BOUNDED.has(right.distribution.name)) {
    const law = right.distribution;
    const [low, high] = [Number(law.low), Number(law.high)];
    const areWhole = law.name === 'int' || law.name === 'logint' || law.name === 'pow2';
    return { kind: 'number', symbol, low, high, isLog: LOGARITHMIC.has(law.name), areWhole, values: [], law };
  }
  const values = right?.kind === 'choices' ? numbersOf(right) : undefined;
  if (values !== undefined && values.length > 1) {
    const [low = 0, high = 0] = [values[0], values.at(-1)];
    const isLog = evenByFactors(values);
    return {
      kind: 'number',
      symbol,
      low,
      high,
      isLog,
      areWhole: values.every(Number.isInteger),
      values,
      law: undefined,
    };
  }
  return { kind: 'levels', symbol, factor };
}

/** Returns the numbers that a line lists, ascending; undefined where something else is among them. */
function numbersOf({ alternatives }: Extract<Definition['right'], { kind: 'choices' }>): readonly number[] | undefined {
  const numbers: number[] = [];
  for (const alternative of alternatives) {
    if (alternative.kind === 'value') {
      if (alternative.value.kind !== 'number') return undefined;
      numbers.push(Number(alternative.value.text));
      continue;
    }
    const { range } = alternative;
    if (range.kind === 'arithmetic') {
      const { size, at } = progressionOf(range);
      if (size > MOST_VALUES) return undefined;
      for (let i = 0; i < size; i += 1) numbers.push(Number(at(i).text));
      continue;
    }
    const listed = listedValues(range);
    if (!Array.isArray(listed) || listed.length > MOST_VALUES) return undefined;
    numbers.push(...listed.map((value) => Number(value.text)));
  }
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** Tells whether numbers above 0 lie more evenly by factors than by steps. */
function evenByFactors(values: readonly number[]): boolean {
  const [low = 0, high = 0] = [values[0], values.at(-1)];
  if (low <= 0) return false;
  if (values.length === 2) return high / low >= 5;
  const raw = values.map((number): RawLevel => ({ text: String(number), number }));
  return createFactor('', raw).isLog || unevenness(values.map(Math.log)) < unevenness(values);
}

/** How much the largest gap exceeds the smallest. */
function unevenness(values: readonly number[]): number {
  const gaps = values.slice(1).map((v, i) => v - (values[i] ?? 0));
  return Math.max(...gaps) / Math.max(Number.MIN_VALUE, Math.min(...gaps));
}

/** Returns where a number lies on an axis: 0 at its lower end, 1 at its upper one. */
export function placeOn({ low, high, isLog }: NumberAxis, number: number): number {
  if (high === low) return 0.5;
  if (!isLog) return (number - low) / (high - low);
  return number <= 0 ? 0 : Math.log(number / low) / Math.log(high / low);
}

/** Returns the number at a place of an axis. A range that does not go below 0 never does. */
export function numberAt({ low, high, isLog }: NumberAxis, place: number): number {
  if (isLog) return low * (high / low) ** place;
  const number = low + (high - low) * place;
  return low >= 0 ? Math.max(0, number) : number;
}

/** Returns the place of 0 on an axis whose numbers are none of them below 0: a rate, a size or a share is not looked for there. */
export function leastOn(axis: NumberAxis): number | undefined {
  return axis.isLog || axis.low < 0 ? undefined : placeOn(axis, 0);
}
