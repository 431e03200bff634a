// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfigId, RunId } from '../../scripts/lib/core/hash.ts';
import type { Value } from '../../scripts/lib/core/value.ts';
import { PROT_LAYOUT } from '../../scripts/lib/run/layouts/prot.ts';
import type { WantedRun } from '../../scripts/lib/run/wanted.ts';

function run(values: Readonly<Record<string, Value>>, listedBy?: readonly string[]): WantedRun {
  return {
    run: 'r' as RunId, // any id does
    config: 'c' as ConfigId,
    name: 'config_001',
    values: Object.entries(values).map(([name, value]) => ({ name, value })),
    swept: Object.keys(values),
    configFileName: 'config.yaml',
    configText: () => '',
    ...(listedBy === undefined ? {} : { listedBy }),
  };
}

const number = (text: string): Value => ({ kind: 'number', text });

test('combinations are called by the last parts of names and what Python prints', () => {
  const context = { mode: 'combination', base: {} } as const;
  const one = run({
    'model.kwargs.n_heads': number('2'),
    'training.lr': number('1e-5'),
    'training.amp': { kind: 'boolean', text: 'true' },
  });
  assert.equal(PROT_LAYOUT.folder(one, context), 'runs/combinations/combo_n_heads_2_lr_1e-05_amp_True');
});

test('parameters of one name in two categories stay apart', () => {
  const context = { mode: 'combination', base: {} } as const;
  const one = run({ 'model.lr': number('0.1'), 'training.lr': number('0.2'), 'training.wd': number('0') });
  assert.equal(PROT_LAYOUT.folder(one, context), 'runs/combinations/combo_model.lr_0.1_training.lr_0.2_wd_0');
});

test('a value with a slash makes no folder', () => {
  const one = run({ 'data.path': { kind: 'text', text: '../a/b' } }, ['data.path']);
  assert.equal(PROT_LAYOUT.folder(one, { mode: 'independent', base: {} }), 'runs/sweeps/sweep_path/sweep_path_.._a_b');
  assert.equal(PROT_LAYOUT.folder(one, { mode: 'combination', base: {} }), 'runs/combinations/combo_path_.._a_b');
});

test('a configuration that two lists hold has both names, and both are in combinations_data.json', () => {
  const context = { mode: 'independent', base: { training: { lr: 0.1 }, model: { heads: 1 } } } as const;
  const both = run({ 'training.lr': number('0.1'), 'model.heads': number('1') }, ['training.lr', 'model.heads']);
  const other = run({ 'training.lr': number('0.1'), 'model.heads': number('4') }, ['model.heads']);
  const folders = [both, other].map((one) => PROT_LAYOUT.folder(one, context));
  assert.deepEqual(folders, ['runs/sweeps/sweep_lr/sweep_lr_0.1', 'runs/sweeps/sweep_heads/sweep_heads_4']);
  const items = PROT_LAYOUT.items(
    [both, other].map((one, i) => ({ run: one, folder: folders[i] ?? '' })),
    context,
  );
  const [link, file] = items;
  assert.deepEqual(link, {
    kind: 'link',
    path: 'runs/sweeps/sweep_heads/sweep_heads_1',
    to: 'runs/sweeps/sweep_lr/sweep_lr_0.1',
  });
  assert.equal(file?.kind, 'file');
  assert.equal(file?.path, 'combinations_data.json');
  const data = JSON.parse(file?.kind === 'file' ? file.text : '') as {
    base_config: unknown;
    sweep_mode: string;
    combinations: readonly { name: string; params: unknown; categories: unknown; folder: string }[];
  };
  assert.equal(data.sweep_mode, 'independent');
  assert.deepEqual(data.base_config, context.base);
  assert.deepEqual(
    data.combinations.map(({ name, params, categories, folder }) => [name, params, categories, folder]),
    [
      ['sweep_lr_0.1', { lr: 0.1 }, { lr: 'training' }, folders[0]],
      ['sweep_heads_1', { heads: 1 }, { heads: 'model' }, folders[0]],
      ['sweep_heads_4', { heads: 4 }, { heads: 'model' }, folders[1]],
    ],
  );
});
