// SPDX-License-Identifier: MIT
/** One measurement of a card's load. */
export interface LoadSample {
  readonly atMs: number;
  /** Share of time with a kernel running, 0 to 1. */
  readonly load: number;
}

/** How far back the load is averaged: it jumps between 0 and 1 with every step of a training loop. */
const LOAD_WINDOW_MS = 30_000;

/** Returns the samples with a new one, those older than the window left out. */
export function addSample(samples: readonly LoadSample[], sample: LoadSample): readonly LoadSample[] {
  return [...samples.filter((one) => one.atMs > sample.atMs - LOAD_WINDOW_MS), sample];
}

/** Returns the mean load over the window, each sample weighing the time until the next; null without samples. */
export function meanLoad(samples: readonly LoadSample[], nowMs: number): number | null {
  const recent = samples.filter((one) => one.atMs > nowMs - LOAD_WINDOW_MS && one.atMs <= nowMs);
  if (recent.length === 0) return null;
  let weighted = 0;
  let weight = 0;
  recent.forEach((one, i) => {
    const untilMs = recent[i + 1]?.atMs ?? nowMs;
    // A lone or newest sample weighs a millisecond at least, so that the first one counts at once.
    const span = Math.max(1, untilMs - one.atMs);
    weighted += one.load * span;
    weight += span;
  });
  return weighted / weight;
}
