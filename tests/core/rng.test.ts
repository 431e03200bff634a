// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng, shuffled } from '../../scripts/lib/core/rng.ts';

test('the same seed gives the same stream, another seed another one', () => {
  const draw = (seed: string): number[] =>
    Array.from({ length: 20 }, () => 0).map(
      (
        (rng) => () =>
          rng.uint32()
      )(createRng(seed)),
    );
  assert.deepEqual(draw('a'), draw('a'));
  assert.notDeepEqual(draw('a'), draw('b'));
});

test('the stream stays as it is: seeds of old sweeps must go on meaning the same', () => {
  const rng = createRng('0');
  assert.deepEqual(
    [rng.uint32(), rng.uint32(), rng.uint32(), rng.float(), rng.below(1000), rng.below(2 ** 40)],
    [
      3542772213,
      812230391,
      4191414368,
      0.718838934162152,
      690,
      415997505495, // the first three as xoshiro128** gives them in Python
    ],
  );
});

test('floats lie in [0, 1) and fill it evenly (chi-square over 100 parts)', () => {
  const rng = createRng('rng/even');
  const counts = new Array<number>(100).fill(0);
  for (let i = 0; i < 100_000; i += 1) {
    const u = rng.float();
    assert.ok(u >= 0 && u < 1);
    counts[Math.floor(u * 100)] = (counts[Math.floor(u * 100)] ?? 0) + 1;
  }
  const chiSquare = counts.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
  assert.ok(chiSquare < 148.2, `chi-square ${chiSquare} of 99 degrees of freedom`); // 0.1 % point
});

test('below has no bias where n does not divide 2^32 (chi-square over 3 * 2^30)', () => {
  const rng = createRng('rng/below');
  const n = 3 * 2 ** 30;
  const counts = [0, 0, 0];
  for (let i = 0; i < 30_000; i += 1) {
    const third = Math.floor(rng.below(n) / 2 ** 30);
    counts[third] = (counts[third] ?? 0) + 1;
  }
  const chiSquare = counts.reduce((sum, c) => sum + (c - 10_000) ** 2 / 10_000, 0);
  assert.ok(chiSquare < 13.8, `chi-square ${chiSquare} of 2 degrees of freedom`); // 0.1 % point
});

test('below refuses what it cannot draw from', () => {
  const rng = createRng('x');
  for (const n of [0, -1, 1.5, 2 ** 53 + 2, Number.NaN]) assert.throws(() => rng.below(n), /internal/);
  assert.equal(rng.below(1), 0);
});

test('shuffled keeps all items and leaves its input alone', () => {
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  const result = shuffled(items, createRng('shuffle'));
  assert.deepEqual(items, [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual([...result].sort(), items);
  assert.notDeepEqual(result, items);
});
