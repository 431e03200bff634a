// SPDX-License-Identifier: MIT
import { readWord, type Assignment } from '../../../scripts/lib/core/value.ts';
import type { GpuRules, WaitingRun } from '../../../scripts/lib/run/gpu/admit.ts';
import type { Card, PlacedRun } from '../../../scripts/lib/run/gpu/card.ts';
import type { MemoryEstimate } from '../../../scripts/lib/run/gpu/memory.ts';

export const GB = 1024 ** 3;

export const RULES: GpuRules = { jobsPerGpu: 10, gpusPerRun: 1, maxMemoryShare: 1, maxLoad: 1, startupGapMs: 0 };

/** A card of 24 GB with nothing on it; `gb` is its size. */
export function card(index: number, over: Partial<Card> & { readonly gb?: number } = {}): Card {
  const { gb = 24, ...rest } = over;
  return {
    id: `c${index}`,
    index,
    name: 'card',
    capacityBytes: gb * GB,
    usedBytes: rest.foreignBytes ?? 0,
    foreignBytes: 0,
    promisedBytes: 0,
    otherRuns: 0,
    load: 0,
    oneProcess: false,
    trouble: null,
    lastStartMs: null,
    ...rest,
  };
}

export function needs(gb: number | null): MemoryEstimate {
  const bytes = gb === null ? null : gb * GB;
  return { bytes, provenBytes: bytes, leastBytes: 0, basis: gb === null ? 'unknown' : 'learnt', why: 'test' };
}

/** A waiting run; `gb` null: nothing is known of it. */
export function waiting(run: string, gb: number | null, over: Partial<WaitingRun> = {}): WaitingRun {
  return { run, memory: needs(gb), rung: 'shared', expectedS: null, passedBy: 0, isOverdue: false, ...over };
}

export function placed(
  run: string,
  on: readonly string[],
  gb: number | null,
  over: Partial<PlacedRun> = {},
): PlacedRun {
  return {
    run,
    cards: on,
    claimBytes: gb === null ? null : gb * GB,
    usedBytes: 0,
    rung: 'shared',
    expectedEndMs: null,
    ...over,
  };
}

/** { A: '1' } as assignments. */
export function values(texts: Readonly<Record<string, string>>): readonly Assignment[] {
  return Object.entries(texts).map(([name, text]) => ({ name, value: readWord(text) }));
}
