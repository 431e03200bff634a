// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAdamW } from '../../examples/mnist/adamw.ts';
import { pruneWeights, sparsityAt, sparsityOf } from '../../examples/mnist/pruning.ts';
import { drawNormal, seededRandom } from '../../examples/mnist/random.ts';

const SCHEDULE = { target: 0.8, warmup: 10, rampEnd: 50 };

test('nothing is pruned in the warmup, the target is reached at the ramp end, and between them sparsity rises', () => {
  assert.equal(sparsityAt(SCHEDULE, 0), 0);
  assert.equal(sparsityAt(SCHEDULE, 10), 0);
  assert.equal(sparsityAt(SCHEDULE, 50), 0.8);
  assert.equal(sparsityAt(SCHEDULE, 1000), 0.8);
  for (let step = 11; step <= 50; step++) {
    assert.ok(sparsityAt(SCHEDULE, step) > sparsityAt(SCHEDULE, step - 1), `at step ${step}`);
  }
});

test('half way up the ramp seven eighths of the target are gone', () => {
  assert.equal(sparsityAt(SCHEDULE, 30), 0.8 * (1 - 0.5 ** 3));
});

/** Weights whose optimiser state is `m`. */
function weightsWith(params: readonly number[], m: readonly number[]) {
  const state = createAdamW(params.length, false);
  state.m.set(m);
  return { params: Float64Array.from(params), state, alive: new Uint8Array(params.length).fill(1) };
}

test('the weights that their size and gradient mean say matter least go first', () => {
  //                        score:   0.2  0.5  0   0.3  4
  const { params, state, alive } = weightsWith([0.1, -1, 9, 3, 2], [4, 0.25, 0, -0.01, 4]);
  pruneWeights(params, { state, alive, weights: 5 }, 0.4);
  assert.deepEqual([...alive], [0, 1, 0, 1, 1]);
  assert.deepEqual([...params], [0, -1, 0, 3, 2]);
});

test('a pruned weight never comes back and a lower sparsity prunes nothing', () => {
  const { params, state, alive } = weightsWith([1, 2, 3, 4], [1, 1, 1, 1]);
  pruneWeights(params, { state, alive, weights: 4 }, 0.5);
  state.m.set([99, 99, 0, 0]);
  pruneWeights(params, { state, alive, weights: 4 }, 0.25);
  assert.deepEqual([...alive], [0, 0, 1, 1]);
});

test('equal scores are pruned only as many as are due', () => {
  const { params, state, alive } = weightsWith([1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0]);
  pruneWeights(params, { state, alive, weights: 6 }, 0.5);
  assert.equal(sparsityOf(alive, 6), 0.5);
});

test('biases are not pruned', () => {
  const { params, state, alive } = weightsWith([5, 5, 0, 0], [1, 1, 0, 0]);
  pruneWeights(params, { state, alive, weights: 2 }, 0.5);
  assert.deepEqual([...alive], [0, 1, 1, 1]);
});

test('going up a ramp ends exactly at the target, and every step prunes the right count', () => {
  const random = seededRandom(7);
  const draw = () => Array.from({ length: 1000 }, () => drawNormal(random));
  const { params, state, alive } = weightsWith(draw(), draw());
  for (let step = 0; step <= 60; step += 5) {
    pruneWeights(params, { state, alive, weights: 1000 }, sparsityAt(SCHEDULE, step));
    assert.equal(sparsityOf(alive, 1000), Math.round(1000 * sparsityAt(SCHEDULE, step)) / 1000, `at step ${step}`);
  }
  assert.equal(sparsityOf(alive, 1000), 0.8);
  assert.ok(params.every((weight, i) => (weight === 0) === (alive[i] === 0)));
});
