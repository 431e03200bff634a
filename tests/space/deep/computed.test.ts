// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { createRng, type Rng } from '../../../scripts/lib/core/rng.ts';
import { needs } from '../../rig/needs.ts';
import { pointsOf, spaceOf } from '../open-space.ts';

/** Random expressions of exact arithmetic, for Python's fractions to compute as well. */
function randomExpression(rng: Rng, depth: number): string {
  if (depth === 0) return ['a', 'b', String(1 + rng.below(9)), `0.${1 + rng.below(99)}`][rng.below(4)] ?? '';
  const inner = (): string => randomExpression(rng, depth - 1);
  switch (rng.below(9)) {
    case 0:
      return `(${inner()} + ${inner()})`;
    case 1:
      return `(${inner()} - ${inner()})`;
    case 2:
    case 3:
      return `(${inner()} * ${inner()})`;
    case 4:
      return `(${inner()} / ${inner()})`;
    case 5:
      return `min(${inner()}, ${inner()})`;
    case 6:
      return `abs(-${inner()})`;
    case 7:
      return `${['floor', 'ceil', 'int', 'round'][rng.below(4)]}(${inner()})`;
    default:
      return `pow(${inner()}, 2)`;
  }
}

const ORACLE = `
import sys, json, math, re
from fractions import Fraction as F
from decimal import Decimal as D, getcontext
getcontext().prec = 15
env = {'a': F(3), 'b': F('0.25'), 'floor': lambda x: F(math.floor(x)), 'ceil': lambda x: F(math.ceil(x)), 'int': lambda x: F(math.trunc(x)),
  'round': lambda x: F(math.floor(abs(x) + F(1, 2))) * (1 if x >= 0 else -1), 'min': min, 'abs': abs, 'pow': lambda x, y: x ** int(y), 'F': F}
out = []
for e in json.load(sys.stdin):
    try: v = eval(re.sub(r'(?<![A-Za-z])[0-9.]+', lambda m: "F('" + m.group() + "')", e), env)
    except ZeroDivisionError: out.append(None); continue
    d = v.denominator
    while d % 2 == 0: d //= 2
    while d % 5 == 0: d //= 5
    out.append(str(v) if d == 1 else str(F(D(v.numerator) / D(v.denominator))))
print(json.dumps(out))
`;

test('five hundred random computed symbols have the values of Python', (t) => {
  if (!needs(t, 'python3')) return;
  const rng = createRng('computed');
  const expressions = Array.from({ length: 500 }, () => randomExpression(rng, 1 + rng.below(4)));
  const run = spawnSync('python3', ['-c', ORACLE], { input: JSON.stringify(expressions), encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  const expected = JSON.parse(run.stdout) as (string | null)[]; // the program above prints fractions
  for (const [i, expression] of expressions.entries()) {
    const [point] = pointsOf(spaceOf(`a=3\nb=0.25\nx := ${expression}\n`));
    const found = point?.assignments.find((one) => one.name === 'x')?.value.text;
    assert.equal(found === undefined ? null : fraction(found), expected[i], expression);
  }
});

function fraction(text: string): string {
  const [, sign = '', whole = '', part = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e(.*))?$/.exec(text) ?? [];
  const places = part.length - Number(exponent);
  let [top, bottom] = [BigInt(sign + whole + part), 10n ** BigInt(Math.max(0, places))];
  top *= 10n ** BigInt(Math.max(0, -places));
  let [x, y] = [top < 0n ? -top : top, bottom];
  while (y !== 0n) [x, y] = [y, x % y];
  [top, bottom] = [top / x, bottom / x];
  return bottom === 1n ? String(top) : `${top}/${bottom}`;
}
