// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recogniseDesign, type SweepDesign } from '../../scripts/lib/results/design/design.ts';
import { designWithout } from '../../scripts/lib/results/design/part.ts';
import { createFactor } from '../../scripts/lib/results/factors.ts';

type Row = Readonly<Record<string, string | undefined>>;

function designOfRows(rows: readonly Row[]): SweepDesign {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name) =>
    createFactor(
      name,
      rows.map((row) => {
        const text = row[name];
        return text === undefined ? undefined : { text, number: Number.isNaN(Number(text)) ? undefined : Number(text) };
      }),
    ),
  );
  return recogniseDesign(columns, false);
}

/** Places of the rows that hold. */
function placesOf(rows: readonly Row[], holds: (row: Row) => boolean): ReadonlySet<number> {
  return new Set(rows.flatMap((row, i) => (holds(row) ? [i] : [])));
}

const NESTED: readonly Row[] = ['1', '2', '3'].flatMap((lr) => [
  ...['0', '0.5', '0.9'].map((momentum) => ({ lr, opt: 'sgd', momentum })),
  ...['0.9', '0.99'].map((beta) => ({ lr, opt: 'adam', beta })),
]);
const GRID: readonly Row[] = ['0', '1', '2'].flatMap((a) => ['x', 'y', 'z'].map((b) => ({ a, b })));

test('a design without some cells has holes, without a value it is a whole grid of the others, without many a fraction', () => {
  const whole = designOfRows(GRID);
  const kinds = [
    (row: Row) => row['a'] === '1' && row['b'] === 'y',
    (row: Row) => row['a'] === '1',
    (row: Row) => row['a'] === row['b'] || (row['b'] !== 'x' && row['a'] !== '0'),
  ].map((holds) => {
    const { kind, settings, cells } = designWithout(whole, placesOf(GRID, holds)).design;
    return [kind, settings, cells];
  });
  assert.deepEqual(kinds, [
    ['holes', 8, 9],
    ['full', 6, 6],
    ['fraction', 5, 9],
  ]);
});

test('levels that nothing else has are gone, and the others know which they were', () => {
  const { design, codes, placeOf } = designWithout(
    designOfRows(GRID),
    placesOf(GRID, (row) => row['a'] === '1'),
  );
  const [a, b] = design.factors;
  assert.deepEqual(
    [a?.factor.levels, a?.factor.numbers, a?.factor.codes],
    [
      ['0', '2'],
      [0, 2],
      [0, 0, 0, 1, 1, 1],
    ],
  );
  assert.deepEqual([b?.factor.levels, b?.factor.numbers], [['x', 'y', 'z'], undefined]);
  assert.deepEqual(codes, [
    [0, 2],
    [0, 1, 2],
  ]);
  assert.deepEqual(placeOf, [0, 1, 2, -1, -1, -1, 3, 4, 5]);
});

test('conditions hold in a part, and end where all that is left has the parameter, or nothing has it', () => {
  const whole = designOfRows(NESTED);
  assert.deepEqual(
    whole.factors.map((f) => f.nesting?.parent),
    [undefined, undefined, 1, 1],
  );
  const some = designWithout(
    whole,
    placesOf(NESTED, (row) => row['momentum'] === '0.5' || row['lr'] === '2'),
  ).design;
  assert.deepEqual([some.kind, some.settings, some.cells], ['full', 8, 8]);
  assert.deepEqual(
    some.factors.map((f) => [f.factor.levels.length, f.factor.absent, f.nesting]),
    [
      [2, undefined, undefined],
      [2, undefined, undefined],
      [3, 2, { parent: 1, at: [0] }],
      [3, 2, { parent: 1, at: [1] }],
    ],
  );
  const sgd = designWithout(
    whole,
    placesOf(NESTED, (row) => row['opt'] === 'adam'),
  ).design;
  assert.deepEqual([sgd.kind, sgd.settings, sgd.cells], ['full', 9, 9]);
  assert.deepEqual(
    sgd.factors.map((f) => [f.factor.levels.length, f.factor.absent, f.nesting]),
    [
      [3, undefined, undefined],
      [1, undefined, undefined],
      [3, undefined, undefined],
      [1, 0, { parent: 1, at: [] }],
    ],
  );
});
