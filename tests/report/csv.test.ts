// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'csv-stringify/sync';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { csvText } from '../../scripts/lib/report/csv.ts';

const CELLS = [
  '',
  'plain',
  'a,b',
  'say "x"',
  'two\nlines',
  '\r',
  '\r\n',
  ' blank ',
  '=1+1',
  '-1',
  '0.5e-3',
  'ü',
  '\ufeff',
  'a;b',
  'a\tb',
  "it's",
  0,
  -0,
  1e21,
  Number.NaN,
  0.1,
  true,
  false,
  null,
  undefined,
  ['a', 1],
  { b: 2 },
];

test('control characters reach no terminal and no spreadsheet, in texts and in lists', () => {
  const rows = [
    ['\u001b]0;x\u0007', 'a\u0000b\tc'],
    [['\u009b1m'], 'two\nlines\r\n'],
  ];
  assert.equal(
    csvText(['a\u007f', 'b'], rows),
    'a\ufffd,b\n\ufffd]0;x\ufffd,a\ufffdb\tc\n"[""\ufffd1m""]","two\nlines\r\n"\n',
  );
});

test('a row is written the same whether its cells are plain or not', () => {
  const rng = createRng('csv');
  for (let i = 0; i < 3000; i += 1) {
    const width = 1 + rng.below(4);
    const row = (): unknown[] => Array.from({ length: width }, () => CELLS[rng.below(CELLS.length)]);
    const [columns, rows] = [row().map(String), [row(), row()]];
    const whole = stringify([columns, ...rows], { cast: { boolean: String, number: String } });
    assert.equal(csvText(columns, rows), whole);
  }
});
