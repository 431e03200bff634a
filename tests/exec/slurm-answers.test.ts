// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchNameHead } from '../../scripts/lib/exec/cluster/batch-store.ts';
import { FakeScheduler, pollUntil } from './cluster/fake-scheduler.ts';
import { CONFIG, NO_ACCOUNTING, openSlurm as open, queueAnswer as queue, submitted } from './cluster/slurm-scene.ts';

test('a scheduler that is silent, wrong or late makes runs unknown, never failed', async (t) => {
  const fake = new FakeScheduler(t, [
    CONFIG,
    submitted(7),
    { program: 'squeue', code: 1, stderr: 'slurm_load_jobs error: Unable to contact slurm controller\n' },
  ]);
  const backend = open(fake);
  const spec = fake.spec(1);
  await backend.submit([spec]);
  const silent = await pollUntil(backend, (all) => all.length > 0);
  assert.deepEqual(
    silent.map((one) => one.seen),
    [{ kind: 'unknown', why: 'slurm_load_jobs error: Unable to contact slurm controller' }],
  );
  fake.rules([
    { program: 'squeue', stdout: '<html>502</html>\n' },
    { program: 'scontrol', args: 'show job -o', code: 1, stderr: 'nor do I\n' },
  ]);
  assert.deepEqual(await backend.poll(1000), []);
  fake.claim(spec, '7_0');
  fake.outcome(spec, '{"exit":0,"at":1001.5,"cause":null}');
  const [end] = await pollUntil(backend, (all) => all.length > 0);
  assert.equal(
    end?.seen.kind === 'ended' && end.seen.outcome.status,
    'done',
    'the folder is the truth whatever the scheduler says',
  );
});

test('an answer of squeue that cannot be read makes scontrol the second witness', async (t) => {
  const fake = new FakeScheduler(t, []);
  const job = `JobId=8 ArrayJobId=7 ArrayTaskId=0 JobName=${batchNameHead(fake.sweepDir)}1 JobState=PENDING Reason=Priority Dependency=(null) ExitCode=0:0 NodeList=\n`;
  fake.rules([
    CONFIG,
    submitted(7),
    { program: 'squeue', stdout: 'a table of the site\n' },
    { program: 'scontrol', args: 'show job -o', stdout: job },
  ]);
  const backend = open(fake);
  await backend.submit([fake.spec(1)]);
  const seen = await pollUntil(backend, (all) => all.length > 0);
  assert.deepEqual(
    seen.map((one) => one.seen),
    [{ kind: 'queued', why: 'Priority' }],
  );
});

test('an empty answer about submitted runs means unknown ids: they are submitted again, not failed', async (t) => {
  const fake = new FakeScheduler(t, [
    CONFIG,
    submitted(7),
    submitted(8),
    NO_ACCOUNTING,
    { program: 'squeue', stdout: '' },
  ]);
  const backend = open(fake);
  await backend.submit([fake.spec(1)]);
  while (fake.calls('sbatch').length < 2)
    assert.deepEqual(
      (await backend.poll(30)).filter(({ seen }) => seen.kind === 'ended'),
      [],
    );
  assert.equal(fake.calls('sacct').length, 1, 'accounting that is disabled is asked once');
});

test('what ended a task is told apart: cancelled, time limit, memory, node, preemption, launch', async (t) => {
  const states: readonly (readonly [string, string, string])[] = [
    ['CANCELLED', 'None', 'cancelled'],
    ['TIMEOUT', 'TimeLimit', 'timeout'],
    ['OUT_OF_MEMORY', 'OutOfMemory', 'out of memory'],
    ['NODE_FAIL', 'NodeDown', 'node failure'],
    ['PREEMPTED', 'None', 'preempted'],
    ['FAILED', 'JobLaunchFailure', 'launch failure'],
  ];
  const fake = new FakeScheduler(t, [CONFIG, submitted(7)]);
  fake.rules([
    CONFIG,
    submitted(7),
    queue(fake, 7, ...states.map(([state, reason], i) => [String(i), state, reason] as const)),
  ]);
  const backend = open(fake);
  const specs = states.map((_, i) => fake.spec(i + 1));
  for (const [i, spec] of specs.entries()) fake.claim(spec, `7_${i}`);
  await backend.submit(specs);
  const ends = await pollUntil(backend, (all) => all.filter((seen) => seen.kind === 'ended').length === states.length);
  const reasons = new Map(ends.map((one) => [one.run, one.seen.kind === 'ended' ? one.seen.outcome.reason : '']));
  assert.deepEqual(
    states.map((_, i) => reasons.get(`run${i + 1}`)),
    states.map(([, , reason]) => reason),
  );
});

test('a run killed with SIGKILL is out of memory when SLURM says so', async (t) => {
  const fake = new FakeScheduler(t, [CONFIG, submitted(7)]);
  fake.rules([CONFIG, submitted(7), queue(fake, 7, ['0', 'OUT_OF_MEMORY'])]);
  const backend = open(fake);
  const spec = fake.spec(1);
  fake.claim(spec, '7_0');
  fake.outcome(spec, '{"exit":137,"at":1001.5,"cause":null}');
  await backend.submit([spec]);
  const [end] = await pollUntil(backend, (all) => all.length > 0);
  assert.equal(end?.seen.kind === 'ended' && end.seen.outcome.reason, 'out of memory');
});

test('a launch failure that SLURM requeues and holds is cancelled and told', async (t) => {
  const fake = new FakeScheduler(t, []);
  fake.rules([
    CONFIG,
    submitted(7),
    queue(fake, 7, ['0-1', 'PENDING', 'launch_failed_requeued_held']),
    { program: 'scancel', args: '^7$' },
  ]);
  const backend = open(fake);
  await backend.submit([fake.spec(1), fake.spec(2)]);
  const ends = await pollUntil(backend, (all) => all.length === 2);
  assert.deepEqual(
    ends.map((one) => one.seen.kind === 'ended' && one.seen.outcome.reason),
    ['launch failure', 'launch failure'],
  );
  assert.equal(fake.calls('scancel').length, 1);
});

test('a dependency that is never satisfied ends the runs with that reason', async (t) => {
  const fake = new FakeScheduler(t, []);
  fake.rules([
    CONFIG,
    submitted(7),
    queue(fake, 7, ['0', 'PENDING', 'DependencyNeverSatisfied']),
    { program: 'scancel' },
  ]);
  const backend = open(fake);
  await backend.submit([fake.spec(1)]);
  const [end] = await pollUntil(backend, (all) => all.length === 1);
  assert.equal(end?.seen.kind === 'ended' && end.seen.outcome.reason, 'dependency');
});
