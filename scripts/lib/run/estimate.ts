// SPDX-License-Identifier: MIT
import { displayText } from '../core/value.ts';
import type { Assignment } from '../core/value.ts';
import type { RunState } from './state.ts';

/** A finished run with the time it took. */
export interface TimedRun {
  readonly values: readonly Assignment[];
  readonly seconds: number;
  readonly devices: number;
}

/** What a sweep will take, with an interval that would hold in about nine of ten cases. Seconds. */
export interface Estimate {
  readonly runs: number;
  readonly lanes: number;
  readonly perRunS: Interval;
  readonly wallS: Interval;
  /** Hours that devices (GPUs, or lanes of a machine without) are busy. */
  readonly deviceHours: Interval;
  /** What it rests on: "24 finished runs of 2 sweeps". */
  readonly basis: string;
  /** Symbols whose value decides the time of a run, most telling first. */
  readonly matters: readonly { readonly symbol: string; readonly secondsOf: Readonly<Record<string, number>> }[];
}

export interface Interval {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** Returns the finished runs of a state with their times. */
export function timedRuns(runs: Iterable<RunState>): TimedRun[] {
  const timed: TimedRun[] = [];
  for (const { outcome, values } of runs) {
    if (outcome?.status !== 'done' || outcome.startedAtMs === null) continue;
    timed.push({ values, seconds: (outcome.endedAtMs - outcome.startedAtMs) / 1000, devices: Math.max(1, outcome.devices.length) });
  }
  return timed;
}

/** How the runs would run, and what the estimate rests on. */
export interface EstimatePlan {
  readonly lanes: number;
  readonly basis: string;
  /** Somebody knows the time of a run: no interval. */
  readonly isKnown?: boolean;
}

/** A symbol matters when it explains at least this share of the variance of the times. */
const MATTERS_SHARE = 0.2;
/** At so many finished runs or more a symbol is looked at. */
const ENOUGH_RUNS = 4;

/** Returns what it takes to run some configurations, from the times of finished ones. `finished` must not be empty. */
export function estimateRuns(wanted: readonly (readonly Assignment[])[], finished: readonly TimedRun[], plan: EstimatePlan): Estimate {
  const matters = finished.length < ENOUGH_RUNS ? [] : mattering(finished);
  const predicted = wanted.map((values) => predict(values, finished, matters));
  const total = predicted.reduce((sum, p) => sum + p.likely, 0);
  // Errors of single runs cancel out over many; what is not known about the mean itself stays.
  const spread = spreadOf(finished) / Math.sqrt(finished.length) + spreadOf(finished) / Math.sqrt(Math.max(1, wanted.length));
  const share = plan.isKnown === true ? 0 : finished.length === 1 ? 0.5 : Math.min(0.9, 1.65 * spread);
  const longest = Math.max(0, ...predicted.map((p) => p.likely));
  const wall = Math.max(total / plan.lanes, longest);
  const devices = finished.reduce((sum, r) => sum + r.devices, 0) / finished.length;
  const around = (likely: number): Interval => ({ low: likely * (1 - share), likely, high: likely * (1 + share) });
  return {
    runs: wanted.length,
    lanes: plan.lanes,
    perRunS: { low: Math.min(...predicted.map((p) => p.likely)), likely: total / Math.max(1, wanted.length), high: longest },
    wallS: around(wall),
    deviceHours: around((total * devices) / 3600),
    basis: plan.basis,
    matters: matters.map(({ symbol, seconds }) => ({ symbol, secondsOf: Object.fromEntries(seconds) })),
  };
}

interface Mattering {
  readonly symbol: string;
  readonly seconds: ReadonlyMap<string, number>;
  readonly share: number;
}

/** Symbols by the share of the variance that their groups explain (eta squared of a one-way layout). */
function mattering(finished: readonly TimedRun[]): readonly Mattering[] {
  const mean = average(finished.map((r) => r.seconds));
  const total = finished.reduce((sum, r) => sum + (r.seconds - mean) ** 2, 0);
  if (total === 0) return [];
  const symbols = new Set(finished.flatMap((r) => r.values.map((v) => v.name)));
  const found: Mattering[] = [];
  for (const symbol of symbols) {
    const groups = new Map<string, number[]>();
    for (const run of finished) {
      const text = textOf(run.values, symbol);
      groups.set(text, [...(groups.get(text) ?? []), run.seconds]);
    }
    // As many groups as runs explain everything and say nothing.
    if (groups.size < 2 || groups.size > finished.length / 2) continue;
    const seconds = new Map([...groups].map(([text, times]) => [text, average(times)]));
    const between = [...groups].reduce((sum, [text, times]) => sum + times.length * ((seconds.get(text) ?? mean) - mean) ** 2, 0);
    if (between / total >= MATTERS_SHARE) found.push({ symbol, seconds, share: between / total });
  }
  return found.sort((a, b) => b.share - a.share);
}

/** The mean, times what each mattering value makes of it. */
function predict(values: readonly Assignment[], finished: readonly TimedRun[], matters: readonly Mattering[]): { readonly likely: number } {
  const mean = average(finished.map((r) => r.seconds));
  let likely = mean;
  for (const { symbol, seconds } of matters) {
    const known = seconds.get(textOf(values, symbol));
    if (known !== undefined && mean > 0) likely *= known / mean;
  }
  return { likely };
}

function textOf(values: readonly Assignment[], symbol: string): string {
  const value = values.find((v) => v.name === symbol)?.value;
  return value === undefined ? '' : displayText(value);
}

/** Standard deviation as a share of the mean. */
function spreadOf(finished: readonly TimedRun[]): number {
  const mean = average(finished.map((r) => r.seconds));
  if (mean === 0 || finished.length < 2) return 0.5;
  return Math.sqrt(average(finished.map((r) => (r.seconds - mean) ** 2))) / mean;
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0) / Math.max(1, numbers.length);
}
