// SPDX-License-Identifier: MIT
import type { Assignment } from '../../core/value.ts';
import { valueKey } from '../../core/value.ts';
import { groupBy } from '../../core/grouped.ts';

/** A positive quantity measured of a run with these values: bytes, seconds. */
export interface Measured {
  readonly values: readonly Assignment[];
  readonly amount: number;
}

/** The runs that are alike in every symbol that matters. */
export interface ClassOfRuns {
  readonly count: number;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
}

/** Runs sorted into classes by the symbols found to matter. */
export interface Classes {
  /** Symbols that matter for the quantity, the most telling first. */
  readonly symbols: readonly string[];
  /** The class of a run with these values; null when none like it was measured. */
  find(values: readonly Assignment[]): ClassOfRuns | null;
  /** First symbol that bars a judgement: it never took this value and was too little varied to be called harmless. */
  untested(values: readonly Assignment[]): string | null;
}

/** Runs whose amounts differ by at most this share count as equal. */
const TOLERANCE = 0.05;
/** A symbol is added when it lowers the unexplained variance to this share or below. */
const WORTHWHILE = 0.7;
/** Degrees of freedom that must be left, as a share of the runs: else a symbol would explain by naming each run. */
const LEAST_FREEDOM = 0.25;
/** A new value of a harmless symbol is trusted once this many others made no difference. */
const TRUSTED_VALUES = 3;
/** Most measurements looked at, the newest; keeps the search quick in long sweeps. */
const MOST_MEASURED = 500;

type Row = { readonly keys: ReadonlyMap<string, string>; readonly log: number; readonly amount: number };

/**
 * Finds the symbols that matter and sorts the measured runs by them. Forward selection: as long as runs of one class differ
 * by more than the tolerance, the symbol is added that lowers the pooled variance of the logarithms most, counted by degrees
 * of freedom, so that a symbol with a value of its own for each run (a seed, a sampled rate) explains nothing.
 */
export function sortIntoClasses(measured: readonly Measured[]): Classes {
  const rows = measured.slice(-MOST_MEASURED).map(rowOf);
  const varied = variedSymbols(rows);
  const symbols = selectSymbols(rows, [...varied.keys()]);
  const groups = groupBy(rows, (row) => classKey(row.keys, symbols));
  return {
    symbols,
    find: (values) => summary(groups.get(classKey(keysOf(values), symbols))),
    untested: (values) => untestedSymbol(keysOf(values), varied, symbols),
  };
}

function rowOf(one: Measured): Row {
  return { keys: keysOf(one.values), log: Math.log(Math.max(one.amount, Number.MIN_VALUE)), amount: one.amount };
}

function keysOf(values: readonly Assignment[]): ReadonlyMap<string, string> {
  return new Map(values.map((one) => [one.name, valueKey(one.value)]));
}

function classKey(keys: ReadonlyMap<string, string>, symbols: readonly string[]): string {
  return JSON.stringify(symbols.map((name) => keys.get(name) ?? null));
}

/** Every symbol with the values it took; an absent symbol counts as a value of its own. */
function variedSymbols(rows: readonly Row[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Set(rows.flatMap((row) => [...row.keys.keys()]));
  return new Map([...names].sort().map((name) => [name, new Set(rows.map((row) => row.keys.get(name) ?? ''))]));
}

function selectSymbols(rows: readonly Row[], names: readonly string[]): readonly string[] {
  const chosen: string[] = [];
  let labels = rows.map(() => '');
  let left = unexplained(rows, labels);
  while (left.widest > TOLERANCE) {
    let best: { name: string; labels: string[]; left: Unexplained } | null = null;
    for (const name of names) {
      if (chosen.includes(name)) continue;
      const tried = rows.map((row, i) => `${labels[i]}\n${row.keys.get(name) ?? ''}`);
      const result = unexplained(rows, tried);
      if (result.variance < (best?.left.variance ?? left.variance * WORTHWHILE))
        best = { name, labels: tried, left: result };
    }
    if (best === null) break;
    chosen.push(best.name);
    labels = best.labels;
    left = best.left;
  }
  return chosen;
}

interface Unexplained {
  /** Within classes, by degrees of freedom; infinite when too few are left. */
  readonly variance: number;
  /** Largest relative difference within a class. */
  readonly widest: number;
}

function unexplained(rows: readonly Row[], labels: readonly string[]): Unexplained {
  const sums = new Map<string, { n: number; sum: number; squares: number; low: number; high: number }>();
  rows.forEach((row, i) => {
    const label = labels[i] ?? '';
    const at = sums.get(label) ?? { n: 0, sum: 0, squares: 0, low: Infinity, high: -Infinity };
    sums.set(label, {
      n: at.n + 1,
      sum: at.sum + row.log,
      squares: at.squares + row.log ** 2,
      low: Math.min(at.low, row.log),
      high: Math.max(at.high, row.log),
    });
  });
  let squares = 0;
  let widest = 0;
  for (const at of sums.values()) {
    squares += Math.max(0, at.squares - at.sum ** 2 / at.n);
    widest = Math.max(widest, Math.exp(at.high - at.low) - 1);
  }
  const freedom = rows.length - sums.size;
  return { variance: freedom > 0 && freedom >= LEAST_FREEDOM * rows.length ? squares / freedom : Infinity, widest };
}

function untestedSymbol(
  keys: ReadonlyMap<string, string>,
  varied: ReadonlyMap<string, ReadonlySet<string>>,
  symbols: readonly string[],
): string | null {
  for (const name of new Set([...varied.keys(), ...keys.keys()])) {
    if (symbols.includes(name)) continue;
    const seen = varied.get(name) ?? new Set(['']);
    if (!seen.has(keys.get(name) ?? '') && seen.size < TRUSTED_VALUES) return name;
  }
  return null;
}

function summary(group: readonly Row[] | undefined): ClassOfRuns | null {
  if (group === undefined) return null;
  const amounts = group.map((row) => row.amount);
  return {
    count: group.length,
    least: Math.min(...amounts),
    most: Math.max(...amounts),
    mean: amounts.reduce((a, b) => a + b, 0) / amounts.length,
  };
}
