// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readSettings } from '../../examples/mnist/settings.ts';

const FOLDER = fileURLToPath(new URL('../../defconfigs', import.meta.url));
const files = readdirSync(FOLDER).filter((name) => name.endsWith('-range'));

function settingOf(text: string, name: string): string | undefined {
  return new RegExp(`^ *${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1];
}

test('every range file of an example starts a script that exists, beside the folder of the range file', () => {
  assert.ok(files.length >= 4, `found ${files.join(' ')}`);
  for (const name of files) {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    assert.equal(settingOf(text, 'SWEEP_CWD'), '{{range_dir}}/..', name);
    const script = /examples\/\S+/.exec(settingOf(text, 'SWEEP_COMMAND') ?? '')?.[0] ?? '';
    assert.ok(existsSync(join(dirname(FOLDER), script)) && script !== '', `${name} starts ${script}`);
  }
});

test('the example knows every symbol and takes every plain value that its range files give it', () => {
  const mnist = files.filter((name) => name.startsWith('mnist-'));
  assert.equal(mnist.length, 3);
  for (const name of mnist) {
    const assignments = readFileSync(join(FOLDER, name), 'utf8').match(/^CONFIG_\S+/gm) ?? [];
    assert.ok(assignments.length > 4, name);
    const choices = assignments.map((line) => {
      const [symbol, alternatives] = line.split('=');
      return (alternatives ?? '').split('|').map((value) => `${symbol}=${value.split(':')[0]}`);
    });
    const longest = Math.max(...choices.map((values) => values.length));
    for (let i = 0; i < longest; i++) readSettings(choices.map((values) => values[i % values.length]).join('\n'), name);
  }
});

test('the first range file has 3 x 3 x 2 x 2 = 36 configurations and its target can be reached', () => {
  const text = readFileSync(join(FOLDER, 'mnist-adamwprune-range'), 'utf8');
  const counts = (text.match(/^CONFIG_\S+/gm) ?? []).map((line) => {
    const [start, step, end] = (line.split('=')[1] ?? '').split(':').map(Number);
    if (end === undefined || step === undefined || start === undefined) return line.split('|').length;
    return Math.round((end - start) / step) + 1;
  });
  assert.equal(
    counts.reduce((product, n) => product * n, 1),
    36,
  );
  const ends = settingOf(text, 'CONFIG_PRUNING_RAMP_END')?.split('|').map(Number) ?? [];
  assert.ok(ends.length > 0 && ends.every((end) => end < 400), `ramp ends ${ends.join(' ')} of 400 steps`);
});
