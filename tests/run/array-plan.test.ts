// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { type ArrayLimits, packSize, planArrays, shareOut } from '../../scripts/lib/run/array-plan.ts';

const FREE: ArrayLimits = { tasksPerArray: 1001, queueRoom: null, concurrencyRoom: null, pack: 1 };
const runs = (...resources: readonly string[]): { resources: string; expectedS: null }[] =>
  resources.map((one) => ({ resources: one, expectedS: null }));

test('equal resources share an array, in the order given', () => {
  const plan = planArrays(runs('a', 'b', 'a', 'b', 'a'), FREE);
  assert.deepEqual(
    plan.arrays.map(({ resources, tasks }) => [resources, tasks]),
    [
      ['a', [[0], [2], [4]]],
      ['b', [[1], [3]]],
    ],
  );
  assert.deepEqual(plan.held, []);
});

test('an array never has more tasks than the cap on its index allows', () => {
  const plan = planArrays(runs(...Array.from({ length: 25 }, () => 'a')), { ...FREE, tasksPerArray: 10 });
  assert.deepEqual(
    plan.arrays.map(({ tasks }) => tasks.length),
    [10, 10, 5],
  );
});

test('what finds no room in the queue is held, in order', () => {
  const plan = planArrays(runs('a', 'b', 'a', 'b'), { ...FREE, queueRoom: 3 });
  assert.deepEqual(
    plan.arrays.map(({ tasks }) => tasks),
    [[[0], [2]], [[1]]],
  );
  assert.deepEqual(plan.held, [3]);
});

test('packed runs share a task only with equals', () => {
  const plan = planArrays(runs('a', 'b', 'a', 'a', 'b', 'a', 'a'), { ...FREE, pack: 2 });
  assert.deepEqual(
    plan.arrays.map(({ tasks }) => tasks),
    [[[0, 2], [3, 5], [6]], [[1, 4]]],
  );
});

test('PACK=auto fills ten minutes, leaves no lane idle, and packs nothing when no time is known', () => {
  assert.equal(packSize('auto', [60, 60, 60], null), 10);
  assert.equal(
    packSize(
      'auto',
      Array.from({ length: 100 }, () => 60),
      50,
    ),
    2,
  );
  assert.equal(packSize('auto', [null, null], null), 1);
  assert.equal(packSize('auto', [3600], null), 1);
  assert.equal(packSize('auto', [0.01], null), 64);
  assert.equal(packSize(8, [3600], null), 8);
});

test('the throttles of all parts add up to the concurrency', () => {
  const plan = planArrays(runs(...Array.from({ length: 24 }, () => 'a')), {
    ...FREE,
    tasksPerArray: 10,
    concurrencyRoom: 4,
  });
  assert.equal(
    plan.arrays.reduce((sum, { throttle }) => sum + (throttle ?? Number.NaN), 0),
    4,
  );
});

test('more parts than concurrency are chained, one lane after the other', () => {
  const plan = planArrays(runs('a', 'b', 'c', 'd', 'e'), { ...FREE, concurrencyRoom: 2 });
  assert.deepEqual(
    plan.arrays.map(({ throttle, after }) => [throttle, after]),
    [
      [1, null],
      [1, null],
      [1, 0],
      [1, 1],
      [1, 2],
    ],
  );
});

test('no room at all holds everything', () => {
  assert.deepEqual(planArrays(runs('a', 'b'), { ...FREE, concurrencyRoom: 0 }), { arrays: [], held: [0, 1] });
});

test('every run is planned once or held, whatever the limits', () => {
  const rng = createRng('array-plan');
  for (let round = 0; round < 300; round += 1) {
    const count = rng.below(61);
    const candidates = runs(...Array.from({ length: count }, () => 'abc'[rng.below(3)] ?? 'a'));
    const concurrencyRoom = rng.below(2) === 0 ? null : rng.below(10);
    const limits: ArrayLimits = {
      tasksPerArray: 1 + rng.below(20),
      queueRoom: rng.below(2) === 0 ? null : rng.below(31),
      concurrencyRoom,
      pack: 1 + rng.below(4),
    };
    const plan = planArrays(candidates, limits);
    const placed = [...plan.arrays.flatMap(({ tasks }) => tasks.flat()), ...plan.held].sort((a, b) => a - b);
    assert.deepEqual(
      placed,
      Array.from({ length: count }, (_, i) => i),
    );
    assert.ok(plan.arrays.every(({ tasks }) => tasks.length >= 1 && tasks.length <= limits.tasksPerArray));
    assert.ok(
      limits.queueRoom === null || plan.arrays.reduce((sum, { tasks }) => sum + tasks.length, 0) <= limits.queueRoom,
    );
    const heads = plan.arrays.filter(({ after }) => after === null);
    assert.ok(
      concurrencyRoom === null ||
        heads.reduce((sum, { throttle, tasks }) => sum + (throttle ?? tasks.length), 0) <= Math.max(concurrencyRoom, 0),
    );
  }
});

test('a room is shared in proportion, at least one each, none above its size', () => {
  assert.deepEqual(shareOut([10, 10, 4], 4), [2, 1, 1]);
  assert.deepEqual(shareOut([1, 1, 100], 50), [1, 1, 48]);
  assert.deepEqual(shareOut([2, 3], 10), [2, 3]);
});
