// SPDX-License-Identifier: MIT
import { displayText } from '../core/value.ts';
import type { Assignment } from '../core/value.ts';
import { secondsOf } from '../run/duration.ts';
import type { RunState } from '../run/state.ts';
import { mean } from './stats/describe.ts';
import { tQuantile } from './stats/distributions.ts';

/** A finished run with the time it took. */
export interface TimedRun {
  readonly values: readonly Assignment[];
  readonly seconds: number;
  readonly devices: number;
}

/** What a sweep will take, with intervals that would hold in about nine of ten cases. Seconds. */
export interface Estimate {
  readonly runs: number;
  readonly lanes: number;
  readonly perRunS: TimeInterval;
  readonly wallS: TimeInterval;
  /** Hours that devices (GPUs, or lanes of a machine without) are busy. */
  readonly deviceHours: TimeInterval;
  /** What it rests on: "24 finished runs of 2 sweeps". */
  readonly basis: string;
  /** Symbols whose value decides the time of a run, most telling first. */
  readonly matters: readonly { readonly symbol: string; readonly secondsOf: Readonly<Record<string, number>> }[];
  /** What the estimate does not know. */
  readonly notes: readonly string[];
}

/** Low and high are null where nothing is known of the spread: one run has none. */
export interface TimeInterval {
  readonly low: number | null;
  readonly likely: number;
  readonly high: number | null;
}

/** What the clock of a run tells at the least: one that began and ended in the same millisecond took some time too. */
const CLOCK_TICK_S = 0.001;

/** Returns the finished runs of a state with their times, none shorter than the clock can tell. */
export function timedRuns(runs: Iterable<RunState>): TimedRun[] {
  const timed: TimedRun[] = [];
  for (const { outcome, values } of runs) {
    const seconds = outcome?.status === 'done' ? secondsOf(outcome) : null;
    if (outcome === null || seconds === null) continue;
    timed.push({
      values,
      seconds: Math.max(CLOCK_TICK_S, seconds),
      devices: Math.max(1, outcome.devices.length),
    });
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

/** Runs that take less on the average are about as long as it takes to start one. Seconds. */
const SHORT_S = 0.01;

/** An interval holds in this share of cases, half of the others on each side. */
const LEVEL = 0.9;

/** Returns what it takes to run some configurations, from the times of finished ones. `finished` must not be empty. */
export function estimateRuns(
  wanted: readonly (readonly Assignment[])[],
  finished: readonly TimedRun[],
  plan: EstimatePlan,
): Estimate {
  const matters = finished.length < ENOUGH_RUNS ? [] : mattering(finished);
  const predict = predictor(finished, matters);
  const predicted = wanted.map(predict);
  const total = predicted.reduce((sum, s) => sum + s, 0);
  const spread = plan.isKnown === true ? 0 : spreadOf(finished, matters, predict);
  // The mean of the finished runs is not known exactly, nor is that of those to come.
  const share =
    spread === undefined ? undefined : spread * Math.sqrt(1 / finished.length + 1 / Math.max(1, wanted.length));
  const single = spread === undefined ? undefined : spread * Math.sqrt(1 / finished.length + 1);
  const around = (likely: number): TimeInterval => spanned(likely, share, { low: likely, high: likely });
  return {
    runs: wanted.length,
    lanes: plan.lanes,
    perRunS: spanned(total / Math.max(1, wanted.length), single, {
      low: Math.min(...predicted),
      high: Math.max(...predicted),
    }),
    wallS: around(makespan(predicted, plan.lanes)),
    deviceHours: around((total * mean(finished.map((r) => r.devices))) / 3600),
    basis: plan.basis,
    matters: matters.map(({ symbol, seconds }) => ({ symbol, secondsOf: Object.fromEntries(seconds) })),
    notes: [...matters.flatMap(({ symbol, seconds }) => neverSeen(wanted, symbol, seconds)), ...tooShort(finished)],
  };
}

function spanned(
  likely: number,
  share: number | undefined,
  ends: { readonly low: number; readonly high: number },
): TimeInterval {
  if (share === undefined) return { low: null, likely, high: null };
  return { low: Math.max(0, ends.low * (1 - share)), likely, high: ends.high * (1 + share) };
}

/** When the last run ends, each lane taking the next run as soon as it is free. */
function makespan(seconds: readonly number[], lanes: number): number {
  if (seconds.length <= lanes) return Math.max(0, ...seconds);
  const busyUntil = new Array<number>(lanes).fill(0);
  for (const s of seconds) {
    const first = busyUntil.indexOf(Math.min(...busyUntil));
    busyUntil[first] = (busyUntil[first] ?? 0) + s;
  }
  return Math.max(...busyUntil);
}

function neverSeen(
  wanted: readonly (readonly Assignment[])[],
  symbol: string,
  seconds: ReadonlyMap<string, number>,
): string[] {
  const unknown = [...new Set(wanted.map((values) => textOf(values, symbol)))].filter((text) => !seconds.has(text));
  return unknown.length === 0
    ? []
    : [
        `no finished run has ${symbol}=${unknown.slice(0, 3).join(',')}${unknown.length > 3 ? ',...' : ''}: its time is a guess`,
      ];
}

function tooShort(finished: readonly TimedRun[]): string[] {
  return mean(finished.map((r) => r.seconds)) >= SHORT_S
    ? []
    : ['runs of a few milliseconds: starting each takes longer, and is not in these figures'];
}

interface Mattering {
  readonly symbol: string;
  readonly seconds: ReadonlyMap<string, number>;
  readonly share: number;
}

/** Symbols by the share of the variance that their groups explain (eta squared of a one-way layout). */
function mattering(finished: readonly TimedRun[]): readonly Mattering[] {
  const middle = mean(finished.map((r) => r.seconds));
  const total = finished.reduce((sum, r) => sum + (r.seconds - middle) ** 2, 0);
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
    const seconds = new Map([...groups].map(([text, times]) => [text, mean(times)]));
    const between = [...groups].reduce(
      (sum, [text, times]) => sum + times.length * ((seconds.get(text) ?? middle) - middle) ** 2,
      0,
    );
    if (between / total >= MATTERS_SHARE) found.push({ symbol, seconds, share: between / total });
  }
  return found.sort((a, b) => b.share - a.share);
}

/** The mean, times what each mattering value makes of it. */
function predictor(
  finished: readonly TimedRun[],
  matters: readonly Mattering[],
): (values: readonly Assignment[]) => number {
  const middle = mean(finished.map((r) => r.seconds));
  return (values) => {
    let likely = middle;
    for (const { symbol, seconds } of matters) {
      const known = seconds.get(textOf(values, symbol));
      if (known !== undefined && middle > 0) likely *= known / middle;
    }
    return likely;
  };
}

function textOf(values: readonly Assignment[], symbol: string): string {
  const value = values.find((v) => v.name === symbol)?.value;
  return value === undefined ? '' : displayText(value);
}

/** Half of the interval of one run as a share of the mean: Student's t times what the model leaves unexplained; undefined for one run. */
function spreadOf(
  finished: readonly TimedRun[],
  matters: readonly Mattering[],
  predict: (values: readonly Assignment[]) => number,
): number | undefined {
  const middle = mean(finished.map((r) => r.seconds));
  if (finished.length < 2) return undefined;
  if (middle === 0) return 0;
  const used = matters.reduce((sum, { seconds }) => sum + seconds.size - 1, 1);
  const degrees = Math.max(1, finished.length - used);
  const squares = finished.reduce((sum, r) => sum + (r.seconds - predict(r.values)) ** 2, 0);
  return (tQuantile((1 + LEVEL) / 2, degrees) * Math.sqrt(squares / degrees)) / middle;
}
