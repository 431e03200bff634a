// SPDX-License-Identifier: MIT
/** Bytes of memory and seconds of time; a job of the simulator as it truly is, unknown to the scheduler. */
export interface TrueJob {
  readonly run: string;
  readonly durationS: number;
  readonly peakGb: number;
  /** Seconds from its start to its peak. */
  readonly rampS: number;
  /** When it comes; 0 for a batch. */
  readonly arrivesS: number;
  /** Values its class is made of, for learning. */
  readonly values: Readonly<Record<string, string>>;
}

/** A process that is not ours. */
export interface ForeignProcess {
  readonly card: number;
  readonly arrivesS: number;
  readonly durationS: number;
  readonly gb: number;
}

/** Returns the memory a job holds at an age: a tenth at once, then in eight steps to the peak. */
export function memoryAt(job: TrueJob, ageS: number): number {
  if (ageS < 0 || ageS >= job.durationS) return 0;
  const ramp = Math.min(job.rampS, job.durationS / 2);
  if (ageS >= ramp) return job.peakGb;
  const step = Math.floor((ageS / ramp) * RAMP_STEPS) / RAMP_STEPS;
  return job.peakGb * (0.1 + 0.9 * step);
}

export const RAMP_STEPS = 8;

const changes = new WeakMap<TrueJob, readonly number[]>();

/** Returns the ages at which a job's memory changes. */
export function changesOf(job: TrueJob): readonly number[] {
  let ages = changes.get(job);
  if (ages === undefined) {
    const ramp = Math.min(job.rampS, job.durationS / 2);
    ages = [...Array.from({ length: RAMP_STEPS }, (_, i) => ((i + 1) / RAMP_STEPS) * ramp), job.durationS];
    changes.set(job, ages);
  }
  return ages;
}
