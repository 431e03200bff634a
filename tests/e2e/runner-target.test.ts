// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

async function prepared(box: Sandbox): Promise<void> {
  box.write('range', 'CONFIG_A=1|2|3|4\nSWEEP_COMMAND="bash job.sh"\nSWEEP_METRIC="score max"\n');
  box.write(
    'job.sh',
    `echo "$SWEEP_NUMBER" >>started\necho "{\\"score\\": $CONFIG_A}" >"$SWEEP_OUT_DIR/training_metrics.json"\n`,
  );
  await box.script('generate-configs', ['range', 'sweep_configs']);
}

/** What was started so far, and the last line of a call. */
async function calling(box: Sandbox, ...args: string[]): Promise<string> {
  const ran = await box.script('run-test-matrix', args);
  const started = existsSync(box.path('started')) ? box.read('started').trim().split('\n').join(' ') : '';
  return `${started} | ${ran.stdout.trim().split('\n').at(-1)}`;
}

test('a sweep goes on with nothing when a finished run has reached its target', async (t) => {
  const box = sandbox(t);
  await prepared(box);
  await calling(box, '--only', '1,2');
  const asked = ['--resume-latest', '--target', 'score>=2'];
  const dry = await box.script('run-test-matrix', [...asked, '--dry-run']);
  assert.match(dry.stderr, /^the target score>=2 is reached\n0 runs would be started; nothing was\n/m);
  const stopped =
    /^1 2 \| Sweep stopped \(the target score>=2 is reached\): 2 done, 2 pending; make sweep-resume TARGET= runs the rest$/;
  assert.match(await calling(box, ...asked), stopped);
  assert.match(await calling(box, ...asked, '--rerun', '1'), stopped, 'and what was to run again keeps its result');
  assert.match(
    await calling(box, ...asked, '--rerun', '2', '--only', '2'),
    /^1 2 2 \| Sweep stopped/,
    'the run itself may be asked for again',
  );
  assert.match(
    await calling(box, '--resume-latest', '--target', 'score>=4'),
    /^1 2 2 3 4 \| Sweep stopped/,
    'a target that nobody reached yet',
  );
  assert.match(
    await calling(box, '--resume-latest', '--target', 'score>=4'),
    /\| Sweep complete: 4 done$/,
    'nothing was left to start',
  );
});

test('a result that was taken over reaches the target, too', async (t) => {
  const box = sandbox(t);
  await prepared(box);
  await calling(box, '--only', '2');
  assert.match(
    await calling(box, '--reuse', '--target', 'score>=2'),
    /^2 \| Sweep stopped \(the target score>=2 is reached\): 1 done, 3 pending/,
  );
});

test('one run that merge takes over is one run', async (t) => {
  const box = sandbox(t);
  await prepared(box);
  await calling(box, '--only', '1', '--output-dir', 'one');
  await calling(box, '--only', '2', '--output-dir', 'two');
  const merged = await box.script('merge', ['one/latest', '--from', 'two/latest']);
  assert.match(merged.stdout, /: 1 finished run taken over; 2 still to run\n/, merged.stderr);
});
