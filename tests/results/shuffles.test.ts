// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng, type Rng } from '../../scripts/lib/core/rng.ts';
import { type Shapes, shapesOf } from '../../scripts/lib/results/effects/shapes.ts';
import { shuffledChances } from '../../scripts/lib/results/effects/shuffles.ts';
import { createFactor } from '../../scripts/lib/results/factors.ts';

const SETTINGS = 30;

function shapes(name: string, numbers: readonly number[]): Shapes {
  const found = shapesOf(
    createFactor(
      name,
      numbers.map((number) => ({ text: String(number), number })),
    ),
  );
  assert.ok(found !== undefined);
  return found;
}

/** Counts what is drawn: a shuffle of n values takes n - 1 numbers, now and then one more. */
function counted(seed: string): { rng: Rng; shuffles(): number } {
  const own = createRng(seed);
  let taken = 0;
  const below = (n: number): number => {
    taken += 1;
    return own.below(n);
  };
  return { rng: { ...own, below }, shuffles: () => taken / (SETTINGS - 1) };
}

const rng = createRng('shuffles');
const places = Array.from({ length: SETTINGS }, () => rng.float());
const values = places.map(() => rng.float());
const one = shapes('x', places);

test('shuffles end when nothing can be shown any more, and the chance is that of all of them', () => {
  const early = counted('early');
  const [found] = shuffledChances([one], values, early.rng);
  assert.ok(early.shuffles() < 1000, `${early.shuffles()} shuffles`);
  // Many short answers together are one long one.
  const many = Array.from({ length: 40 }, (_, i) => shuffledChances([one], values, createRng(`again ${i}`))[0]?.p ?? 0);
  const mean = many.reduce((a, b) => a + b) / many.length;
  assert.ok((found?.p ?? 0) >= 0.05);
  // Ninety-nine reached: a tenth of the chance is one standard error.
  assert.ok(Math.abs((found?.p ?? 0) / mean - 1) < 0.35, `${found?.p} beside ${mean}`);
  assert.equal(found?.p, found?.pAdjusted);
});

test('what is shown takes all shuffles', () => {
  const all = counted('all');
  const [found] = shuffledChances(
    [one],
    places.map((x, i) => x + (values[i] ?? 0) / 10),
    all.rng,
  );
  assert.equal(found?.pAdjusted, 1 / 2000);
  assert.equal(all.shuffles(), 1999);
});
