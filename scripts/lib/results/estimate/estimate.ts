// SPDX-License-Identifier: MIT
import { createRng } from '../../core/rng.ts';
import { type Assignment, valueIn } from '../../core/value.ts';
import { mean, sortedQuantile } from '../stats/describe.ts';
import { makespan, makespanWithNeeds } from './makespan.ts';
import { farFrom, timeWorlds } from './time-draws.ts';
import { fitTimes, type TimeModel } from './time-model.ts';
import type { TimeTerm } from './time-term.ts';
import type { TimedRun } from './timed-run.ts';
import { groupBy } from '../../core/grouped.ts';

/** A run to come. */
export interface WantedTime {
  readonly values: readonly Assignment[];
  readonly stage?: string | null;
  /** Places of the runs that must have ended before it; all stand before it. */
  readonly needs?: readonly number[];
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
  /** Symbols whose value decides the time of a run, most telling first; those that change together are one. */
  readonly matters: readonly TimeMatter[];
  /** What the estimate does not know. */
  readonly notes: readonly string[];
  /** Each stage has times of its own, so an upper bound asks for finished runs of each. */
  readonly hasStages?: true;
}

/** Symbols that decide the time of runs, and the mean seconds at each value of the first of them. */
export interface TimeMatter {
  readonly symbol: string;
  readonly symbols: readonly string[];
  readonly stage: string | null;
  readonly secondsOf: Readonly<Record<string, number>>;
}

/** Low and high are null where nothing is known of the spread: one run has none. High is null below ten finished runs. */
export interface TimeInterval {
  readonly low: number | null;
  readonly likely: number;
  readonly high: number | null;
}

/** How the runs would run, and what the estimate rests on. */
export interface EstimatePlan {
  readonly lanes: number;
  readonly basis: string;
  /** Somebody knows the time of a run: no interval. */
  readonly isKnown?: boolean;
}

/** Finished runs from which an upper bound is promised: fewer have not seen the run in ten that takes much longer. */
export const ENOUGH_FOR_HIGH = 10;
/** Finished runs of a stage that its model is made from; the newest. */
const MOST_MODELLED = 1000;
/** Runs that take less on the average are about as long as it takes to start one. Seconds. */
const SHORT_S = 0.01;
/**
 * Share of the draws in an interval, and where some runs are of another kind: how often those come is hardly known. Both hold in nine of
 * ten cases (`make truth WHAT=estimate`).
 */
const [LEVEL, FAR_LEVEL] = [0.92, 0.96];
/** Of the answer; a logarithm and back loses the last of a double's. */
const DIGITS = 12;
/** Draws of the whole sweep, and runs drawn in all. */
const [MOST_DRAWS, FEWEST_DRAWS, MOST_DRAWN] = [2000, 40, 2e6];

/**
 * Returns what it takes to run some configurations, from the times of finished ones: draws of all their times, laid on the lanes
 * each time. Each stage has times of its own. `finished` must not be empty.
 */
export function estimateRuns(
  wanted: readonly WantedTime[],
  finished: readonly TimedRun[],
  plan: EstimatePlan,
): Estimate {
  const stages = stageModels(finished);
  const models = wanted.map(({ stage }) => stages.get(stage ?? '') ?? stages.get(ANY));
  const drawn = drawSweeps(wanted, models, { lanes: plan.lanes, count: drawsFor(wanted, finished, plan) });
  const devices = mean(finished.map((r) => r.devices));
  const used = [...new Set(models)];
  const areSeen = wanted.every(({ stage }) => stages.has(stage ?? ANY));
  const isBounded = plan.isKnown === true || (areSeen && used.every((s) => (s?.runs.length ?? 0) >= ENOUGH_FOR_HIGH));
  const hasSpread = plan.isKnown === true || used.some((s) => (s?.runs.length ?? 0) > 1);
  const level = used.some((s) => s !== undefined && hasFar(s.model)) ? FAR_LEVEL : LEVEL;
  const interval = (values: Float64Array, times = 1): TimeInterval => {
    const sorted = values.sort();
    const at = (p: number): number =>
      sorted.length === 0 ? 0 : Number((times * sortedQuantile(sorted, p)).toPrecision(DIGITS));
    return {
      low: hasSpread ? at((1 - level) / 2) : null,
      likely: at(0.5),
      high: hasSpread && isBounded ? at((1 + level) / 2) : null,
    };
  };
  const own = [...stages].filter(([stage]) => stage !== ANY || stages.size === 1);
  return {
    runs: wanted.length,
    lanes: plan.lanes,
    perRunS: interval(drawn.singles),
    wallS: interval(drawn.walls),
    deviceHours: interval(drawn.totals, devices / 3600),
    basis: plan.basis,
    ...(used.length > 1 ? { hasStages: true } : {}),
    matters: own.flatMap(([stage, { model, runs }]) =>
      model.terms.map((term) => matterOf(term, runs, stage === ANY ? null : stage)),
    ),
    // Where somebody says how long a run takes, nothing is taken from other stages.
    notes: [...(plan.isKnown === true ? [] : notesOf(wanted, stages)), ...tooShort(finished)],
  };
}

function hasFar({ residuals }: TimeModel): boolean {
  return residuals.some(farFrom(residuals));
}

interface StageTimes {
  readonly runs: readonly TimedRun[];
  readonly model: TimeModel;
}

/** Stands for stages that no finished run is of, and for all runs of a sweep without stages. */
const ANY = '';

function stageModels(finished: readonly TimedRun[]): ReadonlyMap<string, StageTimes> {
  const timesOf = (runs: readonly TimedRun[]): StageTimes => ({ runs, model: fitTimes(runs.slice(0, MOST_MODELLED)) });
  const groups = groupBy(finished, (run) => run.stage ?? ANY);
  return new Map([[ANY, timesOf(finished)], ...[...groups].map(([key, runs]) => [key, timesOf(runs)] as const)]);
}

/** Without a spread every draw would be the same. */
function drawsFor(wanted: readonly WantedTime[], finished: readonly TimedRun[], plan: EstimatePlan): number {
  if (plan.isKnown === true || finished.length < 2) return 1;
  return Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, Math.floor(MOST_DRAWN / Math.max(1, wanted.length))));
}

interface DrawnTimes {
  /** Wall seconds of each draw. */
  readonly walls: Float64Array;
  /** Seconds of all runs together, of each draw. */
  readonly totals: Float64Array;
  /** Seconds of single runs. */
  readonly singles: Float64Array;
}

function drawSweeps(
  wanted: readonly WantedTime[],
  models: readonly (StageTimes | undefined)[],
  { lanes, count }: { readonly lanes: number; readonly count: number },
): DrawnTimes {
  const sources = new Map([...new Set(models)].map((s) => [s, s === undefined ? undefined : sourceOf(s)]));
  const places = placesOf(wanted, models);
  const needs = wanted.some((w) => (w.needs ?? []).length > 0) ? wanted.map((w) => w.needs ?? []) : undefined;
  const [walls, totals, singles] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const times = new Float64Array(wanted.length);
  for (let draw = 0; draw < count; draw += 1) {
    const worlds = new Map([...sources].map(([stage, source]) => [stage, source?.()]));
    const expected = new Map<readonly number[], number>();
    let total = 0;
    for (let i = 0; i < wanted.length; i += 1) {
      const [world, place] = [worlds.get(models[i]), places[i]];
      if (world === undefined || place === undefined) continue;
      const middle = expected.get(place) ?? world.expected(place);
      expected.set(place, middle);
      times[i] = Math.exp(middle + world.single());
      total += times[i] ?? 0;
    }
    walls[draw] = needs === undefined ? makespan(times, lanes) : makespanWithNeeds(times, needs, lanes);
    totals[draw] = total;
    singles[draw] = times[draw % Math.max(1, wanted.length)] ?? 0;
  }
  return { walls, totals, singles };
}

function sourceOf({ runs, model }: StageTimes): ReturnType<typeof timeWorlds> {
  // A single run has no spread, and stands as it is.
  if (runs.length > 1) return timeWorlds(model, createRng('estimate'));
  const expected = (place: readonly number[]): number =>
    place.reduce((s, at, k) => s + at * (model.weights[k] ?? 0), 0);
  return () => ({ expected, single: () => 0 });
}

/** Equal places are one object, so that each draw reckons them once. */
function placesOf(
  wanted: readonly WantedTime[],
  models: readonly (StageTimes | undefined)[],
): readonly (readonly number[])[] {
  const known = new Map<StageTimes | undefined, Map<string, readonly number[]>>();
  return wanted.map(({ values }, i) => {
    const stage = models[i];
    const place = stage?.model.placeOf(values) ?? [];
    const own = known.get(stage) ?? new Map<string, readonly number[]>();
    known.set(stage, own);
    const key = place.join(' ');
    const same = own.get(key) ?? place;
    own.set(key, same);
    return same;
  });
}

function matterOf(term: TimeTerm, runs: readonly TimedRun[], stage: string | null): TimeMatter {
  const { factor, symbols } = term;
  const seconds = factor.levels.map((): number[] => []);
  for (const [i, run] of runs.slice(0, MOST_MODELLED).entries()) seconds[factor.codes[i] ?? 0]?.push(run.seconds);
  return {
    symbol: factor.name,
    symbols,
    stage,
    secondsOf: Object.fromEntries(factor.levels.map((text, code) => [text, mean(seconds[code] ?? [])])),
  };
}

function notesOf(wanted: readonly WantedTime[], stages: ReadonlyMap<string, StageTimes>): readonly string[] {
  const groups = groupBy(wanted, (w) => w.stage ?? ANY);
  return [...groups].flatMap(([key, items]): readonly string[] => {
    const own = stages.get(key);
    if (own === undefined)
      return [`no run of stage ${key} has finished: its runs are taken for as long as those of the other stages`];
    return own.model.terms.flatMap((term) => neverSeen(items, term));
  });
}

function neverSeen(wanted: readonly WantedTime[], term: TimeTerm): readonly string[] {
  const { name } = term.factor;
  const unknown = new Set(
    wanted.filter(({ values }) => term.isUnseen(values)).map(({ values }) => valueIn(values, name)?.text ?? ''),
  );
  if (unknown.size === 0) return [];
  const shown = [...unknown].slice(0, 3).join(',');
  return [`no finished run has ${name}=${shown}${unknown.size > 3 ? ',...' : ''}: its time is a guess`];
}

function tooShort(finished: readonly TimedRun[]): readonly string[] {
  return mean(finished.map((r) => r.seconds)) >= SHORT_S
    ? []
    : ['runs of a few milliseconds: starting each takes longer, and is not in these figures'];
}
