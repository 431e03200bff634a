// SPDX-License-Identifier: MIT
import { displayText, type Value, valueKey } from '../core/value.ts';

/** One parameter over the runs of a study: the level of each run, and its number where all levels are numbers. */
export interface Factor {
  readonly name: string;
  /** What is printed for each level, numbers in ascending order, else in the order they came in. */
  readonly levels: readonly string[];
  /** Level of each run. */
  readonly codes: readonly number[];
  /** The number each level stands for, but for the absent one; undefined when one of them is no number. */
  readonly numbers: readonly number[] | undefined;
  /** Code of the level of runs that lack the parameter, always the last; undefined when all have it. */
  readonly absent: number | undefined;
  /** True when the levels are spread over so many orders that distances are those of the logarithm. */
  readonly isLog: boolean;
}

/** A level of one run before it is coded: what it prints as, and its number. */
export interface RawLevel {
  readonly text: string;
  readonly number: number | undefined;
}

/** Largest against smallest level from which a parameter counts as logarithmic. */
const LOG_RATIO = 50;

/** What a parameter that a configuration lacks prints as. */
export const ABSENT = '(absent)';

/** Codes one parameter, undefined where a run lacks it; equal texts are one level. */
export function createFactor(name: string, raw: readonly (RawLevel | undefined)[]): Factor {
  const levels: RawLevel[] = [];
  const orderOf = new Map<string, number>();
  const found = raw.map((level) => {
    if (level === undefined) return undefined;
    const known = orderOf.get(level.text);
    if (known !== undefined) return known;
    orderOf.set(level.text, levels.length);
    return levels.push(level) - 1;
  });
  const isNumeric = levels.length > 0 && levels.every((l) => l.number !== undefined);
  const order = [...levels.keys()];
  if (isNumeric) order.sort((a, b) => (levels[a]?.number ?? 0) - (levels[b]?.number ?? 0));
  const codeOf = new Uint32Array(levels.length);
  for (const [code, at] of order.entries()) codeOf[at] = code;
  const numbers = isNumeric ? order.map((at) => levels[at]?.number ?? Number.NaN) : undefined;
  const hasAll = found.every((code) => code !== undefined);
  const ordered = found.map((code) => (code === undefined ? levels.length : (codeOf[code] ?? 0)));
  const texts = order.map((at) => levels[at]?.text ?? '');
  const present = hasAll ? ordered : ordered.filter((code) => code < levels.length);
  return {
    name,
    levels: hasAll ? texts : [...texts, ABSENT],
    codes: ordered,
    numbers,
    absent: hasAll ? undefined : levels.length,
    isLog:
      numbers !== undefined &&
      numbers.length > 0 &&
      isLogarithmic(numbers, numbers[middleCode(present, numbers.length)] ?? 0),
  };
}

/** Returns the level of the middle run: rounded draws have more levels where numbers are small, and no more runs. */
function middleCode(codes: readonly number[], levels: number): number {
  const counts = new Uint32Array(levels);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  let below = 0;
  for (const [code, count] of counts.entries()) {
    below += count;
    if (2 * below > codes.length) return code;
  }
  return 0;
}

/** Tells whether ascending numbers span orders of magnitude and their middle lies in that of the logarithm rather than of the range. */
function isLogarithmic(numbers: readonly number[], middle: number): boolean {
  const [low = 0, high = 0] = [numbers[0], numbers.at(-1)];
  if (low <= 0 || high / low < LOG_RATIO) return false;
  const offLinear = Math.abs((middle - low) / (high - low) - 0.5);
  const offLog = Math.abs(Math.log(middle / low) / Math.log(high / low) - 0.5);
  return offLog <= offLinear;
}

/** Returns the number of a run on the factor's scale (logarithm when it is logarithmic, the code of a text). */
export function levelOf(factor: Factor, run: number): number {
  const code = factor.codes[run] ?? 0;
  const number = factor.numbers?.[code];
  if (number === undefined) return code;
  return factor.isLog ? Math.log(number) : number;
}

/** Returns the factor over the runs that have it, with their places; the factor itself where all have it. */
export function presentPart(factor: Factor): {
  readonly factor: Factor;
  readonly places: readonly number[] | undefined;
} {
  const { absent } = factor;
  if (absent === undefined) return { factor, places: undefined };
  const places = [...factor.codes.keys()].filter((run) => factor.codes[run] !== absent);
  return {
    factor: {
      ...factor,
      levels: factor.levels.slice(0, absent),
      codes: places.map((run) => factor.codes[run] ?? 0),
      absent: undefined,
    },
    places,
  };
}

/** Returns what gives equal values one level, as it was written first: 0.1 in one range file is 1e-1 in another. */
export function levelReader(): (value: Value | undefined) => RawLevel | undefined {
  const byText = new Map<string, RawLevel>();
  const firstOf = new Map<number, { readonly value: Value; readonly level: RawLevel }>();
  return (value) => {
    if (value === undefined) return undefined;
    const text = displayText(value);
    const known = byText.get(text);
    if (known !== undefined) return known;
    const number = numberOfValue(value);
    const alike = number === undefined ? undefined : firstOf.get(number);
    // Only of those alike the keys are made: they cost more than all the rest, and nearly all numbers are written in one way.
    const level = alike !== undefined && valueKey(alike.value) === valueKey(value) ? alike.level : { text, number };
    byText.set(text, level);
    if (number !== undefined && alike === undefined) firstOf.set(number, { value, level });
    return level;
  };
}

/** A whole number beyond 2^53 is no number here: as a double it would be another one. */
function numberOfValue({ kind, text }: Value): number | undefined {
  if (kind !== 'number' && kind !== 'hex') return undefined;
  const number = Number(text);
  const isWhole = kind === 'hex' || /^-?\d+$/.test(text);
  return Number.isFinite(number) && (!isWhole || Number.isSafeInteger(number)) ? number : undefined;
}
