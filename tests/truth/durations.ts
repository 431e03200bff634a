// SPDX-License-Identifier: MIT
import type { Assignment } from '../../scripts/lib/core/value.ts';
import { estimateRuns } from '../../scripts/lib/results/estimate/estimate.ts';
import { makespan } from '../../scripts/lib/results/estimate/makespan.ts';
import type { Draws } from '../../scripts/lib/results/stats/draws.ts';
import type { Rate } from './rate.ts';

/** A sweep whose runs take times that are drawn: 20 of them have finished. */
export interface DurationSweep {
  readonly name: string;
  /** Values of the finished runs; those to come begin with the first of them again. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  seconds(row: Readonly<Record<string, string>>, draws: Draws): number;
}

const FINISHED = 20;

function rows(make: (i: number) => Readonly<Record<string, string>>): DurationSweep['rows'] {
  return Array.from({ length: FINISHED }, (_, i) => make(i));
}

const GRID = rows((i) => ({ A: String(i % 5), B: `b${i % 4}` }));

export const DURATION_SWEEPS: readonly DurationSweep[] = [
  { name: 'lognormal, spread 0.5', rows: GRID, seconds: (_, draws) => Math.exp(0.5 * draws.normal()) },
  { name: 'lognormal, spread 1', rows: GRID, seconds: (_, draws) => Math.exp(draws.normal()) },
  {
    name: 'one run in ten 20 times as long',
    rows: GRID,
    seconds: (_, draws) => Math.exp(0.2 * draws.normal()) * (draws.uniform() < 0.1 ? 20 : 1),
  },
  {
    name: 'zipped symbols',
    rows: rows((i) => ({ A: String(1 + (i % 10)), B: `b${i % 10}`, C: String(100 - (i % 10)) })),
    seconds: ({ A }, draws) => Number(A) * Math.exp(0.2 * draws.normal()),
  },
  {
    name: 'conditions',
    rows: rows((i) => (i % 4 === 0 ? { OPT: 'sgd' } : { OPT: 'adam', BETA: String(i % 4) })),
    seconds: ({ OPT, BETA }, draws) => (OPT === 'sgd' ? 1 : 3 * Number(BETA)) * Math.exp(0.2 * draws.normal()),
  },
];

/** Returns how often the 90 % interval of the wall time holds it. */
export function countDurations(
  sweeps: number,
  { rows, seconds }: DurationSweep,
  { runs, lanes, draws }: { readonly runs: number; readonly lanes: number; readonly draws: Draws },
): Rate {
  let hits = 0;
  const values = rows.map(assigned);
  for (let i = 0; i < sweeps; i += 1) {
    const finished = rows.map((row, k) => ({ values: values[k] ?? [], seconds: seconds(row, draws), devices: 1 }));
    const places = Array.from({ length: runs }, (_, k) => k % rows.length);
    const wanted = places.map((k) => ({ values: values[k] ?? [] }));
    const { low, high } = estimateRuns(wanted, finished, { lanes, basis: '' }).wallS;
    const truth = makespan(
      places.map((k) => seconds(rows[k] ?? {}, draws)),
      lanes,
    );
    if (low !== null && high !== null && low <= truth && truth <= high) hits += 1;
  }
  return { hits, of: sweeps };
}

function assigned(row: Readonly<Record<string, string>>): readonly Assignment[] {
  return Object.entries(row).map(([name, text]) => ({
    name,
    value: { kind: Number.isFinite(Number(text)) ? 'number' : 'text', text },
  }));
}
