// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFilter } from '../../scripts/lib/report/client/filter.ts';
import type { PageColumn, PageData, PageParameter } from '../../scripts/lib/report/page-data.ts';
import { tableColumns } from '../../scripts/lib/report/page/table-columns.ts';

const column = (name: string, values: readonly (number | null)[], unit: PageColumn['unit']): PageColumn => ({
  name,
  label: name,
  goal: null,
  unit,
  decimals: null,
  isBoolean: false,
  values,
});
const parameter = (
  name: string,
  levels: readonly string[],
  numbers: readonly number[] | null = null,
): PageParameter => ({ name, levels, numbers, codes: levels.map((_, i) => i), isLog: false, best: null, cells: null });

const DATA: PageData = {
  title: '',
  stagePrefix: '',
  seed: '',
  settings: null,
  metric: 'test_acc',
  curves: [],
  effects: [],
  model: null,
  groups: null,
  sweeps: { names: [''], places: [''], of: null },
  fixed: [],
  texts: [],
  order: [],
  isWhole: true,
  attempts: null,
  logs: {},
  needs: null,
  runs: {
    names: ['config_001', 'config_002', 'config_003'],
    numbers: [1, 2, 3],
    causes: ['', '', 'exit code'],
    folders: ['a', 'b', 'c'],
    ranks: [1, 2, null],
    statuses: ['done', 'done', 'failed'],
    reasons: ['', '', 'exit code 3'],
  },
  columns: [
    column('test_acc', [90.65, 79.5, null], { factor: 1, decimals: 2, suffix: '%' }),
    column('sparsity', [0.95, 0.5, null], { factor: 100, decimals: 1, suffix: '%' }),
  ],
  parameters: [
    parameter('CONFIG_OPT', ['adam', '"lion, the \\"new\\" one"', 'sgd']),
    parameter('CONFIG_LR', ['0.0028016550485012734', '0.1', '0.0001'], [0.0028016550485012734, 0.1, 0.0001]),
    // The third run lacks it: its numbers stay numbers.
    { ...parameter('CONFIG_WIDTH', ['8', '256', '(absent)'], [8, 256]), codes: [0, 1, -1] },
  ],
};

const asked: readonly (readonly [filter: string, runs: readonly number[]])[] = [
  ['', [0, 1, 2]],
  ['adam test_acc>80 lr<=0.1', [0]],
  ['test_acc > 80 && OPT = "adam"', [0]],
  ['opt="lion, the \\"new\\" one"', [1]],
  ['"lion, the"', [1]],
  ['opt=lion', []],
  ['opt=adam || opt=sgd', [0, 2]],
  ['test_acc<80 || lr<1e-3', [1, 2]],
  ['status=failed', [2]],
  ['status!=failed', [0, 1]],
  ['status="done"', [0, 1]],
  ['exit code 3', [2]],
  ['config=config_002', [1]],
  ['rank<=1', [0]],
  ['test_acc>80%', [0]],
  ['sparsity>=95%', [0]],
  ['sparsity>0.9', [0]],
  ['test_acc>high', []],
  ['lr=0.00280166', [0]],
  ['lr=0.0028016550485012734', [0]],
  ['0.00280165', [0]],
  ['lr!=0.1', [0, 2]],
  ['CONFIG_LR<0.001', [2]],
  ['test_acc!=1', [0, 1, 2]],
  ['&&', [0, 1, 2]],
  ['adam &&', [0]],
  ['nope>3', []],
  ['width>=64', [1]],
  ['width<64', [0]],
  ['(width>=64 || opt="sgd") && !(status="done")', [2]],
  ['CONFIG_WIDTH * 2 > 500', [1]],
  ['width / 8 = 1', [0]],
  ['!(lr<0.01)', [1]],
];
for (const [text, runs] of asked) {
  test(`the filter ${JSON.stringify(text)} keeps the runs ${runs.join(', ')}`, () => {
    const { keeps } = parseFilter(text, tableColumns(DATA));
    assert.deepEqual(
      [0, 1, 2].filter((run) => keeps(run)),
      runs,
    );
  });
}

test('the filter names what no column is called', () => {
  assert.deepEqual(parseFilter('nope>3 lr<1 a = b', tableColumns(DATA)).unknown, ['nope', 'a']);
});

test('the filter names the columns that may be meant: by their last word, or nearly so written', () => {
  assert.deepEqual(parseFilter('acc>3 test_ac<1 widt=8', tableColumns(DATA)).unknown, [
    'acc (test_acc?)',
    'test_ac (test_acc?)',
    'widt (WIDTH?)',
  ]);
});

test('a column that is the same in all runs is there for who asks for it; the metric that ranks always is', () => {
  const hidden = (data: PageData): readonly string[] =>
    tableColumns(data).flatMap(({ name, isHidden }) => (isHidden ? [name] : []));
  assert.deepEqual(hidden(DATA), ['number']);
  const alike = {
    ...DATA,
    columns: [column('test_acc', [1, 1, 1], null), column('sparsity', [0.95, 0.95, 0.95], null)],
    runs: { ...DATA.runs, statuses: ['done', 'done', 'done'], reasons: ['', '', ''] },
  };
  assert.deepEqual(hidden(alike), ['status', 'sparsity', 'number']);
});
