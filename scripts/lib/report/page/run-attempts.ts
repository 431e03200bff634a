// SPDX-License-Identifier: MIT
import type { PageAttempts } from '../page-data.ts';
import type { AttemptState, RunState } from '../../run/state.ts';
import type { SweepView } from '../view.ts';

/** Attempts that a page holds; those of a larger sweep are the first of each run. */
const MOST = 20_000;

interface Attempt {
  readonly run: number;
  readonly attempt: AttemptState;
  readonly startMs: number;
  readonly endMs: number | null;
}

/**
 * Returns when each attempt of the shown runs was made and on what: its devices, else a lane of its host, where an attempt
 * takes the first lane that is free. Null where nothing was tried.
 */
export function runAttempts(view: SweepView, runs: ReadonlyMap<string, RunState>): PageAttempts | null {
  const found: Attempt[] = [];
  for (const [run, { run: id }] of view.runs.entries()) {
    for (const attempt of runs.get(id)?.attempts ?? []) {
      const startMs = attempt.outcome?.startedAtMs ?? attempt.startedAtMs ?? attempt.startingAtMs;
      found.push({ run, attempt, startMs, endMs: attempt.outcome?.endedAtMs ?? null });
    }
  }
  if (found.length === 0) return null;
  const kept = found.slice(0, MOST);
  const beganMs = kept.reduce((least, { startMs }) => Math.min(least, startMs), Number.POSITIVE_INFINITY);
  const { lanes, on } = lanesOf(kept);
  return {
    beganMs,
    runs: kept.map(({ run }) => run),
    numbers: kept.map(({ attempt }) => attempt.attempt),
    starts: kept.map(({ startMs }) => seconds(startMs - beganMs)),
    seconds: kept.map(({ startMs, endMs }) => (endMs === null ? null : seconds(Math.max(0, endMs - startMs)))),
    on,
    lanes,
    ends: kept.map(({ attempt: { outcome } }) =>
      outcome === null
        ? 'not ended'
        : outcome.status === 'done'
          ? 'done'
          : `${outcome.status}: ${outcome.detail || outcome.reason}`,
    ),
  };
}

function lanesOf(attempts: readonly Attempt[]): { readonly lanes: readonly string[]; readonly on: readonly number[] } {
  const freeAt = new Map<string, number[]>();
  const names = new Array<string>(attempts.length).fill('');
  const order = [...attempts.keys()].sort((a, b) => (attempts[a]?.startMs ?? 0) - (attempts[b]?.startMs ?? 0));
  for (const i of order) {
    const one = attempts[i];
    if (one !== undefined) names[i] = laneName(one, freeAt);
  }
  const lanes = [...new Set(names)].sort(new Intl.Collator('en', { numeric: true }).compare);
  const placeOf = new Map(lanes.map((name, place) => [name, place]));
  return { lanes, on: names.map((name) => placeOf.get(name) ?? 0) };
}

function laneName({ attempt, startMs, endMs }: Attempt, freeAt: Map<string, number[]>): string {
  const host = attempt.outcome?.host || attempt.host || '';
  const devices = attempt.outcome?.devices ?? attempt.devices;
  const place = devices.length === 0 ? host : `${host} ${devices.join(',')}`;
  const ends = freeAt.get(place) ?? [];
  freeAt.set(place, ends);
  const free = ends.findIndex((end) => end <= startMs);
  const lane = free === -1 ? ends.length : free;
  ends[lane] = endMs ?? Number.POSITIVE_INFINITY;
  return devices.length > 0 && lane === 0 ? place : `${place} #${lane + 1}`.trim();
}

function seconds(ms: number): number {
  return Math.round(ms / 10) / 100;
}
