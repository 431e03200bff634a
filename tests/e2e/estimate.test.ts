// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

/** Each start leaves a line outside the sweep folders. */
function prepared(box: Sandbox): void {
  box.write(
    'range',
    `CONFIG_A=1|2|3
CONFIG_B=x|y|z
SWEEP_COMMAND="echo $SWEEP_NUMBER >>../started; [ ! -e ../broken ]; exit $?"
SWEEP_CWD="work"
`,
  );
  box.write('work/.keep', '');
}
const started = (box: Sandbox): string[] =>
  existsSync(box.path('started')) ? box.read('started').trim().split('\n') : [];
const sweeps = (box: Sandbox): string[] =>
  existsSync(box.path('test_matrix_results'))
    ? readdirSync(box.path('test_matrix_results')).filter((n) => n.startsWith('sweep_'))
    : [];

interface Printed {
  readonly runs: number;
  readonly basis: string;
  readonly wallS: { readonly low: number | null; readonly likely: number; readonly high: number | null };
}

test('an estimate of what was never run says so, names PILOT, and starts nothing', async (t) => {
  const box = sandbox(t);
  prepared(box);
  const { code, stdout, stderr } = await box.script('estimate', ['range']);
  assert.equal(code, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /nothing is known of the time of a run[\s\S]*PILOT=1/);
  assert.deepEqual([started(box), sweeps(box)], [[], []]);
});

test('PILOT=1 runs the middle of the space, in a sweep folder that a resume completes', async (t) => {
  const box = sandbox(t);
  prepared(box);
  const { code, stdout, stderr } = await box.make(['sweep-estimate', 'RANGE_CONFIG=range', 'PILOT=1']);
  assert.equal(code, 0, stderr);
  assert.deepEqual(started(box), ['5']);
  assert.match(stderr, /Pilot: config_005, the middle of the space/);
  assert.match(
    stderr,
    /make sweep-resume runs the other 8 in test_matrix_results\/sweep_\S+; make sweep RANGE_CONFIG=range REUSE=1 takes the result into a new sweep/,
  );
  assert.match(stdout, /no interval can be told from one run/);
  assert.match(stdout, /from 1 finished run of 1 earlier sweep/);
  assert.match(
    (await box.script('status', [])).stdout,
    /what was asked for is complete; make sweep-resume goes on\n {2}1\/9 ended, 8 pending, 1 done/,
  );
  assert.equal((await box.script('run-test-matrix', ['--resume-latest'])).code, 0);
  assert.deepEqual(started(box).sort(), ['1', '2', '3', '4', '5', '6', '7', '8', '9'], 'each once');
  assert.equal(sweeps(box).length, 1);
});

test('PILOT=3 runs what is missing to three, and a sweep with REUSE=1 takes all of them over', async (t) => {
  const box = sandbox(t);
  prepared(box);
  await box.script('estimate', ['range', '--pilot', '1']);
  const three = await box.script('estimate', ['range', '--pilot', '3', '--json']);
  assert.equal(three.code, 0, three.stderr);
  const estimate = JSON.parse(three.stdout) as Printed;
  assert.equal(estimate.basis, '3 finished runs of 1 earlier sweep', 'the first pilot is taken over, and counts once');
  assert.ok(estimate.wallS.low !== null && estimate.wallS.high === null && estimate.wallS.low <= estimate.wallS.likely);
  assert.equal(started(box).length, 3);
  assert.equal(new Set(started(box)).size, 3);
  const again = await box.script('estimate', ['range', '--pilot', '2']);
  assert.match(again.stderr, /nothing was started: 3 finished runs of this command are known already/);
  assert.equal(started(box).length, 3);
  await box.script('generate-configs', ['range']);
  assert.equal((await box.script('run-test-matrix', ['--reuse'])).code, 0);
  assert.equal(started(box).length, 9, 'six more');
});

test('a pilot that fails is no estimate: exit code 1, its folder is named', async (t) => {
  const box = sandbox(t);
  prepared(box);
  box.write('broken', '');
  const { code, stdout, stderr } = await box.script('estimate', ['range', '--pilot', '1', '--json']);
  assert.equal(code, 1);
  assert.equal(stdout, '');
  assert.match(
    stderr,
    /no pilot run has finished, so nothing is known of the time of a run \(test_matrix_results\/sweep_/,
  );
});

test('RUN_TIME and PILOT together are refused', async (t) => {
  const box = sandbox(t);
  prepared(box);
  const { code, stderr } = await box.script('estimate', ['range', '--pilot', '1', '--run-time', '3m']);
  assert.equal(code, 2);
  assert.match(stderr, /RUN_TIME says how long a run takes; PILOT would run one to find out/);
  assert.deepEqual(started(box), []);
});

test('an estimate leaves out earlier sweeps that cannot be read, each with one line', async (t) => {
  const box = sandbox(t);
  prepared(box);
  await box.script('generate-configs', ['range']);
  for (const only of ['1,2', '3', '4']) await box.script('run-test-matrix', ['--only', only]);
  const [, second = '', third = ''] = sweeps(box)
    .sort()
    .map((name) => box.path('test_matrix_results', name));
  writeFileSync(
    `${second}/journal.jsonl`,
    box
      .read(`test_matrix_results/${second.slice(second.lastIndexOf('/'))}/journal.jsonl`)
      .replace('"added"', '"adXed"'),
  );
  writeFileSync(`${third}/sweep.json`, '{"ksweep"');
  const { code, stdout, stderr } = await box.script('estimate', ['range', '--pilot', '3']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /finished runs of 2 earlier sweeps/);
  const told = stderr.split('\n').filter((line) => line.includes('is left out'));
  assert.equal(told.length, 2, stderr);
  assert.ok(
    told.some((line) => line.startsWith(`warning: ${second}/journal.jsonl:3: `)) &&
      told.some((line) => line.startsWith(`warning: ${third}/sweep.json `)),
    stderr,
  );
});

test('an estimate knows the times of stages apart, from runs of the same commands', async (t) => {
  const box = sandbox(t);
  const range = (samplers: string): string => `stage "target"
  SWEEP_COMMAND="sleep 1"
  CONFIG_MODEL=a|b
endstage
stage "sample"
  needs "target"
  SWEEP_COMMAND="true"
  CONFIG_SAMPLER=${samplers}
endstage
`;
  box.write('range', range('1:1:3'));
  assert.equal((await box.script('generate-configs', ['range'])).code, 0);
  const ran = await box.script('run-test-matrix', []);
  assert.equal(ran.code, 0, ran.stderr);
  box.write('range', range('1:1:20'));
  const { code, stdout, stderr } = await box.script('estimate', ['range', '--json']);
  assert.equal(code, 0, stderr);
  const estimate = JSON.parse(stdout) as Printed;
  assert.equal(estimate.runs, 42);
  assert.match(estimate.basis, /^8 finished runs of 1 earlier sweep$/);
  // 2 targets of 1 s and 40 samplers of a few milliseconds; all alike they would take 42 times the mean of 8, a quarter of a second.
  assert.ok(estimate.wallS.likely < 8, String(estimate.wallS.likely));
});
