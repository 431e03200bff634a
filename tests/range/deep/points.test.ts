// SPDX-License-Identifier: MIT
// Ranges of n points against an oracle in Python's fractions and decimals.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { createRng, type Rng } from '../../../scripts/lib/core/rng.ts';
import { needs } from '../../rig/needs.ts';
import { pointsOf, spaceOf, valuesOf } from '../../space/open-space.ts';

function valuesFor(range: string): string[] {
  return valuesOf(pointsOf(spaceOf(`CONFIG_A=${range}\n`)), 'CONFIG_A');
}

/** For each range: the values with the fewest digits that the rules allow, by fractions and 80 digits of precision. */
const ORACLE = `
import sys, json
from fractions import Fraction as F
from decimal import Decimal as D, getcontext
getcontext().prec = 80
def digits(d): return len(str(abs(int(d.normalize().scaleb(-d.normalize().as_tuple().exponent)))))
def shortest(v, near):
    # the fewest digits behind the leading one, one more at a time
    d = D(v.numerator) / D(v.denominator) if isinstance(v, F) else v
    for places in range(d.adjusted() + 1, -400, -1):
        r = d.quantize(D(1).scaleb(places), rounding='ROUND_HALF_UP')
        if near(r): return r
def even(a, b, n):
    a, b = F(a), F(b)
    for i in range(n):
        v = a + (b - a) * i / (n - 1)
        step = abs(b - a) / (n - 1)
        if i in (0, n - 1): yield v; continue
        q = v.denominator
        while q % 2 == 0: q //= 2
        while q % 5 == 0: q //= 5
        if q == 1:
            d = D(v.numerator) / D(v.denominator)
            if digits(d) <= 15: yield v; continue
        yield F(shortest(v, lambda r: abs(F(r) - v) <= step / 1000))
def geometric(a, b, n):
    sign = -1 if D(a) < 0 else 1
    x, y = abs(D(a)), abs(D(b))
    f = (y.ln() - x.ln()) / (n - 1)
    for i in range(n):
        if i in (0, n - 1): yield F(a if i == 0 else b); continue
        v = (x.ln() + f * i).exp()
        e = v.normalize()
        r = D('%.14e' % v)
        if abs(r / v - 1) < D('1e-70') : yield F(r) * sign; continue
        def near(r): return r > 0 and abs(r.ln() - v.ln()) <= abs(f) / 1000
        for k in range(0, 17):
            r = D(('%.' + str(k) + 'e') % v)
            if near(r): break
        yield F(r) * sign
out = []
for kind, a, b, n in json.load(sys.stdin):
    out.append([str(v) for v in (even if kind == '/' else geometric)(a, b, n)])
print(json.dumps(out))
`;

function randomNumber(rng: Rng): string {
  const digits = 1 + rng.below(4);
  const mantissa = 1 + rng.below(10 ** digits - 1);
  return rng.below(2) === 0 ? `${mantissa}e${rng.below(13) - 8}` : (mantissa / 10 ** rng.below(4)).toFixed(3);
}

test('four hundred random ranges of points have the values of the oracle, and the ends are exact', (t) => {
  if (!needs(t, 'python3')) return;
  const rng = createRng('points');
  const asked: [string, string, string, number][] = [];
  while (asked.length < 400) {
    const [kind, a, b, n] = [rng.below(2) === 0 ? '/' : '*/', randomNumber(rng), randomNumber(rng), 2 + rng.below(20)];
    if (Number(a) !== Number(b)) asked.push([kind, a, b, n]);
  }
  const oracle = spawnSync('python3', ['-c', ORACLE], { input: JSON.stringify(asked), encoding: 'utf8' });
  assert.equal(oracle.status, 0, oracle.stderr);
  const expected = JSON.parse(oracle.stdout) as string[][]; // the program above prints lists of fractions
  for (const [i, [kind, a, b, n]] of asked.entries()) {
    const range = `${a}:${kind}${n}:${b}`;
    assert.deepEqual(valuesFor(range).map(fraction), (expected[i] ?? []).map(reduced), range);
  }
});

function fraction(text: string): string {
  const [, sign = '', whole = '', part = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e(.*))?$/.exec(text) ?? [];
  const places = part.length - Number(exponent);
  const top = BigInt(sign + whole + part);
  return places >= 0 ? reduced(`${top}/${10n ** BigInt(places)}`) : reduced(`${top * 10n ** BigInt(-places)}/1`);
}

function reduced(text: string): string {
  const [top = 0n, bottom = 1n] = text.split('/').map(BigInt);
  let [a, b] = [top < 0n ? -top : top, bottom];
  while (b !== 0n) [a, b] = [b, a % b];
  return `${top / a}/${bottom / a}`;
}
