// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWaitingQueue } from '../../scripts/lib/run/waiting-queue.ts';
import { id } from '../rig/run-ends.ts';

const waiting = (n: number) => ({ run: id(n), number: n, attempt: 1, values: [], swept: [] });

test('a waiting queue keeps its order and gives its front at a flat cost', () => {
  const queue = createWaitingQueue();
  for (let n = 0; n < 5000; n += 1) queue.push(waiting(n));
  for (let n = 0; n < 4000; n += 1) assert.equal(queue.take(id(n))?.number, n);
  queue.push(waiting(1));
  const numbers = [...queue].map((r) => r.number);
  assert.deepEqual([numbers[0], numbers[999], numbers[1000], numbers.length, queue.size], [4000, 4999, 1, 1001, 1001]);
  assert.equal(queue.take(id(2)), undefined);
});
