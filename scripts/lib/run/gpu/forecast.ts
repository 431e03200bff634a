// SPDX-License-Identifier: MIT
import type { Assignment } from '../../core/value.ts';
import { type Classes, type Measured, sortIntoClasses } from './classes.ts';
import { learnMemory, type MemoryEstimate, type MemoryModel, type PeakSeen } from './memory.ts';

/** What is expected of runs before they start. Its `version` changes whenever an answer may have changed. */
export interface Forecast {
  readonly version: number;
  memory(run: string, values: readonly Assignment[]): MemoryEstimate;
  /** Seconds; null when nothing is known. */
  durationS(run: string, values: readonly Assignment[]): number | null;
  /** A run ended well after so many seconds. */
  lasted(values: readonly Assignment[], seconds: number): void;
  /** A run ended, well or for want of memory, with this peak on its fullest card. */
  peaked(seen: PeakSeen): void;
  /** The peaks of the runs that are running and past their start-up; replaces those told before. */
  settled(seen: readonly PeakSeen[]): void;
}

/** Returns a forecast that learns from the runs of this sweep. `givenBytes`: SWEEP_GPU_MEMORY. */
export function learningForecast(givenBytes: number | null): Forecast {
  const ended: PeakSeen[] = [];
  const lengths: Measured[] = [];
  let running: readonly PeakSeen[] = [];
  let version = 0;
  let memory: MemoryModel | null = null;
  let durations: Classes | null = null;
  return {
    get version() {
      return version;
    },
    memory: (_run, values) => {
      memory ??= learnMemory([...ended, ...running], givenBytes);
      return memory.estimate(values);
    },
    durationS: (_run, values) => {
      durations ??= sortIntoClasses(lengths);
      return durations.find(values)?.mean ?? null;
    },
    lasted: (values, seconds) => {
      lengths.push({ values, amount: seconds });
      durations = null;
      version += 1;
    },
    peaked: (seen) => {
      ended.push(seen);
      memory = null;
      version += 1;
    },
    settled: (seen) => {
      if (seen.length === running.length && seen.every((one, i) => one.peakBytes === running[i]?.peakBytes)) return;
      running = seen;
      memory = null;
      version += 1;
    },
  };
}

/** Begins with what no symbol has. */
const STAGE = '/stage';

/** Returns the values of a run with its stage among them: runs of two stages may have the same values and need not be alike. */
export function withStage(values: readonly Assignment[], stage: string | null | undefined): readonly Assignment[] {
  return stage === null || stage === undefined
    ? values
    : [{ name: STAGE, value: { kind: 'text', text: stage } }, ...values];
}

function stageOf([first]: readonly Assignment[]): string | undefined {
  return first?.name === STAGE ? first.value.text : undefined;
}

/** People are told of symbols alone. */
function withoutStage(values: readonly Assignment[]): readonly Assignment[] {
  return stageOf(values) === undefined ? values : values.slice(1);
}

/** Returns a forecast that knows each stage by itself; `open` makes the one of a stage, '' without stages. */
export function stagedForecast(open: (stage: string) => Forecast): Forecast {
  const known = new Map<string, Forecast>();
  const of = (values: readonly Assignment[]): Forecast => {
    const stage = stageOf(values) ?? '';
    const before = known.get(stage) ?? open(stage);
    known.set(stage, before);
    return before;
  };
  return {
    get version() {
      return [...known.values()].reduce((sum, { version }) => sum + version, known.size);
    },
    memory: (run, values) => of(values).memory(run, withoutStage(values)),
    durationS: (run, values) => of(values).durationS(run, withoutStage(values)),
    lasted: (values, seconds) => of(values).lasted(withoutStage(values), seconds),
    peaked: (seen) => of(seen.values).peaked({ ...seen, values: withoutStage(seen.values) }),
    settled: (seen) => {
      const byForecast = new Map<Forecast, PeakSeen[]>([...known.values()].map((one) => [one, []]));
      for (const one of seen) {
        const forecast = of(one.values);
        byForecast.set(forecast, [...(byForecast.get(forecast) ?? []), { ...one, values: withoutStage(one.values) }]);
      }
      for (const [forecast, own] of byForecast) forecast.settled(own);
    },
  };
}
