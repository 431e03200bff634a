// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { canonicalJson } from '../../scripts/lib/core/hash.ts';
import { didYouMean, nearest } from '../../scripts/lib/core/nearest.ts';
import { formatBytes, formatDuration, parseBytes, parseDurationS } from '../../scripts/lib/core/quantity.ts';
import { shellQuote } from '../../scripts/lib/core/shell-quote.ts';

for (const [text, seconds] of [
  ['90', 90],
  ['90s', 90],
  ['1h30m', 5400],
  ['2d', 172800],
  ['500ms', 0.5],
  ['1:30:00', 5400],
  ['2:05', 125],
  ['1.5h', 5400],
  ['', undefined],
  ['soon', undefined],
  ['-1s', undefined],
  ['1h ', undefined],
  ['1:70', undefined],
] as const) {
  test(`the duration "${text}" is ${seconds} seconds`, () => assert.equal(parseDurationS(text), seconds));
}

for (const [text, bytes] of [
  ['10g', 10 * 2 ** 30],
  ['512M', 512 * 2 ** 20],
  ['1.5GiB', 1.5 * 2 ** 30],
  ['4096', 4096],
  ['3kb', 3072],
  ['x', undefined],
  ['-1g', undefined],
] as const) {
  test(`the size "${text}" is ${bytes} bytes`, () => assert.equal(parseBytes(text), bytes));
}

test('durations and sizes are printed for people', () => {
  assert.deepEqual([0.04, 9.94, 59.4, 59.6, 185, 7620, 100800, Number.NaN].map(formatDuration), [
    '0.0s',
    '9.9s',
    '59s',
    '1m00s',
    '3m05s',
    '2h07m',
    '1d04h',
    '?',
  ]);
  assert.deepEqual([812, 3.4 * 2 ** 20, 5 * 2 ** 40].map(formatBytes), ['812 B', '3.4 MiB', '5.0 TiB']);
});

test('the nearest names are found, far ones are not offered', () => {
  assert.deepEqual(nearest('paralel', ['PARALLEL', 'PACK', 'PARTITION']), ['PARALLEL']);
  assert.equal(didYouMean('xyzzy', ['PARALLEL']), undefined);
  assert.equal(didYouMean('sed', ['seed', 'set']), 'did you mean seed or set?');
});

const WEIRD = [
  '',
  ' ',
  'a b',
  "it's",
  '"',
  '\\',
  '\\n',
  '$(touch x)',
  '`id`',
  '; rm -rf .',
  '*',
  '~',
  '!x',
  '-n',
  '--',
  'é🙂',
  'a\tb',
  '\x01',
  '#c',
  '{a,b}',
  "'\"'\"'",
  'x'.repeat(10_000),
];

test('bash reads back every quoted word exactly', () => {
  const script = WEIRD.map((word) => `printf '%s\\0' ${shellQuote(word)}`).join('\n');
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  assert.equal(stderr, '');
  assert.deepEqual(stdout.split('\0').slice(0, -1), WEIRD);
});

test('canonical JSON does not depend on the order of keys', () => {
  assert.equal(
    canonicalJson({ b: [1, { d: null, c: 'x' }], a: true, u: undefined }),
    '{"a":true,"b":[1,{"c":"x","d":null}]}',
  );
});
