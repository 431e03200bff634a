// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Digits } from '../../examples/mnist/digits.ts';
import { accuracy, createNetwork, lossGradient } from '../../examples/mnist/network.ts';
import { seededRandom } from '../../examples/mnist/random.ts';

/** Three images of four pixels in three classes. */
const IMAGES: Digits = {
  count: 3,
  label: Uint8Array.of(0, 1, 2),
  start: Uint32Array.of(0, 2, 3, 5),
  pixel: Uint16Array.of(0, 3, 1, 2, 3),
  ink: Float32Array.of(0.5, 1, 0.25, 1, 0.75),
};
const ALL = Uint32Array.of(0, 1, 2);

test('the gradient is the slope of the loss in every parameter', () => {
  const network = createNetwork(4, 5, 3, seededRandom(11));
  const { params } = network;
  for (let i = network.weights; i < params.length; i++) params[i] = 0.05 * (i % 3); // biases that are not all zero
  const gradient = new Float64Array(params.length);
  const scratch = new Float64Array(params.length);
  lossGradient(network, gradient, IMAGES, ALL);
  const lossWith = (i: number, value: number): number => {
    const kept = params[i] ?? 0;
    params[i] = value;
    const loss = lossGradient(network, scratch, IMAGES, ALL);
    params[i] = kept;
    return loss;
  };
  for (const [i, value] of params.entries()) {
    const slope = (lossWith(i, value + 1e-5) - lossWith(i, value - 1e-5)) / 2e-5;
    assert.ok(Math.abs(slope - (gradient[i] ?? Number.NaN)) < 1e-8, `parameter ${i}: ${gradient[i]}, slope ${slope}`);
  }
});

test('a network that knows nothing loses ln 3 on three classes and names class 0', () => {
  const network = createNetwork(4, 5, 3, seededRandom(11));
  network.params.fill(0);
  const loss = lossGradient(network, new Float64Array(network.params.length), IMAGES, ALL);
  assert.ok(Math.abs(loss - Math.log(3)) < 1e-12);
  assert.equal(accuracy(network, IMAGES, ALL), 100 / 3);
});
