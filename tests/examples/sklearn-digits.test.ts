// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { needs } from '../rig/needs.ts';

const SCRIPT = fileURLToPath(new URL('../../examples/sklearn-digits/train.py', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'ksweep-sklearn-'));
after(() => rmSync(dir, { recursive: true, force: true }));

function train(name: string, config: string) {
  const out = join(dir, name);
  const file = join(dir, `${name}.config`);
  writeFileSync(file, config);
  const done = spawnSync('python3', [SCRIPT, '--config', file, '--out', out], { encoding: 'utf8' });
  return { status: done.status, stderr: done.stderr, out, file };
}

test('the Python example reports its accuracy in percent', (t) => {
  if (!needs(t, 'python3-sklearn')) return;
  const { status, stderr, out } = train(
    'good',
    '# a run\nCONFIG_MODEL="svm"\nCONFIG_C=10\n# CONFIG_SCALE is not set\n',
  );
  assert.equal(status, 0, stderr);
  const metrics: Record<string, number> = JSON.parse(readFileSync(join(out, 'training_metrics.json'), 'utf8'));
  assert.deepEqual(Object.keys(metrics), ['test_acc', 'train_acc', 'fit_time']);
  const { test_acc: accuracy = 0 } = metrics;
  assert.ok(accuracy > 90 && accuracy <= 100, `test_acc ${accuracy}`);
  assert.deepEqual(readdirSync(out), ['training_metrics.json']);
});

const REFUSED: readonly (readonly [line: string, message: string])[] = [
  ['CONFIG_MODEL="tree"', 'CONFIG_MODEL=tree: expected one of logistic, svm'],
  [
    'CONFIG_DEPTH=3',
    '{file}:1: unknown setting CONFIG_DEPTH; known are CONFIG_MODEL, CONFIG_C, CONFIG_SCALE, CONFIG_SEED',
  ],
  ['CONFIG_C', '{file}:1: expected CONFIG_NAME=value, found: CONFIG_C'],
  ['CONFIG_C=0', 'CONFIG_C=0.0: expected a number above 0'],
  ['CONFIG_SCALE=1', '{file}:1: CONFIG_SCALE=1: expected y or n'],
];

for (const [line, message] of REFUSED) {
  test(`the Python example refuses ${line} with exit code 2`, (t) => {
    if (!needs(t, 'python3-sklearn')) return;
    const { status, stderr, file } = train('bad', `${line}\n`);
    assert.equal(stderr, `train.py: ${message.replace('{file}', file)}\n`);
    assert.equal(status, 2);
  });
}
