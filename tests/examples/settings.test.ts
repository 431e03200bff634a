// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings, SettingsError } from '../../examples/mnist/settings.ts';

const DEFAULTS = {
  amsgrad: true,
  epochs: 5,
  batchSize: 100,
  hidden: 32,
  learningRate: 0.003,
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.999,
  targetSparsity: 0.7,
  warmup: 100,
  rampEnd: 300,
  seed: 1,
};

test('an empty file gives the defaults, every setting among them', () => {
  assert.deepEqual(readSettings('', 'c'), DEFAULTS);
});

test('values are read with and without quotes, n as "is not set", comments and CRLF aside', () => {
  const text =
    '# a comment\r\nCONFIG_EPOCHS=2\r\n\r\nCONFIG_LEARNING_RATE="1e-3"  # fast\r\n# CONFIG_ADAMWPRUNE_AMSGRAD is not set\r\nCONFIG_SEED=7';
  assert.deepEqual(readSettings(text, 'c'), { ...DEFAULTS, epochs: 2, learningRate: 0.001, amsgrad: false, seed: 7 });
});

const REFUSED: readonly (readonly [text: string, message: RegExp])[] = [
  ['\nCONFIG_EPOCS=2', /^c:2: unknown setting CONFIG_EPOCS; known are CONFIG_ADAMWPRUNE_AMSGRAD, .*CONFIG_EPOCHS/],
  ['toString=2', /unknown setting toString/],
  ['CONFIG_EPOCHS', /^c:1: expected CONFIG_NAME=value or "# CONFIG_NAME is not set", found: CONFIG_EPOCHS$/],
  ['CONFIG_EPOCHS=', /expected CONFIG_NAME=value/],
  ['CONFIG_EPOCHS=2 3', /expected CONFIG_NAME=value/],
  ['CONFIG_EPOCHS="2', /expected CONFIG_NAME=value/],
  ['CONFIG_EPOCHS=2\nCONFIG_EPOCHS=2', /^c:2: CONFIG_EPOCHS is set a second time/],
  ['CONFIG_EPOCHS=2.5', /^c:1: CONFIG_EPOCHS=2.5: expected a whole number from 1 to 1000/],
  ['CONFIG_EPOCHS=0', /expected a whole number from 1/],
  ['CONFIG_EPOCHS=0x10', /expected a whole number/],
  ['CONFIG_LEARNING_RATE=fast', /expected a number from 0 to 10/],
  ['CONFIG_LEARNING_RATE=1e999', /expected a number from 0 to 10/],
  ['CONFIG_ADAMWPRUNE_BETA1=1', /expected a number from 0 to 0.9999/],
  ['# CONFIG_SEED is not set', /CONFIG_SEED=n: expected a whole number/],
  ['CONFIG_ADAMWPRUNE_AMSGRAD=yes', /CONFIG_ADAMWPRUNE_AMSGRAD=yes: expected y or n/],
  ['CONFIG_PRUNING_WARMUP=300', /^c: CONFIG_PRUNING_WARMUP=300 is not below CONFIG_PRUNING_RAMP_END=300/],
];

for (const [text, message] of REFUSED) {
  test(`${JSON.stringify(text)} is refused`, () => {
    assert.throws(
      () => readSettings(text, 'c'),
      (error) => error instanceof SettingsError && message.test(error.message),
    );
  });
}
