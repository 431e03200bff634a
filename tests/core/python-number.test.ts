// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixedByPython } from '../../scripts/lib/core/python-number.ts';

/** As CPython prints them; JavaScript rounds 0.125 to 0.13 and 2.5 to 3. */
const FIXED: readonly (readonly [number, number, string])[] = [
  [0.125, 2, '0.12'],
  [-0.125, 2, '-0.12'],
  [2.5, 0, '2'],
  [3.5, 0, '4'],
  [0.375, 2, '0.38'],
  [1.005, 2, '1.00'],
  [74.1, 2, '74.10'],
  [0, 2, '0.00'],
  [Number.NaN, 2, 'nan'],
  [-Infinity, 2, '-inf'],
];

test('a number with so many decimals is as Python prints it, in the middle too', () => {
  for (const [number, decimals, text] of FIXED) assert.equal(fixedByPython(number, decimals), text);
});
