// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondsBetween, secondsOf } from '../../scripts/lib/run/duration.ts';
import type { Outcome } from '../../scripts/lib/run/outcome.ts';

test('the clock that nobody sets decides, the finer one where both agree, and none where one was not read', () => {
  const from = { atMs: 1_000_000.25, upMs: 500_000 };
  assert.equal(secondsBetween(from, { atMs: 1_001_234.5, upMs: 501_230 }), 1.234);
  for (const step of [10_800_000, -7_200_000, 1000, -1000])
    assert.equal(secondsBetween(from, { atMs: 1_001_234.5 + step, upMs: 501_230 }), 1.23);
  assert.equal(secondsBetween(from, { atMs: 999_999, upMs: 500_000 }), 0, 'never below nothing');
  assert.equal(secondsBetween({ ...from, upMs: null }, from), undefined);
  assert.equal(secondsBetween(from, { ...from, upMs: null }), undefined);
});

test('an ending without a duration of its own tells its two times, and never less than nothing', () => {
  const outcome: Outcome = {
    status: 'done',
    reason: 'ok',
    exitCode: 0,
    signal: null,
    startedAtMs: 5000,
    endedAtMs: 7000,
    host: '',
    devices: [],
    detail: '',
    signature: null,
  };
  assert.equal(secondsOf(outcome), 2);
  assert.equal(secondsOf({ ...outcome, durationS: 7 }), 7);
  assert.equal(secondsOf({ ...outcome, endedAtMs: 10 }), 0);
  assert.equal(secondsOf({ ...outcome, startedAtMs: null }), null);
});
