// SPDX-License-Identifier: MIT

/**
 * Tests a trained network on digits that were made harder: with a part of the ink gone (--noise 0.3), or moved to the right
 * (--shift 2).
 *
 *   node --import tsx examples/stages/evaluate.ts --target DIR --noise 0.3 --shift 0 --out DIR
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Digits, loadDigits, splitDigits } from '../mnist/digits.ts';
import { accuracy } from '../mnist/network.ts';
import { seededRandom } from '../mnist/random.ts';
import { readModel, writeNumbers } from './model-file.ts';

/** The same images are tested in every stage. */
const SPLIT_SEED = 20;
const WIDTH = 28;

/** Returns digits that lack each inked pixel with probability `noise`, the same ones every time. */
function withNoise(digits: Digits, noise: number): Digits {
  const random = seededRandom(1);
  return { ...digits, ink: digits.ink.map((value) => (random() < noise ? 0 : value)) };
}

/** Returns digits that stand further to the right; what would leave the image is gone. */
function shifted(digits: Digits, columns: number): Digits {
  const ink = digits.ink.map((value, i) => ((digits.pixel[i] ?? 0) % WIDTH < WIDTH - columns ? value : 0));
  return {
    ...digits,
    ink,
    pixel: digits.pixel.map((place) => (place % WIDTH < WIDTH - columns ? place + columns : place)),
  };
}

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { target: text, noise: text, shift: text, out: text } });
const { target = '', noise = '0', shift = '0', out = '' } = values;
mkdirSync(out, { recursive: true });
const digits = loadDigits();
const harder = shifted(withNoise(digits, Number(noise)), Number(shift));
const acc = accuracy(readModel(target), harder, splitDigits(digits, SPLIT_SEED).test);
console.log(`noise ${noise}, shift ${shift}: ${acc.toFixed(2)} %`);
writeNumbers(out, { acc });
