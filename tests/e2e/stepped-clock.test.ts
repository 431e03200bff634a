// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { startScript, until } from '../rig/live-script.ts';
import { needs } from '../rig/needs.ts';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';
import { makeSteppedClock } from '../rig/stepped-clock.ts';

const HOURS_3 = 10_800;
/** A step of the clock is hours; nothing here takes minutes, however busy the machine. */
const STEP_S = 3600;

interface TimedRow {
  readonly status: string;
  readonly total_time: number;
}

function timedRows(box: Sandbox): readonly TimedRow[] {
  return JSON.parse(box.read('test_matrix_results/latest/sweep_summary.json')) as readonly TimedRow[];
}

test('a clock set three hours on, then two hours back, changes no duration, kills no run and uses up no budget', async (t) => {
  if (!needs(t, 'cc')) return;
  const box = sandbox(t, 'clock');
  const clock = makeSteppedClock(box.dir);
  box.write('range', 'CONFIG_A=1|2|3|4\nSWEEP_COMMAND="bash job.sh"\nSWEEP_METRIC="score max"\n');
  box.write(
    'job.sh',
    [
      'read -rt 0.2 <> <(:)',
      `[ $CONFIG_A != 1 ] || ${clock.set(HOURS_3)}`,
      `[ $CONFIG_A != 2 ] || ${clock.set(-2 * STEP_S)}`,
      'echo "{\\"score\\": $CONFIG_A, \\"now\\": $EPOCHSECONDS}" >"$SWEEP_OUT_DIR/training_metrics.json"',
      'read -rt 0.2 <> <(:)',
      'exit 0',
    ].join('\n'),
  );
  assert.equal((await box.script('generate-configs', ['range', 'sweep_configs'])).code, 0);
  const args = ['--timeout', '30m', '--max-time', '40m', '--max-failures', '0'];
  const ran = await box.script('run-test-matrix', args, { env: clock.env });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /4 done/);
  for (const row of timedRows(box)) {
    assert.equal(row.status, 'done');
    assert.ok(row.total_time >= 0.35 && row.total_time < 1800, `total_time ${row.total_time}`);
  }
  const journal = box.read('test_matrix_results/latest/journal.jsonl');
  const times = [...journal.matchAll(/"kind":"ended","t":(\d+)/g)].map((match) => Number(match[1]));
  assert.ok(Math.max(...times) - Math.min(...times) > 4 * STEP_S * 1000, 'the clock was really set');
});

test('a run that is taken over after the clock was set is not over its time limit, and its duration is right', async (t) => {
  if (!needs(t, 'cc')) return;
  const box = sandbox(t, 'clock');
  const clock = makeSteppedClock(box.dir);
  box.write('range', 'CONFIG_A=1\nSWEEP_COMMAND="bash job.sh"\nSWEEP_METRIC="score max"\n');
  box.write(
    'job.sh',
    '>begun; while [ ! -e go ]; do read -rt 0.05 <> <(:); done; echo "{\\"score\\": 1}" >"$SWEEP_OUT_DIR/training_metrics.json"\n',
  );
  assert.equal((await box.script('generate-configs', ['range', 'sweep_configs'])).code, 0);
  const runner = startScript(box, 'run-test-matrix', ['--timeout', '30m'], clock.env);
  await until(() => existsSync(box.path('begun')));
  runner.kill('SIGKILL');
  await runner.ended();
  spawnSync('bash', ['-c', clock.set(HOURS_3)]);
  const resumed = startScript(box, 'run-test-matrix', ['--resume-latest', '--timeout', '30m'], clock.env);
  await resumed.says('taken over from an earlier runner');
  const status = await box.script('status', ['--json'], { env: clock.env });
  const [running] = (JSON.parse(status.stdout) as { running: readonly { since: number }[] }).running;
  const ageMs = Date.now() + HOURS_3 * 1000 - (running?.since ?? 0);
  assert.ok(ageMs >= 0 && ageMs < STEP_S * 1000, `it runs since ${ageMs} ms`);
  box.write('go', '');
  const { code, output } = await resumed.ended();
  assert.equal(code, 0, output);
  const [row] = timedRows(box);
  assert.equal(row?.status, 'done');
  assert.ok((row?.total_time ?? -1) > 0 && (row?.total_time ?? STEP_S) < STEP_S, `total_time ${row?.total_time}`);
});
