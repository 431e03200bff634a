// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBrakes } from '../../scripts/lib/run/brakes.ts';
import { parseTarget } from '../../scripts/lib/run/target.ts';
import { ended } from '../rig/run-ends.ts';

test('brakes: budget, target, failures in a row', () => {
  const limits = {
    stopOnFailure: false,
    maxFailures: 2,
    maxTimeS: 10,
    maxRuns: 5,
    target: parseTarget('acc >= 0.9').value,
  };
  const brakes = createBrakes(limits, 1000);
  assert.equal(brakes.beforeStart(4, 10_999), undefined);
  assert.equal(brakes.beforeStart(4, 11_000)?.why, 'budget');
  assert.equal(brakes.beforeStart(5, 2000)?.why, 'budget');
  const failed = { ...ended(1), signature: 'a' };
  assert.equal(brakes.afterEnd(failed, {}), undefined);
  assert.equal(brakes.afterEnd({ ...failed, signature: 'b' }, {}), undefined);
  assert.equal(brakes.afterEnd(ended(0), { acc: 0.8 }), undefined, 'a success begins the row anew');
  assert.equal(brakes.afterEnd({ ...failed, signature: 'b' }, {}), undefined);
  assert.equal(brakes.afterEnd({ ...failed, signature: 'b' }, {})?.why, 'paused');
  assert.equal(brakes.afterEnd(ended(0), { acc: 0.9 })?.why, 'target');
  assert.equal(parseTarget('acc=0.9').value, undefined);
});
