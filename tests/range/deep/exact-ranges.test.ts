// SPDX-License-Identifier: MIT
// Thousands of random ranges against an oracle that counts in whole numbers of 10^-6 and writes digits by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng, type Rng } from '../../../scripts/lib/core/rng.ts';
import { geometricValues, progressionOf, rangeLength } from '../../../scripts/lib/range/range-values.ts';
import { pointsOf, spaceOf, valuesOf } from '../../space/open-space.ts';

const UNIT = 6;

/** Writes a whole number of 10^-6 with a number of decimals that holds it. */
function plain(units: bigint, decimals: number): string {
  const digits = String(units < 0n ? -units : units).padStart(UNIT + 1, '0');
  const whole = digits.slice(0, -UNIT);
  const fraction = digits.slice(-UNIT).slice(0, decimals);
  return `${units < 0n ? '-' : ''}${whole}${decimals === 0 ? '' : `.${fraction}`}`;
}

function decimalsNeeded(units: bigint): number {
  return plain(units, UNIT).replace(/0+$/, '').split('.')[1]?.length ?? 0;
}

interface Written {
  readonly units: bigint;
  readonly text: string;
  readonly decimals: number;
}

function randomNumber(rng: Rng, least: number, most: number): Written {
  const digits = rng.below(4);
  const units = (BigInt(least) + BigInt(rng.below(most - least))) * 10n ** BigInt(UNIT - digits);
  const decimals = decimalsNeeded(units) + rng.below(2);
  return { units, text: plain(units, decimals), decimals };
}

test('3,000 random ranges have exactly the values, count and decimals of the oracle', () => {
  const rng = createRng('exact-ranges');
  let long = 0;
  for (let i = 0; i < 3000; i += 1) {
    const start = randomNumber(rng, -500, 500);
    const step = randomNumber(rng, 1, 60);
    const count = BigInt(rng.below(40));
    const down = rng.below(2) === 0;
    const end = start.units + (down ? -1n : 1n) * (step.units * count + BigInt(rng.below(Number(step.units))));
    const text = `${start.text}:${down ? '-' : ''}${step.text}:${plain(end, UNIT)}`;
    const decimals = Math.max(start.decimals, step.decimals);
    const expected = Array.from({ length: Number(count) + 1 }, (_, k) =>
      plain(start.units + (down ? -1n : 1n) * step.units * BigInt(k), decimals).replace(/^-(0(\.0*)?)$/, '$1'),
    );
    assert.deepEqual(valuesOf(pointsOf(spaceOf(`CONFIG_A=${text}\n`)), 'CONFIG_A'), expected, text);
    long += expected.length > 10 ? 1 : 0;
  }
  assert.ok(long > 1000);
});

test('scientific ranges have the same numbers as plain ones', () => {
  const rng = createRng('exact-ranges/scientific');
  for (let i = 0; i < 500; i += 1) {
    const exponent = rng.below(20) - 10;
    const start = 1 + rng.below(99);
    const step = 1 + rng.below(9);
    const end = start + step * rng.below(20);
    const values = valuesOf(
      pointsOf(spaceOf(`CONFIG_A=${start}e${exponent}:${step}e${exponent}:${end}e${exponent}\n`)),
      'CONFIG_A',
    );
    assert.deepEqual(
      values.map(Number),
      Array.from({ length: (end - start) / step + 1 }, (_, k) => Number(`${start + k * step}e${exponent}`)),
    );
    assert.ok(
      values.every((value) => /^-?[1-9](\.[0-9]*[1-9])?e-?[0-9]+$/.test(value)),
      values.join(' '),
    );
  }
});

test('geometric ranges multiply exactly', () => {
  const rng = createRng('exact-ranges/geometric');
  for (let i = 0; i < 500; i += 1) {
    const factor = 2 + rng.below(9);
    const start = (1 + rng.below(50)) * (rng.below(2) === 0 ? 1 : -1);
    const count = rng.below(12);
    const last = BigInt(start) * BigInt(factor) ** BigInt(count);
    const values = geometricValues({
      kind: 'geometric',
      start: String(start),
      step: String(factor),
      end: String(last),
    });
    assert.deepEqual(
      (values as { text: string }[]).map((v) => v.text),
      Array.from({ length: count + 1 }, (_, k) => String(BigInt(start) * BigInt(factor) ** BigInt(k))),
    );
  }
});

test('any value of the longest range is computed by itself', () => {
  const range = { kind: 'arithmetic', start: '0.001', step: '0.001', end: '9007199254740.991' } as const;
  assert.equal(rangeLength(range), Number.MAX_SAFE_INTEGER);
  assert.equal(progressionOf(range).at(Number.MAX_SAFE_INTEGER - 1).text, '9007199254740.991');
});
