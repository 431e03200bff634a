// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { readWord, textValue, type Value } from '../../scripts/lib/core/value.ts';
import { parseExpression } from '../../scripts/lib/range/expression.ts';
import { evaluate, evaluateNumber } from '../../scripts/lib/space/evaluate.ts';
import { calculate, compareExact, type Exact, exactOf, exactToNumber } from '../../scripts/lib/space/exact.ts';

const VALUES: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['five', readWord('5')],
  ['half', readWord('0.5')],
  ['tenth', readWord('1e-1')],
  ['neg', readWord('-3')],
  ['zero', readWord('0')],
  ['hex', readWord('0x10')],
  ['yes', readWord('y')],
  ['no', readWord('n')],
  ['mod', readWord('m')],
  ['adam', textValue('adam')],
  ['digits', textValue('5')],
  ['empty', textValue('')],
  ['list', { kind: 'list', text: '[1,0.10]' }],
  ['none', { kind: 'list', text: '[]' }],
]);

function parsed(text: string): Parameters<typeof evaluate>[0] {
  return parseExpression({ path: 'x', text }).value ?? assert.fail(`not read: ${text}`);
}

const lookup = (name: string): Value | undefined => VALUES.get(name);

for (const text of [
  'five = 5',
  'five = 5.0',
  'five != "5"',
  'digits = "5"',
  'digits != 5',
  'tenth = 0.1',
  'tenth = 0.10',
  'half < five',
  'half <= 0.5',
  'neg < zero',
  'hex = 16',
  'hex > 15',
  'adam = "adam"',
  'adam < "b"',
  'adam >= "adam"',
  'yes = y',
  'mod = m',
  'no < mod',
  'mod < yes',
  'list = [1, 1e-1]',
  'list != [1]',
  'five + half = 5.5',
  'five - -3 = 8',
  'five * neg = -15',
  'five / 2 = 2.5',
  '1 / 3 * 3 = 1',
  '1 / 3 + 1 / 3 + 1 / 3 = 1',
  '0.1 + 0.2 = 0.3',
  'five % 3 = 2',
  'neg % 5 = 2',
  '5 % neg = -1',
  '5.5 % 2 = 1.5',
  '-5.5 % 2 = 0.5',
  '7 / 2 % 2 = 1.5',
  '2 + 3 * 4 = 14',
  '(2 + 3) * 4 = 20',
  '10 - 4 - 3 = 3',
  '100 / 10 / 5 = 2',
  '-five = -5',
  '- -five = 5',
  '9007199254740993 > 9007199254740992',
  '9007199254740992 + 1 = 9007199254740993',
  '1e300 * 1e300 > 1e599',
  '3000000000 * 3000000000 = 9000000000000000000',
  'yes',
  'mod',
  'five',
  'neg',
  'adam',
  'list',
  '!no',
  '!zero',
  '!empty',
  '!none',
  '!absent',
  'yes && !no',
  'no || yes',
  '!(yes && no)',
  '!yes = n',
  '(five = 5) = y',
  '(five = 6) = n',
  'absent != 5',
  'absent != absent',
  '!(absent = 5)',
  '!(absent < 5)',
  '!(absent >= 5)',
  '!(absent = absent)',
  'absent + 1 != 1',
  '!(absent * 0 = 0)',
  'five / zero != 5',
  '!(five / zero = 5)',
  '!(five % zero = 0)',
  '!(five / zero)',
  'adam + 1 != 2',
  '!(adam + 1 > 0)',
  '!(adam < 5)',
  '!(adam > 5)',
  '!(yes < 5)',
  '!(list < [2])',
  '-adam != 0',
  'yes || absent && no',
  '!(no && yes || no)',
]) {
  test(`${text} holds`, () => assert.equal(evaluate(parsed(text), lookup), true));
}

for (const text of [
  'five = 6',
  'no',
  'zero',
  'absent',
  'empty',
  'none',
  'absent < 1',
  'adam = "Adam"',
  '1 / 3 = 0.3333333333333333',
  '0.1 + 0.2 = 0.30000000000000004',
  '1.00000000000000000001 = 1',
]) {
  test(`${text} does not hold`, () => assert.equal(evaluate(parsed(text), lookup), false));
}

test('evaluateNumber gives the number of an expression, and nothing where there is none', () => {
  assert.equal(evaluateNumber(parsed('five * 0.1'), lookup), 0.5);
  assert.equal(evaluateNumber(parsed('1 / 3'), lookup), 1 / 3);
  assert.equal(evaluateNumber(parsed('hex'), lookup), 16);
  for (const text of ['absent', 'absent + 1', 'adam', 'yes', 'five / 0', 'five = 5'])
    assert.equal(evaluateNumber(parsed(text), lookup), undefined, text);
});

test('chains of products that grow without bound end as undefined, in short time', () => {
  const text = `${'1e999 * '.repeat(20_000)}1 > 0`;
  assert.equal(evaluate(parsed(text), lookup), false);
  assert.equal(evaluate(parsed(`!(${text})`), lookup), true);
});

test('exact arithmetic agrees with fractions of integers', () => {
  const rng = createRng('exact');
  const random = (): { exact: Exact; top: bigint; bottom: bigint } => {
    const text = `${rng.below(2) === 0 ? '-' : ''}${rng.below(10_000)}.${rng.below(100)}e${rng.below(7) - 3}`;
    const exact = exactOf({ kind: 'number', text }) ?? assert.fail();
    return { exact, top: exact.numerator * 10n ** BigInt(10 - exact.scale), bottom: 10n ** 10n };
  };
  for (let i = 0; i < 3000; i += 1) {
    const a = random();
    const b = random();
    const expected = {
      '+': [a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom],
      '-': [a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom],
      '*': [a.top * b.top, a.bottom * b.bottom],
      '/': [a.top * b.bottom, a.bottom * b.top],
    } as const;
    for (const operator of ['+', '-', '*', '/'] as const) {
      const result = calculate(operator, a.exact, b.exact);
      const [top, bottom] = expected[operator];
      if (bottom === 0n) assert.equal(result, undefined);
      else
        assert.equal(
          (result?.numerator ?? 0n) * bottom,
          (top * (result?.denominator ?? 1n) * 10n ** BigInt(Math.max(0, result?.scale ?? 0))) /
            10n ** BigInt(Math.max(0, -(result?.scale ?? 0))),
          operator,
        );
    }
    const rest = calculate('%', a.exact, b.exact);
    if (b.exact.numerator !== 0n && rest !== undefined) {
      const zero: Exact = { numerator: 0n, denominator: 1n, scale: 0 };
      assert.ok(
        rest.numerator === 0n || compareExact(rest, zero) === compareExact(b.exact, zero),
        'a remainder has the sign of the divisor',
      );
      const magnitude = (x: Exact): Exact => ({ ...x, numerator: x.numerator < 0n ? -x.numerator : x.numerator });
      assert.equal(compareExact(magnitude(rest), magnitude(b.exact)), -1);
    }
    assert.equal(Math.sign(exactToNumber(a.exact) - exactToNumber(b.exact)), compareExact(a.exact, b.exact));
  }
});

test('y, n and m are read as words where they are compared with words', () => {
  const words = new Map<string, Value>([['size', textValue('n')]]);
  const holds = (text: string): boolean => evaluate(parsed(text), (name) => words.get(name));
  assert.deepEqual(
    ['size = n', 'n = size', 'size != n', 'size = y', 'size != y', '!(size = m)', 'size = n && size != m'].map(holds),
    [true, true, false, false, true, true, true],
  );
});
