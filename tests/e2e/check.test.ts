// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { needs, type Tool } from '../rig/needs.ts';
import { sandbox } from '../rig/sandbox.ts';

const SCRIPTS = join(import.meta.dirname, '..', 'fixtures', 'scripts');

const green: readonly [script: string, tool: Tool, metric: string, found: RegExp][] = [
  ['digits_argparse.py', 'python3', 'log', /Accuracy=9914/],
  ['train_click.py', 'python3-click', 'val_acc', /val_acc=85 in metrics\.jsonl/],
  ['app_hydra.py', 'python3-hydra', 'val_loss', /val_loss=0\.032081 in training_metrics\.json/],
];
for (const [script, tool, metric, found] of green) {
  test(`${script} with the range file of sweep-init passes sweep-check as it is`, async (t) => {
    if (!needs(t, tool)) return;
    const box = sandbox(t);
    cpSync(SCRIPTS, box.dir, { recursive: true });
    if (metric === 'log') box.write('train.log', 'Test set: Average loss: 0.0257, Accuracy: 9914/10000 (99%)\n');
    const made = await box.script('init', [script, ...(metric === 'log' ? ['--log', 'train.log'] : [])]);
    box.write('r', metric === 'log' ? made.stdout : `${made.stdout}SWEEP_METRIC=${metric}\n`);
    const checked = await box.script('check', ['r']);
    assert.equal(checked.code, 0, checked.stderr + checked.stdout);
    assert.match(checked.stdout, /^config_001 started and ended well after/);
    assert.match(checked.stdout, found);
    assert.match(checked.stdout, /^A sweep would work: make sweep RANGE_CONFIG=r takes this run over /m);
  });
}

test('sweep-check says in plain words what is to be changed, and whether the seed changes anything', async (t) => {
  if (!needs(t, 'python3')) return;
  const box = sandbox(t);
  box.write(
    't.py',
    'import argparse\np = argparse.ArgumentParser()\np.add_argument("--learning-rate", type=float)\np.add_argument("--seed", type=int)\na = p.parse_args()\nprint("acc", 80 + a.learning_rate, "noise", a.seed)\n',
  );
  const range = (more: string): string =>
    box.write('r', `CONFIG_LEARNING_RATE=1|2|3\nCONFIG_SEED=4\nSWEEP_COMMAND="python3 t.py {{args}}"\n${more}`);
  range('SWEEP_METRIC=accuracy\n');
  const first = await box.script('check', ['r']);
  assert.equal(first.code, 1);
  assert.match(first.stdout, /config_002 failed after .*: exit code 2/);
  assert.match(
    first.stdout,
    /^Change: the script does not know --learning_rate: SWEEP_ARGS=dashes writes options with dashes$/m,
  );
  range('SWEEP_METRIC=accuracy\nSWEEP_ARGS=dashes\n');
  const second = await box.script('check', ['r']);
  assert.equal(second.code, 1);
  assert.match(second.stdout, /It cannot be ranked: no accuracy \(.*is read by METRIC_REGEX='acc/);
  range(`SWEEP_METRIC=acc\nSWEEP_ARGS=dashes\nSWEEP_METRIC_REGEX='acc (?P<acc>[0-9.]+) noise (?P<noise>[0-9.]+)'\n`);
  const third = await box.script('check', ['r', '--seeds', '2']);
  assert.equal(third.code, 0, third.stderr + third.stdout);
  assert.match(third.stdout, /^Seeds: acc is the same in both, noise differ$/m);
  assert.match(third.stdout, /^Time: 6 runs, one at a time, take about/m);
  range(`SWEEP_METRIC=acc\nSWEEP_GOAL=min\nSWEEP_ARGS=dashes\nSWEEP_METRIC_REGEX='acc (?<acc>[0-9.]+)'\n`);
  const same = await box.script('check', ['r', '--seeds', '2']);
  assert.match(
    same.stdout,
    /^Seeds: both runs report exactly the same, so CONFIG_SEED changes nothing: does the script read it\?$/m,
  );
  assert.match(same.stdout, /^Change: acc is ranked with the smallest first, though more of it is usually better/m);
});

/** Marks each start; reports an accuracy once there is a file `mended`. */
const MARKED =
  'echo "$SWEEP_NUMBER" >>started; [ ! -e mended ] || echo "{\\"acc\\": 8$CONFIG_A}" >"$SWEEP_OUT_DIR/training_metrics.json"';

test('a sweep takes the run of the green sweep-check before it, and nothing else', async (t) => {
  const box = sandbox(t);
  box.write('job.sh', `${MARKED}\n`);
  box.write('r', 'CONFIG_A=1|2|3\nSWEEP_COMMAND="bash job.sh"\nSWEEP_METRIC=acc\n');
  const checks = async (): Promise<number | null> => (await box.script('check', ['r'])).code;
  const sweep = async (...more: readonly string[]): Promise<string> => {
    const ran = await box.script('generate-configs', ['r', 'sweep_configs']);
    assert.equal(ran.code, 0, ran.stderr);
    return (await box.script('run-test-matrix', more)).stderr;
  };
  const taken =
    /^note: config_002 is taken from the sweep-check in test_matrix_results\/sweep_\S+; REUSE=0 runs it again$/m;
  assert.equal(await checks(), 1, 'no metric');
  assert.match(await sweep(), /^3 runs to do; /m, 'the check was not green');
  box.write('mended', '');
  box.write('started', '');
  assert.equal(await checks(), 0, 'a check runs the script as it is now');
  assert.equal(box.read('started'), '2\n');
  box.write('r', box.read('r').replace('1|2|3', '1|2|3|4'));
  const first = await sweep();
  assert.match(first, taken);
  assert.match(first, /^3 runs to do, 1 result taken from other sweep folders; /m);
  assert.deepEqual(box.read('started').trim().split('\n').sort(), ['1', '2', '3', '4']);
  assert.match(await sweep(), /^4 runs to do; /m, 'the check is not the newest sweep any more');
  await checks();
  assert.match(await sweep('--reuse=0'), /^4 runs to do; /m, 'it was not wanted');
  await checks();
  box.write('r', box.read('r').replace('job.sh"', 'job.sh --more"'));
  assert.match(await sweep(), /^4 runs to do; /m, 'another command');
  await checks();
  box.write('r', `${box.read('r')}SWEEP_SETUP="export X=1"\n`);
  const other = await sweep();
  assert.match(other, /^4 runs to do; /m);
  assert.match(other, /^note: the run of sweep-check is not taken: SWEEP_SETUP or SWEEP_CWD was another$/m);
  await checks();
  box.write('job.sh', `${MARKED}\n# changed\n`);
  const changed = await sweep();
  assert.match(changed, /^4 runs to do; /m);
  assert.match(changed, /^note: the run of sweep-check is not taken: job\.sh has changed since$/m);
});
