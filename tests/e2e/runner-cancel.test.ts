// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { startScript, until } from '../rig/live-script.ts';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

/** Starts a sweep of one run, which waits while there is a file `hold`. */
async function held(box: Sandbox): Promise<ReturnType<typeof startScript>> {
  box.write('range', 'CONFIG_A=1\nSWEEP_COMMAND="touch begun; while [ -e hold ]; do sleep 0.02; done; touch ended"\n');
  box.write('hold', '');
  await box.script('generate-configs', ['range', 'sweep_configs']);
  const runner = startScript(box, 'run-test-matrix', []);
  await until(() => existsSync(box.path('begun')));
  return runner;
}

test('a runner that Ctrl-Z has stopped is ended', async (t) => {
  const box = sandbox(t);
  const runner = await held(box);
  runner.kill('SIGSTOP');
  assert.match(
    (await box.script('cancel', [])).stdout,
    /its runner \(process \d+\) has stopped; make sweep-resume goes on\n$/,
  );
  assert.match((await runner.ended()).output, /1 cancelled/);
});

test('a cancelled sweep whose last run had ended is not told to go on', async (t) => {
  const box = sandbox(t);
  const runner = await held(box);
  runner.kill('SIGKILL');
  await runner.ended();
  await box.run('rm', ['hold']);
  const [run = ''] = box.list('test_matrix_results/latest').filter((name) => name.startsWith('config_'));
  await until(() => existsSync(box.path('test_matrix_results/latest/.attempts', run, '1/outcome')));
  assert.match((await box.script('cancel', [])).stdout, /0 runs are cancelled\n$/);
});

test('cancelling a copy of a folder leaves the runner of the folder alone', async (t) => {
  const box = sandbox(t);
  const runner = await held(box);
  await box.run('cp', ['-aL', 'test_matrix_results/latest', 'copy']);
  const refused = await box.script('cancel', ['copy']);
  assert.equal(refused.code, 2);
  assert.match(
    refused.stderr,
    /this folder is a copy of one that a runner works on[\s\S]*wait until that runner has ended, and copy the folder again/,
  );
  await box.run('rm', ['hold']);
  assert.match((await runner.ended()).output, /Sweep complete: 1 done/);
});
