// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addDecimals,
  compareDecimals,
  decimalKey,
  decimalOf,
  decimalToNumber,
  formatPlain,
  formatScientific,
  mantissaAt,
  MAX_EXPONENT,
  multiplyDecimals,
  negateDecimal,
  normalizeDecimal,
  parseDecimal,
  type Decimal,
} from '../../scripts/lib/core/decimal.ts';
import { createRng } from '../../scripts/lib/core/rng.ts';

function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  assert.ok(value !== undefined, text);
  return value;
}

for (const [text, mantissa, scale] of [
  ['0', 0n, 0],
  ['0.10', 10n, 2],
  ['-1.5', -15n, 1],
  ['1e-5', 1n, 5],
  ['2.5E+3', 25n, -2],
  ['-0', 0n, 0],
] as const) {
  test(`parseDecimal reads ${text}`, () => assert.deepEqual(parseDecimal(text), { mantissa, scale }));
}

for (const text of ['', '.5', '5.', '+4', '1e', '0x10', 'abc', '1e1001', `1${'0'.repeat(MAX_EXPONENT)}`]) {
  test(`parseDecimal refuses ${text.slice(0, 20)}`, () => assert.equal(parseDecimal(text), undefined));
}

for (const [a, b, order] of [
  ['0.1', '0.10', 0],
  ['1e-1', '0.1', 0],
  ['-1', '1', -1],
  ['1e10', '9999999999.9', 1],
  ['0', '-0', 0],
] as const) {
  test(`compareDecimals orders ${a} and ${b}`, () => assert.equal(compareDecimals(decimal(a), decimal(b)), order));
}

for (const [text, decimals, plain] of [
  ['0.1', 2, '0.10'],
  ['1e-5', 0, '0.00001'],
  ['1e3', 0, '1000'],
  ['-0.05', 2, '-0.05'],
  ['1.50', 1, '1.5'],
  ['0', 2, '0.00'],
  ['100', 0, '100'],
  ['-1e-2', 1, '-0.01'],
] as const) {
  test(`formatPlain writes ${text} with ${decimals} decimals as ${plain}`, () =>
    assert.equal(formatPlain(decimal(text), decimals), plain));
}

for (const [text, scientific] of [
  ['0.00001', '1e-5'],
  ['2500', '2.5e3'],
  ['-0.25', '-2.5e-1'],
  ['0', '0e0'],
  ['1', '1e0'],
  ['1230', '1.23e3'],
] as const) {
  test(`formatScientific writes ${text} as ${scientific}`, () =>
    assert.equal(formatScientific(decimal(text)), scientific));
}

test('both notations read back as the same number, for random decimals', () => {
  const rng = createRng('decimal/notations');
  for (let i = 0; i < 2000; i += 1) {
    const value: Decimal = { mantissa: BigInt(rng.below(2 ** 40)) - 2n ** 39n, scale: rng.below(60) - 30 };
    for (const text of [formatPlain(value, rng.below(10)), formatScientific(value)]) {
      assert.equal(compareDecimals(decimal(text), value), 0, text);
      assert.equal(decimalKey(decimal(text)), decimalKey(value));
    }
  }
});

test('sums, products and signs agree with integers at a common scale', () => {
  const rng = createRng('decimal/arithmetic');
  for (let i = 0; i < 2000; i += 1) {
    const a: Decimal = { mantissa: BigInt(rng.below(2 ** 32)) - 2n ** 31n, scale: rng.below(12) - 4 };
    const b: Decimal = { mantissa: BigInt(rng.below(2 ** 32)) - 2n ** 31n, scale: rng.below(12) - 4 };
    const whole = (d: Decimal): bigint => d.mantissa * 10n ** BigInt(20 - d.scale); // every value times 10^20
    assert.equal(whole(addDecimals(a, b)), whole(a) + whole(b));
    assert.equal(whole(multiplyDecimals(a, b)) * 10n ** 20n, whole(a) * whole(b));
    assert.equal(whole(addDecimals(a, negateDecimal(a))), 0n);
    assert.equal(compareDecimals(a, b), whole(a) < whole(b) ? -1 : whole(a) > whole(b) ? 1 : 0);
  }
});

test('normalizeDecimal drops trailing zeros, and takes linear time on long runs of zeros', () => {
  assert.deepEqual(normalizeDecimal({ mantissa: 12000n, scale: 2 }), { mantissa: 12n, scale: -1 });
  const long = { mantissa: 10n ** 5000n + 1n, scale: 0 };
  for (let i = 0; i < 200; i += 1) assert.equal(normalizeDecimal(long), long);
});

test('decimalToNumber is the nearest double', () => {
  assert.equal(decimalToNumber(decimal('0.1')), 0.1);
  assert.equal(decimalToNumber(decimal('123456789012345678901234567890')), 1.2345678901234568e29);
  assert.equal(decimalToNumber(decimalOf(7n)), 7);
});

test('mantissaAt refuses a scale that would lose digits', () => {
  assert.throws(() => mantissaAt(decimal('0.25'), 1), /internal/);
});
