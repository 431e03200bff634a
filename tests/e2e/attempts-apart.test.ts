// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, lstatSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

/** A sweep of two runs whose program removes its output folder and makes it anew. */
async function sweepOfRemovers(t: TestContext, more = ''): Promise<Sandbox> {
  const box = sandbox(t, 'apart');
  box.write(
    'train.sh',
    'echo "a line of $CONFIG_A"; rm -r "$SWEEP_OUT_DIR"; mkdir "$SWEEP_OUT_DIR"; echo "{\\"acc\\": $CONFIG_A}" >"$SWEEP_OUT_DIR/training_metrics.json"\n',
  );
  box.write('a.range', `CONFIG_A=1|2\nSWEEP_COMMAND="bash train.sh"\nSWEEP_METRIC=acc\n${more}`);
  const made = await box.script('generate-configs', ['a.range', 'configs']);
  assert.equal(made.code, 0, made.stderr);
  const ran = await box.script('run-test-matrix', ['--config-dir', 'configs', '--output-dir', 'out']);
  assert.equal(ran.code, 0, `${ran.stdout}${ran.stderr}`);
  return box;
}

/** Folders of the runs of the newest sweep. */
function runFolders(box: Sandbox): readonly string[] {
  return box.list('out/latest').filter((name) => name.startsWith('config_'));
}

test('programs that remove their output folder are done once; a resume starts nothing, and logs and report are whole', async (t) => {
  const box = await sweepOfRemovers(t);
  const [first = '', second = ''] = runFolders(box);
  for (const folder of [first, second])
    assert.deepEqual(box.list(`out/latest/.attempts/${folder}`), ['1', 'config.txt'], folder);
  assert.ok(lstatSync(box.path('out/latest', first, 'output.log')).isSymbolicLink());
  const resumed = await box.script('run-test-matrix', ['--resume', 'out/latest']);
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.match(resumed.stdout + resumed.stderr, /0 runs to do/);
  assert.deepEqual(box.list(`out/latest/.attempts/${first}`), ['1', 'config.txt']);
  assert.match((await box.script('logs', ['1', '--output-dir', 'out'])).stdout, /a line of 1/);
  assert.match((await box.script('report', ['out/latest'])).stdout, /acc/);
});

test('a sweep folder that was moved or archived has its attempts and logs', async (t) => {
  const box = await sweepOfRemovers(t);
  const folder = realpathSync(box.path('out/latest'));
  const [first = ''] = runFolders(box);
  const archived = await box.script('archive', [folder, '--to', box.path('all.tar.gz')]);
  assert.equal(archived.code, 0, archived.stderr);
  const unpacked = await box.run('tar', ['-xzf', box.path('all.tar.gz')]);
  assert.equal(unpacked.code, 0);
  const copy = folder.slice(folder.lastIndexOf('/') + 1);
  assert.equal(box.read(`${copy}/${first}/output.log`), 'a line of 1\n');
  assert.ok(existsSync(box.path(copy, '.attempts', first, '1', 'outcome')));
});

test('prune takes the attempts of a run along, and its log is still read', async (t) => {
  const box = await sweepOfRemovers(t);
  const [first = '', second = ''] = runFolders(box);
  const pruned = await box.script('prune', ['out/latest', '--keep', 'acc>1', '--apply']);
  assert.equal(pruned.code, 0, pruned.stderr);
  assert.deepEqual(box.list('out/latest/.attempts'), [second]);
  assert.equal(box.read(`out/latest/TO_BE_DELETED/${first}/output.log`), 'a line of 1\n');
  assert.match((await box.script('logs', ['1', '--output-dir', 'out'])).stdout, /a line of 1/);
});

test('a merge takes results and logs of such runs over', async (t) => {
  const box = await sweepOfRemovers(t);
  const from = realpathSync(box.path('out/latest'));
  const empty = await box.script('run-test-matrix', [
    '--config-dir',
    'configs',
    '--output-dir',
    'other',
    '--only',
    '1',
  ]);
  assert.equal(empty.code, 0, empty.stderr);
  const merged = await box.script('merge', ['other/latest', '--from', from]);
  assert.match(merged.stdout, /1 finished run/);
  const [, second = ''] = box.list('other/latest').filter((name) => name.startsWith('config_'));
  assert.equal(box.read(`other/latest/${second}/output.log`), 'a line of 2\n');
  assert.deepEqual(readdirSync(box.path('other/latest', second)).sort(), [
    'config.txt',
    'output.log',
    'repro.sh',
    'training_metrics.json',
  ]);
  assert.deepEqual(box.list(`other/latest/.attempts/${second}/imported`), ['claim', 'outcome', 'output.log']);
  assert.match((await box.script('logs', ['2', '--output-dir', 'other'])).stdout, /a line of 2/);
  // Taken over once more, from the folder that took it over.
  const third = await box.script('run-test-matrix', [
    '--config-dir',
    'configs',
    '--output-dir',
    'third',
    '--only',
    '1',
  ]);
  assert.equal(third.code, 0, third.stderr);
  assert.match((await box.script('merge', ['third/latest', '--from', 'other/latest'])).stdout, /1 finished run/);
  assert.equal(
    box.read(`third/latest/.attempts/${second}/imported/outcome`),
    box.read(`out/latest/.attempts/${second}/1/outcome`),
  );
});

test('what was measured and reported of a run goes with it, though its files are lost later', async (t) => {
  const box = await sweepOfRemovers(t);
  const [first = '', second = ''] = runFolders(box);
  const telemetry = JSON.stringify({ ksweep: 1, metrics: { gpu_peak_mem_gb: 1.5 } });
  box.write(`out/latest/.attempts/${first}/1/gpu.json`, telemetry);
  rmSync(box.path('out/latest', second, 'training_metrics.json'));
  const again = await box.script('run-test-matrix', ['--config-dir', 'configs', '--output-dir', 'out', '--reuse']);
  assert.equal(again.code, 0, again.stderr);
  assert.match(again.stderr, /0 runs to do/);
  const rows = box.read('out/latest/sweep_summary.csv').split('\n').slice(0, 3);
  const at = (row: string, name: string): string | undefined =>
    row.split(',')[(rows[0] ?? '').split(',').indexOf(name)];
  assert.deepEqual(
    rows
      .slice(1)
      .map((row) => [at(row, 'acc'), at(row, 'gpu_peak_mem_gb')])
      .sort(),
    [
      ['1', '1.5'],
      ['2', ''],
    ],
  );
  assert.match(again.stdout, /it is gone or empty; acc is what the journal kept/);
});
