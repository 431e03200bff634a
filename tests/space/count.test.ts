// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countSpace } from '../../scripts/lib/space/count.ts';
import { estimateCounts } from '../../scripts/lib/space/estimate.ts';
import { spaceOf } from './open-space.ts';

const digits = (count: number): string => Array.from({ length: count }, (_, i) => `CONFIG_A${i}=0:1:9\n`).join('');

test('counts are given raw, after conditions, after each rule, and in the end', () => {
  const counts = countSpace(
    spaceOf(
      'CONFIG_O=a|b\nCONFIG_X=1|2|2.0|3\nCONFIG_B=1|2 if CONFIG_O="a"\nexclude if CONFIG_X=1\ndepends on CONFIG_O="a" || CONFIG_X=2\n',
    ),
  );
  assert.deepEqual(
    [counts.raw.value, counts.conditioned.value, counts.final.value, counts.duplicates],
    [12n, 9n, 5n, 1],
  );
  assert.deepEqual(
    counts.rules.map((r) => [r.text, r.count]),
    [
      ['exclude if CONFIG_X=1', { value: 6n, exact: true }],
      ['depends on CONFIG_O="a" || CONFIG_X=2', { value: 5n, exact: true }],
    ],
  );
});

test('spaces far too large to be listed are counted exactly where rules look at few symbols', () => {
  const counts = countSpace(
    spaceOf(`${digits(40)}depends on CONFIG_A0 < CONFIG_A39\nexclude if CONFIG_A5 = CONFIG_A6\n`),
  );
  assert.deepEqual(counts.final, { value: 45n * 90n * 10n ** 36n, exact: true });
  assert.deepEqual(counts.raw, { value: 10n ** 40n, exact: true });
});

test('chains of conditions are counted exactly', () => {
  const chain = Array.from({ length: 60 }, (_, i) => `CONFIG_A${i + 1}=0|1 if CONFIG_A${i}=1\n`).join('');
  assert.deepEqual(countSpace(spaceOf(`CONFIG_A0=0|1\n${chain}`)).final, { value: 62n, exact: true });
});

test('an estimate is the same each time, and not far off', () => {
  const sum = Array.from({ length: 12 }, (_, i) => `CONFIG_A${i} * ${1 + i}.5`).join(' + ');
  const { model } = spaceOf(`${digits(12)}depends on ${sum} < 378\n`); // the mean of the sum is 378 and its law symmetric
  const [conditioned = 0, final = 0] = estimateCounts(model, 1);
  assert.deepEqual([conditioned, final], estimateCounts(model, 1));
  assert.equal(conditioned, 1e12);
  assert.ok(final > 0.48e12 && final < 0.52e12, `${final}`);
});

test('continuous symbols make the count infinite, stepped ones do not', () => {
  assert.equal(countSpace(spaceOf('CONFIG_A=~uniform(0,1)\nCONFIG_B=1|2\n')).raw.value, Infinity);
  assert.equal(countSpace(spaceOf('CONFIG_A=~int(1,8)\nCONFIG_B=1|2\n')).raw.value, 16n);
});

test('a rule that can never hold leaves nothing, from itself on', () => {
  const counts = countSpace(spaceOf('CONFIG_A=1|2\nCONFIG_F=5\ndepends on CONFIG_A=1\ndepends on CONFIG_F=6\n'));
  assert.deepEqual(
    [counts.conditioned.value, ...counts.rules.map((r) => r.count.value), counts.final.value],
    [2n, 1n, 0n, 0n],
  );
});

test('repeats are counted in every step', () => {
  const counts = countSpace(
    spaceOf('CONFIG_A=1|2\nexclude if CONFIG_A=2\n', {}, { repeats: { symbol: 'CONFIG_SEED', count: 5 } }),
  );
  assert.deepEqual([counts.raw.value, counts.rules[0]?.count.value, counts.final.value], [10n, 5n, 5n]);
});
