// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLaunchRoom } from '../../scripts/lib/run/launch-room.ts';

test('after a refusal no more run at a time than did then, and one more a minute later', () => {
  const room = openLaunchRoom();
  assert.equal(room.most(0), Number.POSITIVE_INFINITY);
  room.refused(7, 1000);
  assert.equal(room.most(1000), 7);
  assert.equal(room.most(60_999), 7);
  assert.equal(room.most(61_000), 8);
  room.refused(7, 61_000);
  assert.equal(room.most(61_000), 7);
  assert.equal(room.isHopeless, false);
});

test('where nothing runs it is tried again later and later, and after the third time in vain no more', () => {
  const room = openLaunchRoom();
  room.refused(0, 0);
  room.refused(0, 1); // refused together with the first
  assert.equal(room.most(999), 0);
  assert.equal(room.most(1000), 1, 'one is tried');
  room.refused(0, 1000);
  assert.equal(room.most(2999), 0);
  room.began();
  room.refused(0, 5000);
  assert.equal(room.isHopeless, false, 'one had begun meanwhile');
  room.refused(0, 10_000);
  room.refused(0, 20_000);
  assert.equal(room.isHopeless, true);
});
