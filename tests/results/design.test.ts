// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SweepDesign, recogniseDesign } from '../../scripts/lib/results/design/design.ts';
import { createFactor, type Factor } from '../../scripts/lib/results/factors.ts';

type Row = Readonly<Record<string, number | string | undefined>>;

function columnsOf(rows: readonly Row[]): readonly Factor[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) =>
    createFactor(
      name,
      rows.map((row) => {
        const value = row[name];
        return value === undefined
          ? undefined
          : { text: String(value), number: typeof value === 'number' ? value : undefined };
      }),
    ),
  );
}

function designOf(rows: readonly Row[], areSampled?: boolean): SweepDesign {
  return recogniseDesign(columnsOf(rows), areSampled);
}

function grid(levels: Readonly<Record<string, readonly (number | string)[]>>): readonly Row[] {
  return Object.entries(levels).reduce<readonly Row[]>(
    (rows, [name, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
}

const summary = ({ kind, factors, estimable }: SweepDesign): object => ({
  kind,
  factors: factors.map((f) => [f.symbols.join(' '), f.condition]),
  estimable,
});

test('a full grid with a zip has the pair as one factor', () => {
  const rows = grid({ LR: [0.1, 0.01, 0.001], PAIR: [1, 2, 3], OPT: ['a', 'b', 'c', 'd'] }).map(({ PAIR, ...row }) => ({
    ...row,
    DEPTH: [2, 4, 8][Number(PAIR) - 1],
    WIDTH: [64, 128, 256][Number(PAIR) - 1],
  }));
  assert.deepEqual(summary(designOf(rows)), {
    kind: 'full',
    factors: [
      ['LR', null],
      ['OPT', null],
      ['DEPTH WIDTH', null],
    ],
    estimable: ['main', 'interaction'],
  });
});

test('one missing cell makes a grid with holes, most missing a fraction', () => {
  const rows = grid({ A: [1, 2, 3], B: [1, 2, 3], C: ['x', 'y'] });
  assert.equal(designOf(rows).kind, 'full');
  assert.deepEqual(summary(designOf(rows.slice(1))), {
    kind: 'holes',
    factors: [
      ['A', null],
      ['B', null],
      ['C', null],
    ],
    estimable: ['main', 'interaction'],
  });
  const half = rows.filter(({ A, B, C }) => (Number(A) + Number(B) + (C === 'x' ? 1 : 0)) % 2 === 0);
  assert.equal(designOf(half, false).kind, 'fraction');
});

test('conditional symbols are nested where they are present', () => {
  const rows: readonly Row[] = [
    ...grid({ LR: [0.1, 0.01], OPT: ['sgd'], MOMENTUM: [0, 0.9] }),
    ...grid({ LR: [0.1, 0.01], OPT: ['adam'], BETA: [0.9, 0.99, 0.999] }),
  ];
  const design = designOf(rows);
  assert.equal(design.cells, 10);
  assert.deepEqual(summary(design), {
    kind: 'full',
    factors: [
      ['LR', null],
      ['OPT', null],
      ['MOMENTUM', 'OPT="sgd"'],
      ['BETA', 'OPT="adam"'],
    ],
    estimable: ['main', 'interaction'],
  });
  const [, , momentum] = design.factors;
  assert.ok(momentum?.factor.numbers !== undefined, 'numbers stay numbers where some runs lack them');
});

test('a condition is one that a range file and FILTER take: booleans stand bare, texts in one pair of quotes', () => {
  for (const [level, written] of [
    ['true', 'true'],
    ['null', 'null'],
    ['y', 'y'],
    ['"true"', '"true"'],
    ['"a b"', '"a b"'],
    ['sgd', '"sgd"'],
  ] as const) {
    const rows = [...grid({ LR: [0.1, 0.01], ON: ['x'] }), ...grid({ LR: [0.1, 0.01], ON: [level], DROP: [0.2, 0.5] })];
    assert.equal(designOf(rows).factors.find((f) => f.symbols.includes('DROP'))?.condition, `ON=${written}`);
  }
});

test('settings that differ from one of them in one factor each are told', () => {
  const base = { A: 1, B: 1, C: 'x' };
  const rows = [base, { ...base, A: 2 }, { ...base, A: 3 }, { ...base, B: 2 }, { ...base, C: 'y' }];
  assert.deepEqual(summary(designOf(rows)), {
    kind: 'one_at_a_time',
    factors: [
      ['A', null],
      ['B', null],
      ['C', null],
    ],
    estimable: ['main'],
  });
});

test('drawn values are samples, and all-distinct columns of samples are no aliases', () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({
    LR: 10 ** -(1 + ((i * 7) % 20) / 7),
    WD: ((i * 13) % 20) / 100,
    OPT: i % 2 === 0 ? 'a' : 'b',
  }));
  for (const areSampled of [undefined, true])
    assert.deepEqual(summary(designOf(rows, areSampled)), {
      kind: 'samples',
      factors: [
        ['LR', null],
        ['WD', null],
        ['OPT', null],
      ],
      estimable: [],
    });
});

test('a zip alone is one factor where the mode draws nothing, and where its numbers rise together', () => {
  const rows = [
    { DEPTH: 2, WIDTH: 64 },
    { DEPTH: 4, WIDTH: 128 },
    { DEPTH: 8, WIDTH: 256 },
  ];
  for (const areSampled of [undefined, false])
    assert.deepEqual(
      designOf(rows, areSampled).factors.map((f) => f.symbols),
      [['DEPTH', 'WIDTH']],
    );
  assert.equal(designOf(rows, true).factors.length, 2);
});

test('members of a choice and rows of a sparse zip are one factor, whose parts name the conditions', () => {
  const sorting = [{ INSERTION: 'y' }, { SHELL: 'y' }, ...[4, 8, 11].map((BITS) => ({ RADIX: 'y', BITS }))].flatMap(
    (row) => [
      { ...row, SIZE: 'y' },
      { ...row, SPEED: 'y', UNROLL: 'y' },
      { ...row, SPEED: 'y', UNROLL: 'n' },
    ],
  );
  // As a Kconfig tree completes them.
  const off = { INSERTION: 'n', SHELL: 'n', RADIX: 'n', SIZE: 'n', SPEED: 'n' };
  for (const rows of [sorting, sorting.map((row) => ({ ...off, ...row }))]) {
    const design = designOf(rows, false);
    assert.deepEqual([design.kind, design.settings, design.cells], ['full', 15, 15]);
    const told = new Map(design.factors.map((f) => [[...f.symbols].sort().join(' '), f.condition]));
    assert.deepEqual([...told.keys()].sort(), ['BITS', 'INSERTION RADIX SHELL', 'SIZE SPEED', 'UNROLL']);
    assert.equal(told.get('BITS'), 'RADIX=y');
    assert.match(told.get('UNROLL') ?? '', /^(SPEED=y|SIZE=n)$/);
  }
});

test('factors that lack cells stay factors: only rows that cannot be told apart are one', () => {
  const triangle = grid({ A: [1, 2, 3, 4, 5], B: [1, 2, 3, 4, 5] }).filter(({ A, B }) => Number(A) <= Number(B));
  assert.equal(designOf(triangle, false).factors.length, 2);
  const sum = grid({ A: [0, 1], B: [0, 1], D: [1, 2, 3] }).map((row) => ({
    ...row,
    C: Number(row['A']) + Number(row['B']),
  }));
  assert.deepEqual(
    designOf(sum, false).factors.map((f) => f.symbols.join()),
    ['A', 'B', 'D', 'C'],
  );
});

test('draws that are the same in every cell of a grid are factors each, and one block', () => {
  const draw = (i: number, k: number): number => Math.sin(i * k + 1) + 2;
  const rows = ['a', 'b', 'c'].flatMap((OPT) =>
    Array.from({ length: 12 }, (_, i) => ({ OPT, LR: draw(i, 12.9898), WD: draw(i, 78.233) })),
  );
  for (const areSampled of [undefined, false]) {
    const design = designOf(rows.slice(1), areSampled);
    assert.deepEqual(
      [design.kind, ...design.factors.map((f) => `${f.symbols.join()} ${f.isDrawn}`)],
      ['holes', 'OPT false', 'LR true', 'WD true'],
    );
  }
  assert.equal(designOf(rows.slice(0, 12), false).kind, 'samples', 'nothing but draws is a sample');
});

test('one setting is a design of its own', () => {
  assert.equal(designOf([{ A: 1 }]).kind, 'single');
  assert.equal(recogniseDesign([]).kind, 'single');
});
