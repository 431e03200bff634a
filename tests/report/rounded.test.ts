// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roundedDrawn } from '../../scripts/lib/report/rounded.ts';

test('drawn numbers are rounded in a table, written ones stay', () => {
  assert.deepEqual(roundedDrawn(['0.0028016550485012734', '0.000014050995176136437', '-1.23456789e-9']), [
    '0.00280166',
    '0.000014051',
    '-1.23457e-9',
  ]);
  const written = ['0.10', '1e-3', '12345678901', '0x80000000', 'adam', '-', '0.12345678'];
  assert.deepEqual(roundedDrawn(written), written);
});

test('values that rounding would make the same stay whole', () => {
  const close = ['0.1000000001', '0.1000000002', '0.3333333333'];
  assert.deepEqual(roundedDrawn(close), close);
});
