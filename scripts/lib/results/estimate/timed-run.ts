// SPDX-License-Identifier: MIT
import { type Assignment, valueIn } from '../../core/value.ts';
import { secondsOf } from '../../run/duration.ts';
import type { RunState } from '../../run/state.ts';
import { createFactor, type Factor, levelReader, type RawLevel } from '../factors.ts';

/** A finished run with the time it took. */
export interface TimedRun {
  readonly values: readonly Assignment[];
  readonly seconds: number;
  readonly devices: number;
  /** Null in a sweep without stages. */
  readonly stage?: string | null;
}

/** What the clock of a run tells at the least: one that began and ended in the same millisecond took some time too. */
const CLOCK_TICK_S = 0.001;

/** Returns the finished runs of a state with their times, none shorter than the clock can tell. */
export function timedRuns(runs: Iterable<RunState>): TimedRun[] {
  const timed: TimedRun[] = [];
  for (const { outcome, values, stage } of runs) {
    const seconds = outcome?.status === 'done' ? secondsOf(outcome) : null;
    if (outcome === null || seconds === null) continue;
    timed.push({
      values,
      stage,
      seconds: Math.max(CLOCK_TICK_S, seconds),
      devices: Math.max(1, outcome.devices.length),
    });
  }
  return timed;
}

/** Tells what a symbol is in some values: its text, and its number where it is one; undefined where it is absent. */
export type LevelIn = (values: readonly Assignment[], symbol: string) => RawLevel | undefined;

/** Returns what reads values of runs, those that are finished and those to come: equal ones are one level, as it was written first. */
export function timedLevels(): LevelIn {
  const readers = new Map<string, ReturnType<typeof levelReader>>();
  return (values, symbol) => {
    const read = readers.get(symbol) ?? levelReader();
    readers.set(symbol, read);
    return read(valueIn(values, symbol));
  };
}

/** Returns the symbols that are not the same in all runs, coded over them. */
export function timedFactors(runs: readonly TimedRun[], levelIn: LevelIn): readonly Factor[] {
  const symbols = new Set(runs.flatMap((run) => run.values.map((v) => v.name)));
  return [...symbols]
    .map((symbol) =>
      createFactor(
        symbol,
        runs.map((run) => levelIn(run.values, symbol)),
      ),
    )
    .filter((factor) => factor.levels.length > 1);
}
