// SPDX-License-Identifier: MIT
// The grids that the documentation of hypnettorch shows, run as they are with a stand-in for a simulation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../rig/needs.ts';
import { standIn } from '../rig/standins.ts';

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
