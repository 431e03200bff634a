// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import { createFactor, type Factor } from '../../../scripts/lib/results/factors.ts';
import { separations } from '../../../scripts/lib/results/effects/separation.ts';

function numeric(name: string, values: readonly number[]): Factor {
  return createFactor(
    name,
    values.map((v) => ({ text: String(v), number: v })),
  );
}

test('what separates nothing is said to in about 5 of 100 cases', () => {
  const rng = createRng('separation of nothing');
  let named = 0;
  for (let trial = 0; trial < 100; trial += 1) {
    const values = Array.from({ length: 60 }, () => rng.float());
    const factors = [0, 1, 2].map((k) =>
      numeric(
        `p${k}`,
        values.map(() => rng.float()),
      ),
    );
    if (separations(factors, values)?.some((s) => s.pAdjusted < 0.05) === true) named += 1;
  }
  assert.ok(named <= 12, `${named} of 100`);
});

test('a handful of samples separates nothing', () => {
  assert.equal(separations([numeric('x', [1, 2, 3])], [1, 2, 3]), undefined);
});
