// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnText } from '../../scripts/lib/report/charts/theme.ts';
import { decimalsOf } from '../../scripts/lib/report/page/decimals.ts';
import { plainNumber, shortened } from '../../scripts/lib/report/words.ts';

/** How a column without a unit prints. */
function printed(...values: readonly number[]): readonly string[] {
  const column = {
    name: 'x',
    label: 'x',
    goal: null,
    unit: null,
    decimals: decimalsOf(values),
    isBoolean: false,
    values,
  };
  return values.map((v) => columnText(column, v));
}

test('a column keeps four digits of its middle number, and no decimals that nobody wrote', () => {
  assert.deepEqual(printed(0.273655, 0.308047, 0.32923), ['0.2737', '0.3080', '0.3292']);
  assert.deepEqual(printed(91, 91.4, 90.95), ['91.00', '91.40', '90.95']);
  assert.deepEqual(printed(92.277512, 9.5), ['92.28', '9.50']);
  assert.deepEqual(printed(1, 5, 4269916), ['1', '5', '4269916']);
  assert.deepEqual(printed(0, 0), ['0', '0']);
  assert.deepEqual(printed(-0.5, 0.25), ['-0.50', '0.25']);
});

test('numbers that differ too much in size are rounded one by one', () => {
  assert.deepEqual(printed(1.28679e-7, 8.02e-7), ['1.287e-7', '8.020e-7']);
  assert.deepEqual(printed(1234.5678, 0.00012345), ['1235', '1.234e-4']);
});

test('a number rounded by itself keeps the noughts that rounding gave it', () => {
  const column = { name: 'acc', label: 'acc', goal: null, unit: null, decimals: null, isBoolean: false, values: [] };
  assert.deepEqual(
    [87.2003, 78.9996, 87.2, 79, 0.07512, 12_345.6, 3e-9].map((v) => columnText(column, v)),
    ['87.20', '79.00', '87.2', '79', '0.07512', '12346', '3.000e-9'],
  );
});

test('ticks of axes are short', () => {
  assert.deepEqual(
    [0, 0.05, 0.00001, 2500, 10_000_000, 250_000, -1.5e9].map((v) => plainNumber(v)),
    ['0', '0.05', '1e-5', '2500', '10M', '250k', '-1.5G'],
  );
});

test('a long name keeps both its ends', () => {
  assert.equal(shortened('adamwprune_experimental_v2', 14), 'adamwpr…tal_v2');
  assert.equal(shortened('adam', 14), 'adam');
});
