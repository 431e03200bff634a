// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { needs } from '../rig/needs.ts';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

const IDENTITY = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];

async function repository(box: Sandbox): Promise<void> {
  await box.run('git', ['init', '-q', '.']);
  box.write('job.sh', 'echo committed\n');
  box.write('range', 'CONFIG_A=1|2\nSWEEP_COMMAND="bash job.sh"\n');
  await box.run('git', ['add', '.']);
  await box.run('git', [...IDENTITY, 'commit', '-q', '-m', 'one']);
  await box.script('generate-configs', ['range', 'sweep_configs']);
}

const logs = (box: Sandbox): string[] => {
  const latest = box.path('test_matrix_results/latest');
  return readdirSync(latest)
    .filter((n) => n.startsWith('config_'))
    .sort()
    .map((n) => join('test_matrix_results/latest', n, 'output.log'))
    .map((p) => (existsSync(box.path(p)) ? box.read(p) : ''));
};

test('SNAPSHOT=1 runs from a copy: editing the code does not change queued runs', async (t) => {
  if (!needs(t, 'git')) return;
  const box = sandbox(t);
  await repository(box);
  box.write('job.sh', 'echo edited, not committed\n');
  const first = await box.script('run-test-matrix', ['--snapshot', '--max-runs', '1']);
  assert.equal(first.code, 0, first.stderr);
  box.write('job.sh', 'echo edited later\n');
  await box.script('run-test-matrix', ['--resume-latest']);
  assert.deepEqual(logs(box), ['edited, not committed\n', 'edited, not committed\n']);
});

test('SNAPSHOT=1 outside a work tree is refused before a sweep folder is made', async (t) => {
  const box = sandbox(t);
  box.write('range', 'CONFIG_A=1|2\nSWEEP_COMMAND="true"\n');
  await box.script('generate-configs', ['range', 'sweep_configs']);
  const refused = await box.script('run-test-matrix', ['--snapshot']);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /^error: SNAPSHOT=1 needs a git work tree with a commit/);
  assert.equal(existsSync(box.path('test_matrix_results')), false);
});

test('the commit and what was not committed are recorded, and a change is said on resume', async (t) => {
  if (!needs(t, 'git')) return;
  const box = sandbox(t);
  await repository(box);
  box.write('job.sh', 'echo edited\n');
  await box.script('run-test-matrix', ['--max-runs', '1'], {
    env: {
      SECRET_TOKEN: 'hunter2',
      TF_VAR_DB: 'hunter2',
      TF_HTTP_PASSWORD: 'hunter2',
      TF_CPP_MIN_LOG_LEVEL: '3',
      OMP_NUM_THREADS: '2',
    },
  });
  assert.match(box.read('test_matrix_results/latest/code.patch'), /^\+echo edited$/m);
  const manifest = box.read('test_matrix_results/latest/sweep.json');
  assert.equal(manifest.includes('hunter2'), false);
  assert.match(manifest, /"TF_CPP_MIN_LOG_LEVEL": "3",\s+"OMP_NUM_THREADS": "2"/);
  await box.run('git', [...IDENTITY, 'commit', '-q', '-a', '-m', 'two']);
  const resumed = await box.script('run-test-matrix', ['--resume-latest']);
  assert.match(
    resumed.stderr,
    /note: the code is at commit [0-9a-f]{8}; the sweep was started at [0-9a-f]{8}; finished runs stay/,
  );
});
