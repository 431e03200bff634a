// SPDX-License-Identifier: MIT

/**
 * Trains a small network on handwritten digits and keeps it: the first stage of the example of stages.
 *
 *   node --import tsx examples/stages/target.ts --config FILE --out DIR
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadDigits, splitDigits } from '../mnist/digits.ts';
import { readSettings } from '../mnist/settings.ts';
import { train } from '../mnist/trainer.ts';
import { writeModel, writeNumbers } from './model-file.ts';

/** The same images are tested in every stage. */
const SPLIT_SEED = 20;

const { values } = parseArgs({ options: { config: { type: 'string' }, out: { type: 'string' } } });
const { config = '', out = '' } = values;
mkdirSync(out, { recursive: true });
const digits = loadDigits();
for (const { epoch, testAcc, network } of train(
  readSettings(readFileSync(config, 'utf8'), config),
  digits,
  splitDigits(digits, SPLIT_SEED),
)) {
  console.log(`epoch ${epoch}: test_acc ${testAcc.toFixed(2)} %`);
  writeNumbers(out, { test_acc: testAcc });
  writeModel(out, network);
}
