// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimBytes, type Observed, observe, type Reservation } from '../../../scripts/lib/run/gpu/claim.ts';
import { addSample, type LoadSample, meanLoad } from '../../../scripts/lib/run/gpu/load-window.ts';

const GUARD_MS = 60_000;
const RAMPED: Observed = { usedBytes: 300, peakBytes: 400, grewAtMs: 30_000 };
const reserved = (basis: Reservation['basis'], bytes: number | null): Reservation => ({ basis, bytes, atMs: 0 });

/** Reservation, observation, age: what counts. */
const CASES: readonly (readonly [string, Reservation, Observed | null, number, number | null])[] = [
  ['before anything is measured the reservation counts', reserved('given', 1000), null, 500_000, 1000],
  ['during the ramp the reservation counts', reserved('given', 1000), RAMPED, 59_999, 1000],
  ['while it grew lately the reservation counts, whatever its age', reserved('given', 1000), RAMPED, 89_999, 1000],
  ['once settled the peak counts, with headroom', reserved('given', 1000), RAMPED, 90_000, 440],
  ['a figure learnt from whole runs stays: they may grow late', reserved('learnt', 1000), RAMPED, 900_000, 1000],
  ['a run that goes beyond its reservation counts with its peak at once', reserved('given', 350), RAMPED, 40_000, 400],
  ['and never below it', reserved('given', 350), RAMPED, 900_000, 400],
  ['an unknown run counts as the whole card until it has settled', reserved('unknown', null), RAMPED, 80_000, null],
  ['and then with more headroom', reserved('unknown', null), RAMPED, 90_000, 500],
  [
    'a run that never used the card keeps its reservation',
    reserved('given', 1000),
    { usedBytes: 0, peakBytes: 0, grewAtMs: 0 },
    900_000,
    1000,
  ],
];

for (const [name, reservation, seen, nowMs, expected] of CASES) {
  test(name, () => {
    const claim = claimBytes(reservation, seen, nowMs, GUARD_MS);
    assert.equal(claim === null ? null : Math.round(claim), expected);
  });
}

test('a peak that moves a little has not grown', () => {
  const first = observe(null, 1000, 10);
  assert.deepEqual(observe(first, 1015, 20), { usedBytes: 1015, peakBytes: 1015, grewAtMs: 10 });
  assert.deepEqual(observe(first, 1021, 20), { usedBytes: 1021, peakBytes: 1021, grewAtMs: 20 });
  assert.deepEqual(observe(first, 400, 20), { usedBytes: 400, peakBytes: 1000, grewAtMs: 10 });
});

test('load is a mean over half a minute, by time', () => {
  let samples: readonly LoadSample[] = [];
  assert.equal(meanLoad(samples, 0), null);
  for (const [atMs, load] of [
    [0, 1],
    [10_000, 0],
    [20_000, 0],
  ] as const)
    samples = addSample(samples, { atMs, load });
  const mean = meanLoad(samples, 20_000) ?? 0;
  assert.ok(Math.abs(mean - 0.5) < 0.001, `${mean}`);
  assert.equal(meanLoad(samples, 40_000), 0);
  assert.equal(meanLoad(addSample([], { atMs: 5, load: 0.7 }), 5), 0.7);
  assert.equal(addSample(samples, { atMs: 35_000, load: 0 }).length, 3);
});
