// SPDX-License-Identifier: MIT
// Ranges of n points against an oracle in Python's fractions and decimals.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';
import { pointsOf, spaceOf, valuesOf } from '../space/open-space.ts';

function valuesFor(range: string): string[] {
  return valuesOf(pointsOf(spaceOf(`CONFIG_A=${range}\n`)), 'CONFIG_A');
}

for (const [range, values] of [
  ['0:/5:1', '0.00 0.25 0.50 0.75 1.00'],
  ['0:/4:1', '0.000 0.333 0.667 1.000'],
  ['1:/4:10', '1 4 7 10'],
  ['10:/3:1', '10.0 5.5 1.0'],
  ['1e-4:*/5:1e-2', '1e-4 3.16e-4 1e-3 3.16e-3 1e-2'],
  ['0.001:*/4:1', '0.001 0.010 0.100 1.000'],
  ['-1:*/3:-100', '-1 -10 -100'],
  ['1e-300:*/3:1e300', '1e-300 1e0 1e300'],
  ['1:/2:2|7', '1 2 7'],
] as const) {
  test(`${range} is ${values}`, () => assert.equal(valuesFor(range).join(' '), values));
}

test('ranges that meet their end, or clearly do not, are not warned about', () => {
  const text = 'CONFIG_A=0.03:0.02:0.09|1e-5:*10:1e-2\nCONFIG_B=0:0.3:1\nCONFIG_C=1:*2:100\nCONFIG_D=0:/7:1\n';
  const { value, diagnostics } = parseRangeFile({ path: 'x', text }, () => ({ unreadable: 'no' }));
  assert.ok(value !== undefined);
  assert.deepEqual(diagnostics, []);
});
