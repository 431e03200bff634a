// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AdamWSettings, createAdamW, stepAdamW } from '../../examples/mnist/adamw.ts';

const SETTINGS: AdamWSettings = {
  learningRate: 0.1,
  beta1: 0.9,
  beta2: 0.99,
  weightDecay: 0.5,
  amsgrad: false,
  decayed: 1,
};

/** Steps one parameter that starts at 1 through the gradients; returns where it was after each. */
function walk(settings: AdamWSettings, gradients: readonly number[]): number[] {
  const state = createAdamW(1, settings.amsgrad);
  const params = Float64Array.of(1);
  return gradients.map((g) => {
    stepAdamW(state, settings, params, { gradient: Float64Array.of(g), alive: Uint8Array.of(1) });
    return params[0] ?? Number.NaN;
  });
}

function assertNear(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries()) {
    assert.ok(Math.abs((actual[i] ?? Number.NaN) - value) < 1e-9, `step ${i + 1}: ${actual[i]}, expected ${value}`);
  }
}

test('the first two steps of AdamW are those worked out by hand', () => {
  // 1: m 0.05, v 0.0025, corrected 0.5 and 0.25:                1 * 0.95 - 0.1 * 0.5 / (0.5 + 1e-8)
  // 2: m -0.055, v 0.012475, corrected by 0.19 and 0.0199:      0.850000002 * 0.95 + 0.1 * 0.2894737 / 0.7917604
  assertNear(walk(SETTINGS, [0.5, -1]), [0.850000002, 0.8440607727717]);
});

test('AMSGrad divides by the largest second moment so far, AdamW by the present one', () => {
  // v is 2, 1, 0.5: AMSGrad keeps 2, so its steps are shorter once the gradient is gone.
  const settings = { ...SETTINGS, beta1: 0.5, beta2: 0.5 };
  // 2: AdamW 0.8075 - 0.1 * (2/3) / sqrt(1 / 0.75), AMSGrad 0.8075 - 0.1 * (2/3) / sqrt(2 / 0.75)
  assertNear(walk(settings, [2, 0, 0]), [0.8500000005, 0.749764974056, 0.6744802785523]);
  assertNear(walk({ ...settings, amsgrad: true }, [2, 0, 0]), [0.8500000005, 0.7666751716786, 0.7094431895692]);
});

test('without a gradient a weight decays by learning rate times weight decay, and a bias stays', () => {
  const state = createAdamW(2, false);
  const params = Float64Array.of(1, 1);
  stepAdamW(state, SETTINGS, params, { gradient: new Float64Array(2), alive: Uint8Array.of(1, 1) });
  assert.deepEqual([...params], [0.95, 1]);
});

test('a pruned parameter stays at zero whatever its gradient', () => {
  const state = createAdamW(2, true);
  const params = Float64Array.of(0, 0);
  stepAdamW(state, SETTINGS, params, { gradient: Float64Array.of(3, 3), alive: Uint8Array.of(0, 1) });
  assert.equal(params[0], 0);
  assert.notEqual(params[1], 0);
});
