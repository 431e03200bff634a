// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ended } from '../rig/run-ends.ts';

test('the first reason of the ladder that holds is the reason', () => {
  assert.equal(ended(0).reason, 'ok');
  assert.equal(ended(0, 'timeout').reason, 'ok', 'a job that ended well by itself has ended well');
  assert.equal(ended(143, 'timeout').reason, 'timeout');
  assert.equal(ended(137, 'cancelled').status, 'cancelled');
  assert.equal(ended(139).signal, 'SIGSEGV');
  assert.equal(ended(1).detail, 'exit code 1');
  assert.equal(ended(null).reason, 'vanished');
  assert.equal(ended(1, 'node failure').reason, 'node failure');
  assert.equal(ended(9, 'early stop').status, 'stopped');
});
