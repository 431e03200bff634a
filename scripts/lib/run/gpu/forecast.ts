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
