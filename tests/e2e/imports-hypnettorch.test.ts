// SPDX-License-Identifier: MIT
// The grids that the documentation of hypnettorch shows, run as they are with a stand-in for a simulation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../rig/needs.ts';
import { type StandIn, standIn } from '../rig/standins.ts';

test('the documented grid runs its four commands', async (t) => {
  if (!needs(t, 'python3')) return;
  const box = standIn(t, 'hypnettorch', ['imports/hypnettorch/documented.json']);
  const missing = await box.sweep(['sweep', 'RANGE_CONFIG=documented.json']);
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /SWEEP_COMMAND/);
  box.write(
    'mine',
    'source "documented.json"\nSWEEP_COMMAND="python3 train.py {{args}} --out_dir={{out_dir}}"\nSWEEP_METRIC="acc max"\n',
  );
  const { code, stdout, stderr } = await box.sweep(['sweep', 'RANGE_CONFIG=mine']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Sweep complete: 4 done/);
  assert.deepEqual(box.read('commands.log').trim().split('\n').sort(), [
    '--option1=10 --option2=0.1',
    '--option1=10 --option2=0.1 --option3',
    '--option1=10 --option2=0.5',
    '--option1=10 --option2=0.5 --option3',
  ]);
});

test('a grid with conditions runs as it is: conditions one after another, quotes of values gone', async (t) => {
  if (!needs(t, 'python3')) return;
  const box = standIn(t, 'hypnettorch', ['imports/hypnettorch/conditions.json']);
  const { code, stdout, stderr } = await box.sweep(['sweep', 'RANGE_CONFIG=conditions.json', 'PARALLEL=4']);
  assert.equal(code, 0, stderr);
  const commands = box.read('commands.log').trim().split('\n');
  // Two texts, two floats and a flag; option1=1 has one option2 and four option3, the others 3 + 4.
  const count = 2 * 2 * 2 * (4 + 2 * (3 + 4));
  assert.match(stdout, new RegExp(`Sweep complete: ${count} done`));
  assert.equal(new Set(commands).size, count);
  assert.ok(commands.some((line) => line.includes('--string_option=another string')));
  assert.ok(commands.every((line) => !line.includes('--option1=1') || line.includes('--option2=-1')));
  assert.ok(commands.every((line) => !/--option1=[23] --option2=1 --option3=4/.test(line)));
  const folders = box.list('test_matrix_results/latest').filter((name) => name.startsWith('sim_'));
  assert.deepEqual([folders.length, folders[0]], [count, 'sim_001']);
  const listed = box.read('test_matrix_results/latest/commands_wo_dirs.sh').split('\n');
  assert.equal(listed.filter((line) => /^'?--/.test(line)).length, count);
  const rows = JSON.parse(box.read('test_matrix_results/latest/sweep_summary.json')) as { acc: number }[];
  assert.equal(rows.length, count);
  assert.ok(rows.every(({ acc }) => acc > 0));
});

/** What gather_random_seeds writes, restated: numpy's mean and standard deviation of n, two decimals, a row of a LaTeX table. */
const SUMMARY = `
import json, sys
import numpy as np
rows, keys = json.load(sys.stdin)
out = "".join("%s (mean +/- std): %.2f +- %.2f\\n" % (k, np.mean([r[k] for r in rows]), np.std([r[k] for r in rows])) for k in keys)
out += "Number of seeds: %i \\n\\nPublication tables style: \\n%s \\n" % (len(rows), keys)
out += " & ".join("%.2f $\\\\pm$  %.2f " % (np.mean([r[k] for r in rows]), np.std([r[k] for r in rows])) for k in keys) + " \\n\\n"
sys.stdout.write(out)
`;

interface SeedRow {
  readonly acc: number;
  readonly random_seed: number | null;
  readonly data_random_seed: number | null;
  readonly option2: number;
  readonly option3: string;
}

function rowsIn(box: StandIn): readonly SeedRow[] {
  return JSON.parse(box.read('test_matrix_results/latest/sweep_summary.json')) as SeedRow[];
}

const COMMANDED =
  'source "documented.json"\nSWEEP_COMMAND="python3 train.py {{args}} --out_dir={{out_dir}}"\nSWEEP_METRIC="acc max"\n';

test('search_results.csv has semicolons and is sorted by the key that ranks, runs that did not finish among them', async (t) => {
  if (!needs(t, 'python3')) return;
  const box = standIn(t, 'hypnettorch', []);
  const grid = { name: ['"a;b"', '"c d"'], broken: [false, true], rate: [1.0, 1e-5], noise: [null, 0.5] };
  box.write(
    'grid.json',
    JSON.stringify({ grid, _SCRIPT_NAME: 'train.py', _SUMMARY_KEYWORDS: ['acc', 'loss_per_task', 'finished'] }).replace(
      '[1,',
      '[1.0,',
    ),
  );
  const { stdout } = await box.sweep(['sweep', 'RANGE_CONFIG=grid.json', 'PARALLEL=2']);
  assert.match(stdout, /8 of them not ranked/); // these say that they did not finish
  const read = await box.run('python3', [
    '-c',
    'import csv, json; print(json.dumps(list(csv.DictReader(open("test_matrix_results/latest/search_results.csv"), delimiter=";"))))',
  ]);
  const rows = JSON.parse(read.stdout) as Record<string, string>[];
  assert.deepEqual(Object.keys(rows[0] ?? {}), [
    'name',
    'broken',
    'rate',
    'noise',
    'out_dir',
    'acc',
    'loss_per_task',
    'finished',
  ]);
  assert.equal(rows.length, 16);
  const keys = rows.map((row) => Number(row['acc']));
  assert.deepEqual(
    keys,
    [...keys].sort((a, b) => b - a),
  );
  for (const row of rows) {
    const { name = '', broken = '', rate = '', noise = '', out_dir = '', finished = '' } = row;
    const summary = box.read(`test_matrix_results/latest/${out_dir}/performance_overview.txt`);
    assert.equal(Number(/^acc (.*)$/m.exec(summary)?.[1]), Number(row['acc']));
    assert.match(summary, new RegExp(`^loss_per_task ${row['loss_per_task']?.replaceAll('"', '')}$`, 'm'));
    assert.equal(finished, broken === 'True' ? '0' : '1');
    assert.ok(['a;b', 'c d'].includes(name) && ['1.0', '1e-05'].includes(rate) && ['None', '0.5'].includes(noise));
  }
  assert.equal(new Set(rows.map((row) => row['out_dir'])).size, 16);
});

test('sweep-seeds does what gather_random_seeds does: ten seeds of the best from 0 on, their summary and a LaTeX row', async (t) => {
  if (!needs(t, 'python3-scipy')) return;
  const box = standIn(t, 'hypnettorch', ['imports/hypnettorch/documented.json']);
  box.write('mine', COMMANDED);
  assert.equal((await box.sweep(['sweep', 'RANGE_CONFIG=mine'])).code, 0);
  assert.ok(!box.list('test_matrix_results/latest').includes('seeds_summary_text.txt'));
  const { code, stderr } = await box.sweep(['sweep-seeds', 'TOP=1', 'SEEDS=10']);
  assert.equal(code, 0, stderr);
  const best = rowsIn(box).filter((row) => row.option2 === 0.1 && row.option3 === 'y');
  assert.deepEqual(
    best.map((row) => row.random_seed),
    [null, 0, 1, 2, 3, 4, 5, 6, 7, 8],
  );
  assert.ok(best.every((row) => row.data_random_seed === undefined));
  const expected = await box.run('python3', ['-c', SUMMARY], { input: JSON.stringify([best, ['acc']]) });
  assert.equal(box.read('test_matrix_results/latest/seeds_summary_text.txt'), expected.stdout);
  assert.match(expected.stdout, /^acc \(mean \+\/- std\): \d+\.\d\d \+- \d+\.\d\d\nNumber of seeds: 10 \n/);
  assert.equal(box.read('commands.log').match(/--random_seed=/g)?.length, 9);
  const listed = box.read('test_matrix_results/latest/commands_wo_dirs.sh').split('\n');
  assert.equal(listed.filter((line) => line.startsWith('# sim_')).length, 4 + 9);
  assert.equal(box.list('test_matrix_results/latest').filter((name) => name.startsWith('sim_')).length, 4 + 9);

  const again = await box.sweep(['sweep-resume']);
  assert.equal(again.code, 0, again.stderr);
  assert.equal(box.read('test_matrix_results/latest/commands_wo_dirs.sh').split('\n').length, listed.length);
});

test('a list of seeds, data_random_seed with them, and a search that has a seed already', async (t) => {
  if (!needs(t, 'python3-scipy')) return;
  const box = standIn(t, 'hypnettorch', ['imports/hypnettorch/documented.json']);
  box.write('mine', `${COMMANDED}random_seed=42\ndata_random_seed=42\n`);
  assert.equal((await box.sweep(['sweep', 'RANGE_CONFIG=mine'])).code, 0);
  const asked = ['sweep-seeds', 'TOP=1', 'SEED_LIST=7,42,9', 'SEED_WITH=data_random_seed'];
  const { code, stderr } = await box.sweep(asked);
  assert.equal(code, 0, stderr);
  const best = rowsIn(box).filter((row) => row.option2 === 0.1 && row.option3 === 'y');
  assert.deepEqual(
    best.map((row) => [row.random_seed, row.data_random_seed]),
    [
      [42, 42],
      [7, 7],
      [9, 9],
    ],
  );
  const expected = await box.run('python3', ['-c', SUMMARY], { input: JSON.stringify([best, ['acc']]) });
  assert.equal(box.read('test_matrix_results/latest/seeds_summary_text.txt'), expected.stdout);
  // One setting of three seeds, in whatever is reported later without SEED_WITH being said again.
  const report = await box.sweep(['sweep-report', 'SWEEP=test_matrix_results/latest']);
  assert.equal(report.code, 0, report.stderr);
  const statistics = JSON.parse(box.read('test_matrix_results/latest/sweep_statistics.json')) as {
    settings: { n: number; values: object }[];
  };
  assert.deepEqual(
    statistics.settings.map(({ n }) => n),
    [3, 1, 1, 1],
  );
  assert.ok(statistics.settings.every(({ values }) => !Object.hasOwn(values, 'data_random_seed')));
  for (const [wrong, said] of [
    ['SEED_LIST=1,x', /"x", which is no whole number/],
    ['SEED_LIST=1,1', /has 1 twice/],
    ['SEED_LIST=1,2 SEEDS=3', /has 2 seeds and SEEDS is 3/],
  ] as const) {
    const refused = await box.sweep(['sweep-seeds', ...wrong.split(' ')]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, said);
  }
});

test('more seeds of the best of a grid are lines that source it', async (t) => {
  if (!needs(t, 'python3')) return;
  const box = standIn(t, 'hypnettorch', ['imports/hypnettorch/documented.json']);
  box.write(
    'seeds',
    'source "documented.json"\nSWEEP_COMMAND="python3 train.py {{args}} --out_dir={{out_dir}}"\nSWEEP_METRIC="acc max"\n' +
      'SWEEP_SEED_SYMBOL=random_seed\noption2=0.5\noption3=y\nrandom_seed=1|2|3\n',
  );
  const { code, stdout, stderr } = await box.sweep(['sweep', 'RANGE_CONFIG=seeds']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Sweep complete: 3 done/);
  assert.match(stdout, /\b74\.20 │ 0\.10 │ 73\.95 to 74\.45 │ 3 /);
});
