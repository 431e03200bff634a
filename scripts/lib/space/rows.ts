// SPDX-License-Identifier: MIT
import { parseDecimal } from '../core/decimal.ts';
import { type Value, valueKey } from '../core/value.ts';
import { listedValues, type Progression, progressionOf, rangeLength } from '../range/range-values.ts';
import type { Alternative, Cell } from '../range/tree.ts';
import { type Operand, operandOf } from './operand.ts';
import { indexInSeries, seriesMeet } from './laws/overlap.ts';

/** One cell a name; undefined where the symbol is absent. */
export type Row = readonly (Operand | undefined)[];

/** The distinct rows of a line, looked up by index. */
export interface Rows {
  readonly size: number;
  /** Rows that were left out because an equal one stands before them. */
  readonly duplicates: number;
  at(index: number): Row;
  /** Index of the row with these values (undefined: absent), or -1. */
  find(values: readonly (Value | undefined)[]): number;
}

/** Ranges up to this many values are held; longer ones are computed by index. */
const HELD = 65_536;

/** Values of a long range that are kept once they were computed. */
const CACHED = 4096;

/** Long ranges that one line may have. */
const MAX_LONG_RANGES = 20;

/** Returns a key that rows share exactly when their values are equal. */
export function rowKey(values: readonly (Value | undefined)[]): string {
  return values.length === 1 ? cellKey(values[0]) : JSON.stringify(values.map(cellKey));
}

function cellKey(value: Value | undefined): string {
  return value === undefined ? '' : valueKey(value);
}

/** Returns the rows of zipped symbols. */
export function rowsOfCells(cells: readonly (readonly Cell[])[]): Rows {
  const held = new Holder();
  for (const row of cells) held.add(row.map((cell) => cell?.value));
  return held;
}

/** Returns the values of one symbol; or a sentence when two long ranges hold equal values. */
export function rowsOfAlternatives(alternatives: readonly Alternative[]): Rows | { readonly overlap: string } {
  const [only] = alternatives;
  if (alternatives.length === 1 && only?.kind === 'range' && only.range.kind === 'arithmetic')
    return new LongRange(progressionOf(only.range), []);
  const parts: (Holder | LongRange)[] = [];
  let duplicates = 0;
  const add = (value: Value): void => {
    if (parts.some((part) => part.find([value]) !== -1)) duplicates += 1;
    else {
      const last = parts.at(-1);
      if (last instanceof Holder) last.add([value]);
      else parts.push(new Holder([value]));
    }
  };
  for (const alternative of alternatives) {
    if (alternative.kind === 'value') add(alternative.value);
    else if (alternative.range.kind !== 'arithmetic') for (const value of listed(alternative)) add(value);
    else {
      const progression = progressionOf(alternative.range);
      if (progression.size <= HELD) for (let i = 0; i < progression.size; i += 1) add(progression.at(i));
      else {
        const long = new LongRange(progression, parts);
        const trouble = longTrouble(long, parts);
        if (trouble !== undefined) return { overlap: trouble };
        duplicates += long.holes.length;
        parts.push(long);
      }
    }
  }
  return joined(parts, duplicates);
}

function listed(alternative: Extract<Alternative, { kind: 'range' }>): readonly Value[] {
  const values = listedValues(alternative.range);
  if (!Array.isArray(values))
    throw new Error(`internal: a range of ${String(rangeLength(alternative.range))} values was let through`);
  return values;
}

function longTrouble(long: LongRange, parts: readonly (Holder | LongRange)[]): string | undefined {
  const others = parts.filter((part) => part instanceof LongRange);
  if (others.length >= MAX_LONG_RANGES) return `a line may have ${MAX_LONG_RANGES} ranges of more than ${HELD} values`;
  return others.some((other) => seriesMeet(other.progression, long.progression))
    ? 'two of the ranges have equal values, and both are too long to leave equal values out'
    : undefined;
}

function joined(parts: readonly (Holder | LongRange)[], duplicates: number): Rows {
  const [only] = parts;
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const locate = (index: number): Row => {
    let rest = index;
    for (const part of parts) {
      if (rest < part.size) return part.at(rest);
      rest -= part.size;
    }
    throw new Error(`internal: row ${index} of ${size}`);
  };
  const find = (values: readonly (Value | undefined)[]): number => {
    let before = 0;
    for (const part of parts) {
      const found = part.find(values);
      if (found !== -1) return before + found;
      before += part.size;
    }
    return -1;
  };
  return parts.length === 1 && only !== undefined
    ? { size, duplicates: duplicates + only.duplicates, at: (i) => only.at(i), find: (v) => only.find(v) }
    : { size, duplicates, at: locate, find };
}

/** Rows that are held; equal ones are added once. */
class Holder implements Rows {
  readonly #rows: Row[] = [];
  readonly #indexes = new Map<string, number>();
  duplicates = 0;

  constructor(first?: readonly (Value | undefined)[]) {
    if (first !== undefined) this.add(first);
  }

  get size(): number {
    return this.#rows.length;
  }

  add(values: readonly (Value | undefined)[]): void {
    const key = rowKey(values);
    if (this.#indexes.has(key)) this.duplicates += 1;
    else {
      this.#indexes.set(key, this.#rows.length);
      this.#rows.push(values.map((value) => (value === undefined ? undefined : operandOf(value))));
    }
  }

  at(index: number): Row {
    return this.#rows[index] as Row; // callers stay below size
  }

  find(values: readonly (Value | undefined)[]): number {
    return this.#indexes.get(rowKey(values)) ?? -1;
  }
}

/** A range computed by index, without the values (holes) that already stand before it in the line. */
class LongRange implements Rows {
  readonly progression: Progression;
  /** Indexes that are left out, ascending. */
  readonly holes: readonly number[];
  readonly duplicates = 0;
  readonly #cache: Row[] = [];

  constructor(progression: Progression, before: readonly Rows[]) {
    this.progression = progression;
    const holes = new Set<number>();
    for (const part of before) {
      if (part instanceof LongRange) continue;
      for (let i = 0; i < part.size; i += 1) {
        const [operand] = part.at(i);
        const index = operand?.value === undefined ? undefined : this.#indexOf(operand.value);
        if (index !== undefined) holes.add(index);
      }
    }
    this.holes = [...holes].sort((a, b) => a - b);
  }

  get size(): number {
    return this.progression.size - this.holes.length;
  }

  at(index: number): Row {
    const cached = this.#cache[index];
    if (cached !== undefined) return cached;
    const shift = firstIndex(this.holes.length, (k) => (this.holes[k] ?? 0) - k > index);
    const row = [operandOf(this.progression.at(index + shift))];
    if (index < CACHED) this.#cache[index] = row;
    return row;
  }

  find([value]: readonly (Value | undefined)[]): number {
    const index = value === undefined ? undefined : this.#indexOf(value);
    if (index === undefined) return -1;
    const before = firstIndex(this.holes.length, (k) => (this.holes[k] ?? 0) >= index);
    return this.holes[before] === index ? -1 : index - before;
  }

  #indexOf(value: Value): number | undefined {
    const number = value.kind === 'number' ? parseDecimal(value.text) : undefined;
    return number === undefined ? undefined : indexInSeries(this.progression, number);
  }
}

/** Returns the first of the indexes 0..size-1 for which a condition that turns true once holds; size when none does. */
function firstIndex(size: number, isReached: (index: number) => boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isReached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
