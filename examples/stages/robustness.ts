// SPDX-License-Identifier: MIT

/**
 * Takes what two tests of one network said together: the worst of them counts.
 *
 *   node --import tsx examples/stages/robustness.ts --noise DIR --shift DIR --out DIR
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeNumbers } from './model-file.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { noise: text, shift: text, out: text } });
const { noise = '', shift = '', out = '' } = values;

function accuracyIn(dir: string): number {
  const { acc } = JSON.parse(readFileSync(join(dir, 'training_metrics.json'), 'utf8')) as { acc: number }; // of evaluate.ts
  return acc;
}

mkdirSync(out, { recursive: true });
const found = [accuracyIn(noise), accuracyIn(shift)];
writeNumbers(out, { robust_acc: Math.min(...found), mean_acc: (Math.min(...found) + Math.max(...found)) / 2 });
