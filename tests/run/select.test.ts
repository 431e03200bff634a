// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNumbers, parseSelection, shardOf } from '../../scripts/lib/run/select.ts';
import { id } from '../rig/run-ends.ts';
import { rigSettings } from '../rig/sweep-rig.ts';

test('selections: numbers, shards that are each run exactly once, orders', () => {
  const numbers = parseNumbers('12, 17-20');
  assert.deepEqual(
    [11, 12, 16, 17, 20, 21].map((n) => numbers?.(n)),
    [false, true, false, true, true, false],
  );
  assert.equal(parseNumbers('CONFIG_A'), undefined);
  const counts = [0, 0, 0];
  for (let n = 0; n < 3000; n += 1) counts[shardOf(id(n), 3) - 1] = (counts[shardOf(id(n), 3) - 1] ?? 0) + 1;
  assert.ok(
    counts.every((c) => c > 850),
    `shards are about equal: ${counts.join(' ')}`,
  );
  for (const bad of ['0/2', '3/2', '1', 'a/b'])
    assert.ok(parseSelection(rigSettings({ SHARD: bad })).diagnostics.length > 0, bad);
});
