// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDurations, parseTimeout, timeoutSeconds } from '../../scripts/lib/run/timeout.ts';

test('a timeout is a time, or a share of the median of at least three runs', () => {
  assert.deepEqual(parseTimeout('2h').value, { kind: 'seconds', seconds: 7200 });
  const share = parseTimeout('300%').value ?? { kind: 'none' as const };
  const durations = createDurations();
  for (const s of [10, 2]) durations.add(s);
  assert.equal(timeoutSeconds(share, durations.median()), null);
  durations.add(4);
  assert.equal(timeoutSeconds(share, durations.median()), 12);
  for (const bad of ['90%', '0', '-1s', 'soon']) assert.equal(parseTimeout(bad).value, undefined, bad);
});
