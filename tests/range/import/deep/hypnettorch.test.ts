// SPDX-License-Identifier: MIT
// Random grids with conditions against an account of hypnettorch's search that shares nothing with ours (tests/rig/hypnettorch-oracle.py).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { createRng, type Rng } from '../../../../scripts/lib/core/rng.ts';
import { argumentWords } from '../../../../scripts/lib/run/arguments.ts';
import { openImported } from '../../../rig/imports.ts';
import { needs } from '../../../rig/needs.ts';
import { ROOT } from '../../../rig/sandbox.ts';

const GRIDS = 2500;
const VALUES = [
  '1',
  '2',
  '-1',
  '0',
  '1.0',
  '0.5',
  'true',
  'false',
  'null',
  '"w"',
  '"\\"x\\""',
  '"\'a b\'"',
  '3',
  'Infinity',
];

function pick<T>(rng: Rng, items: readonly T[]): T {
  const item = items[rng.below(items.length)];
  assert.ok(item !== undefined);
  return item;
}

function lists(rng: Rng, keys: readonly string[], most: number): string {
  const entries = keys.map((key) => {
    const values = Array.from({ length: 1 + rng.below(most) }, () => pick(rng, VALUES));
    return `"${key}": [${values.join(', ')}]`;
  });
  return `{${entries.join(', ')}}`;
}

function some(rng: Rng, keys: readonly string[]): string[] {
  const chosen = keys.filter(() => rng.below(3) === 0);
  return chosen.length === 0 ? [pick(rng, keys)] : chosen.slice(0, 2);
}

function randomSearch(rng: Rng): string {
  const keys = ['a', 'b', 'c', 'd', 'e'].slice(0, 2 + rng.below(4));
  const conditions = Array.from({ length: rng.below(5) }, () => {
    const tests = lists(rng, some(rng, rng.below(12) === 0 ? [...keys, 'stranger'] : keys), 3);
    return `[${tests}, ${lists(rng, some(rng, rng.below(4) === 0 ? [...keys, 'new'] : keys), 2)}]`;
  });
  return `{"grid": ${lists(rng, keys, 3)}, "conditions": [${conditions.join(', ')}]}`;
}

function oracle(searches: readonly string[]): readonly (readonly (readonly string[])[])[] {
  const ran = spawnSync('python3', [`${ROOT}/tests/rig/hypnettorch-oracle.py`], {
    input: searches.map((s) => `${s}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[][]);
}

/** What a program gets of a configuration: the words of {{args}} without the quotes of the shell. */
function wordsOf(text: string): string[][] {
  const sweep = openImported({ 'grid.json': text }, 'grid.json', { LIMIT: '1000000' });
  const lines = [...sweep.configurations()].map(({ assignments }) =>
    assignments.flatMap((assignment) => {
      const word = argumentWords([assignment]);
      return word === '' ? [] : [word.startsWith("'") ? word.slice(1, -1) : word];
    }),
  );
  return lines.map((line) => line.sort()).sort(byText);
}

function byText(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

test('random grids with conditions give the commands of hypnettorch', (t) => {
  needs(t, 'python3');
  const rng = createRng('hypnettorch');
  const searches = Array.from({ length: GRIDS }, () => randomSearch(rng));
  const expected = oracle(searches);
  let conditioned = 0;
  for (const [i, text] of searches.entries()) {
    assert.deepEqual(wordsOf(text), [...(expected[i] ?? [])].sort(byText), text);
    if (!text.includes('"conditions": []')) conditioned += 1;
  }
  assert.ok(conditioned > GRIDS / 2);
});
