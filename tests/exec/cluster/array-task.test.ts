// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { withSetup } from '../../../scripts/lib/exec/engine/setup.ts';
import { appears, ended, TaskRig } from './task-rig.ts';

function rigOf(t: TestContext): TaskRig {
  const rig = new TaskRig();
  t.after(() => rig.close());
  return rig;
}

test('a task claims its run, keeps the log and writes one outcome', async (t) => {
  const rig = rigOf(t);
  rig.task(['echo "hello from $SWEEP_OUT_DIR"; exit 3']);
  assert.equal(await ended(rig.start(0, { SLURM_JOB_GPUS: '2,3' })), 3);
  const claim = JSON.parse(rig.read('.attempts/run0_0/1/claim')) as Record<string, unknown>;
  assert.equal(claim.job, '77_0');
  assert.equal(claim.host, 'n1');
  assert.equal(claim.devices, '2,3');
  assert.match(String(claim.start), /^\d+$/);
  assert.equal(rig.read('run0_0/output.log'), `hello from ${rig.path('run0_0')}\n`);
  assert.deepEqual({ ...rig.outcome('run0_0'), at: 0, up: 0 }, { exit: 3, at: 0, up: 0, cause: null });
});

test('a line of the setup that fails ends the run with the cause setup, and its command is not started', async (t) => {
  const rig = rigOf(t);
  const dir = rig.path('.attempts/run0_0/1');
  const command = withSetup('module load cuda\ntrue', `echo ran >${rig.path('mark')}`);
  rig.task([command], { env: { SWEEP_ATTEMPT_DIR: dir } });
  assert.equal(await ended(rig.start(0)), 127);
  assert.deepEqual({ ...rig.outcome('run0_0'), at: 0, up: 0 }, { exit: 127, at: 0, up: 0, cause: 'setup' });
  assert.equal(existsSync(rig.path('mark')), false);
});

test('several runs share a task one after the other, and the last failure gives its exit code', async (t) => {
  const rig = rigOf(t);
  rig.task([`echo a >>${rig.path('order')}`, `echo b >>${rig.path('order')}; exit 4`, `echo c >>${rig.path('order')}`]);
  assert.equal(await ended(rig.start(0)), 4);
  assert.equal(rig.read('order'), 'a\nb\nc\n');
  assert.equal(rig.outcome('run0_2').exit, 0);
});

test('of two tasks that try the same attempt one runs it', async (t) => {
  const rig = rigOf(t);
  rig.task([`echo ran >>${rig.path('mark')}`]);
  await Promise.all([
    ended(rig.start(0, { SLURM_ARRAY_JOB_ID: '1' })),
    ended(rig.start(0, { SLURM_ARRAY_JOB_ID: '2' })),
    ended(rig.start(0, { SLURM_ARRAY_JOB_ID: '3' })),
  ]);
  assert.equal(rig.read('mark'), 'ran\n');
});

test('an attempt that a runner took back is not started', async (t) => {
  const rig = rigOf(t);
  rig.task([`echo ran >>${rig.path('mark')}`]);
  writeFileSync(
    rig.path('.attempts/run0_0/1/claim'),
    '{"pid":1,"start":"1","boot":"x","host":"h","at":1,"job":null,"devices":"","revoked":true}\n',
  );
  assert.equal(await ended(rig.start(0)), 0);
  assert.equal(existsSync(rig.path('mark')), false);
});

test('a run that is too long gets TERM, its group is gone, and the cause is timeout', async (t) => {
  const rig = rigOf(t);
  rig.task(['trap "echo got TERM; exit 9" TERM; sleep 1000 & wait'], { timeoutS: 0.3 });
  assert.equal(await ended(rig.start(0)), 9);
  assert.deepEqual({ ...rig.outcome('run0_0'), at: 0, up: 0 }, { exit: 9, at: 0, up: 0, cause: 'timeout' });
  assert.equal(rig.read('run0_0/output.log'), 'got TERM\n');
});

test('a run that ignores TERM gets KILL when the grace has passed', async (t) => {
  const rig = rigOf(t);
  rig.task(['trap "" TERM; while :; do sleep 1000; done'], { timeoutS: 0.2, graceS: 0.3 });
  assert.equal(await ended(rig.start(0)), 137);
  assert.equal(rig.outcome('run0_0').cause, 'timeout');
});

test('children that outlive their command end with it', async (t) => {
  const rig = rigOf(t);
  rig.task([`sleep 1000 & echo $! >${rig.path('pid')}`], { graceS: 1 });
  assert.equal(await ended(rig.start(0)), 0);
  const pid = Number(rig.read('pid'));
  assert.equal(existsSync(`/proc/${pid}/exe`), false);
});

test('TERM to the task reaches the run and the cause is terminated', async (t) => {
  const rig = rigOf(t);
  rig.task([`trap "exit 7" TERM; echo up >${rig.path('up')}; sleep 1000 & wait`]);
  const task = rig.start(0);
  await appears(rig.path('up'));
  task.kill('SIGTERM');
  assert.equal(await ended(task), 7);
  assert.equal(rig.outcome('run0_0').cause, 'terminated');
});

test('the signal before the limit reaches the programs of a run, its shell survives, and the task asks to come again', async (t) => {
  const rig = rigOf(t);
  rig.program('scontrol', `echo "$*" >>${rig.path('scontrol.log')}`);
  rig.program(
    'train',
    `trap 'echo checkpoint >${rig.path('ckpt')}; exit 5' USR1; echo up >${rig.path('up')}; sleep 1000 & wait`,
  );
  rig.task(['train; code=$?; echo "train left with $code"; exit $code'], { retries: 1 });
  const task = rig.start(0);
  await appears(rig.path('up'));
  task.kill('SIGUSR1');
  assert.equal(await ended(task), 5);
  assert.equal(rig.read('ckpt'), 'checkpoint\n');
  assert.equal(rig.read('run0_0/output.log'), 'train left with 5\n');
  assert.deepEqual(
    { ...rig.outcome('run0_0'), at: 0, up: 0 },
    { exit: 5, at: 0, up: 0, cause: 'time limit', requeued: true },
  );
  assert.equal(rig.read('scontrol.log'), 'requeue 77_0\nupdate JobId=77_0 StartTime=now\n');
});

test('a requeued task takes the next attempt, moves the log link and goes no further than its retries', async (t) => {
  const rig = rigOf(t);
  rig.program('scontrol', 'exit 0');
  rig.task([`trap 'exit 5' USR1; echo up >>${rig.path('up')}; sleep 1000 & wait`], { retries: 1 });
  const first = rig.start(0);
  await appears(rig.path('up'));
  first.kill('SIGUSR1');
  await ended(first);
  writeFileSync(rig.path('up'), '');
  const second = rig.start(0);
  await appears(rig.path('up'));
  assert.equal(readlinkSync(rig.path('run0_0/output.log')), '../.attempts/run0_0/2/output.log');
  second.kill('SIGUSR1');
  await ended(second);
  assert.deepEqual({ ...rig.outcome('run0_0', 2), at: 0, up: 0 }, { exit: 5, at: 0, up: 0, cause: 'time limit' });
});

test('a run that still works three quarters into the lead is ended so that the task can come again', async (t) => {
  const rig = rigOf(t);
  rig.program('scontrol', 'exit 0');
  rig.task([`trap : USR1; echo up >${rig.path('up')}; while :; do sleep 0.05; done`], { retries: 1 });
  const task = rig.start(0, {}, { leadS: 1, heartbeatS: 0.3 });
  await appears(rig.path('up'));
  task.kill('SIGUSR1');
  await ended(task);
  assert.equal(rig.outcome('run0_0').cause, 'time limit');
});

test('when the scheduler refuses to requeue, the outcome says so', async (t) => {
  const rig = rigOf(t);
  rig.program('scontrol', 'exit 1');
  rig.task([`trap 'exit 5' USR1; echo up >${rig.path('up')}; sleep 1000 & wait`], { retries: 1 });
  const task = rig.start(0);
  await appears(rig.path('up'));
  task.kill('SIGUSR1');
  await ended(task);
  assert.equal(rig.outcome('run0_0').requeued, false);
});

test('exit code 0 after the signal means finished', async (t) => {
  const rig = rigOf(t);
  rig.program('scontrol', 'exit 1');
  rig.task([`trap 'exit 0' USR1; echo up >${rig.path('up')}; sleep 1000 & wait`], { retries: 1 });
  const task = rig.start(0);
  await appears(rig.path('up'));
  task.kill('SIGUSR1');
  assert.equal(await ended(task), 0);
  assert.deepEqual({ ...rig.outcome('run0_0'), at: 0, up: 0 }, { exit: 0, at: 0, up: 0, cause: null });
  await ended(rig.start(0));
  assert.equal(existsSync(rig.path('.attempts/run0_0/2')), false, 'a finished run is not run again');
});

test('programs that remove their folder and make it anew end once each, and those after them in the task begin', async (t) => {
  const rig = rigOf(t);
  const anew = `echo "$SWEEP_OUT_DIR" >>${rig.path('marks')}; rm -r "$SWEEP_OUT_DIR"; mkdir "$SWEEP_OUT_DIR"`;
  rig.task([anew, anew]);
  assert.equal(await ended(rig.start(0)), 0);
  assert.equal(await ended(rig.start(0)), 0);
  assert.deepEqual(rig.read('marks').trimEnd().split('\n'), [rig.path('run0_0'), rig.path('run0_1')]);
  assert.deepEqual([rig.outcome('run0_0')['exit'], rig.outcome('run0_1')['exit']], [0, 0]);
});

test('runs of a task that found no time before the limit make it come again, and only they run then', async (t) => {
  const rig = rigOf(t);
  rig.program('scontrol', `echo "$*" >>${rig.path('scontrol.log')}`);
  rig.task([`trap 'exit 0' USR1; echo one >>${rig.path('up')}; sleep 1000 & wait`, `echo two >>${rig.path('up')}`]);
  const task = rig.start(0);
  await appears(rig.path('up'));
  task.kill('SIGUSR1');
  await ended(task);
  assert.match(rig.read('scontrol.log'), /^requeue 77_0\n/);
  await ended(rig.start(0));
  assert.equal(rig.read('up'), 'one\ntwo\n');
});

test('a second copy of a task waits until the heart of the first stands still; the first then ends itself', async (t) => {
  const rig = rigOf(t);
  const marks = rig.path('marks');
  rig.task([
    `echo "start $EPOCHREALTIME $SWEEP_ATTEMPT_DIR" >>${marks}; trap 'echo "end $EPOCHREALTIME $SWEEP_ATTEMPT_DIR" >>${marks}; exit 1' TERM; [[ $SWEEP_ATTEMPT_DIR != */1 ]] || { sleep 1000 & wait; }; echo "end $EPOCHREALTIME $SWEEP_ATTEMPT_DIR" >>${marks}`,
  ]);
  const old = rig.start(0, {}, { heartbeatS: 0.2 });
  await appears(marks);
  const young = rig.start(0, { SLURMD_NODENAME: 'n2' }, { heartbeatS: 0.2 });
  assert.equal(await ended(young), 0);
  await ended(old);
  const lines = rig
    .read('marks')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  assert.deepEqual(lines, ['start', 'end', 'start', 'end'], 'the two never overlapped');
  assert.equal(rig.outcome('run0_0', 1).cause, 'superseded');
  assert.deepEqual({ ...rig.outcome('run0_0', 2), at: 0, up: 0 }, { exit: 0, at: 0, up: 0, cause: null });
});

test('a second copy starts when the first is dead and its heart has stood still for three periods', async (t) => {
  const rig = rigOf(t);
  rig.task([`echo "$SWEEP_ATTEMPT_DIR" >>${rig.path('marks')}`]);
  mkdirSync(rig.path('.attempts/run0_0/1'), { recursive: true });
  writeFileSync(
    rig.path('.attempts/run0_0/1/claim'),
    '{"pid":1,"start":"1","boot":"x","host":"dead","at":1,"job":"77_0","devices":""}\n',
  );
  writeFileSync(rig.path('.attempts/run0_0/1/heartbeat'), '1.5\n');
  assert.equal(await ended(rig.start(0, {}, { heartbeatS: 0.1 })), 0);
  assert.equal(rig.read('marks'), `${rig.path('.attempts/run0_0/2')}\n`);
});

test('a first copy that finishes while the second waits counts, and the second runs nothing', async (t) => {
  const rig = rigOf(t);
  rig.task([`echo run >>${rig.path('marks')}`]);
  writeFileSync(
    rig.path('.attempts/run0_0/1/claim'),
    '{"pid":1,"start":"1","boot":"x","host":"n9","at":1,"job":"77_0","devices":""}\n',
  );
  const task = rig.start(0, {}, { heartbeatS: 60 });
  await appears(rig.path('.attempts/run0_0/2/claim'));
  writeFileSync(rig.path('.attempts/run0_0/1/outcome'), '{"exit":0,"at":5.0,"cause":null}\n');
  assert.equal(await ended(task), 0);
  assert.equal(existsSync(rig.path('marks')), false);
  assert.equal(rig.outcome('run0_0', 2).cause, 'redundant');
});

test('a torn outcome line does not count', async (t) => {
  const rig = rigOf(t);
  rig.task([`echo run >>${rig.path('marks')}`]);
  writeFileSync(
    rig.path('.attempts/run0_0/1/claim'),
    '{"pid":1,"start":"1","boot":"x","host":"n9","at":1,"job":"77_0","devices":""}\n',
  );
  writeFileSync(rig.path('.attempts/run0_0/1/outcome'), '{"exit":0,"at":5.0,"cau');
  assert.equal(await ended(rig.start(0, {}, { heartbeatS: 0.1 })), 0);
  assert.equal(rig.read('marks'), 'run\n');
});

test('with scratch the run works on the node and its files are in the run folder before the outcome is', async (t) => {
  const rig = rigOf(t);
  const scratch = rig.path('scratch');
  mkdirSync(rig.path('run0_0/old'), { recursive: true });
  rig.task([
    `cd "$SWEEP_OUT_DIR"; pwd >${rig.path('where')}; cat "$SWEEP_CONFIG" >copy; mkdir -p old; echo new >old/file; echo m >metrics.jsonl`,
  ]);
  assert.equal(await ended(rig.start(0, { NODE_TMP: scratch }, { scratch: '$NODE_TMP/x' })), 0);
  assert.match(rig.read('where'), /\/scratch\/x\/ksweep-/);
  assert.equal(rig.read('run0_0/copy'), 'CONFIG_A=1\n');
  assert.equal(rig.read('run0_0/old/file'), 'new\n');
  assert.equal(rig.read('run0_0/metrics.jsonl'), 'm\n');
  assert.equal(existsSync(rig.read('where').trim()), false, 'the scratch folder is removed');
  assert.equal(existsSync(rig.path('run0_0/.incoming-1')), false);
});

test('a scratch folder that cannot be made is a failure to launch, not of the run', async (t) => {
  const rig = rigOf(t);
  rig.task([`echo run >>${rig.path('marks')}`]);
  assert.equal(await ended(rig.start(0, {}, { scratch: '$NOT_SET' })), 1);
  assert.equal(rig.outcome('run0_0').cause, 'launch');
  assert.equal(existsSync(rig.path('marks')), false);
});

test('hostile values reach the command as they are', async (t) => {
  const rig = rigOf(t);
  const nasty = `a'b"c $(touch ${rig.path('pwned')}) \\ ; echo \`x\` -n \u{1f600}`;
  rig.task(['printf %s "$CONFIG_X"'], { env: { CONFIG_X: nasty, GONE: null, SLURM_JOB_ID: null } });
  assert.equal(await ended(rig.start(0, { GONE: 'x' })), 0);
  assert.equal(rig.read('run0_0/output.log'), nasty);
  assert.equal(existsSync(rig.path('pwned')), false);
});

test('the exit code is not lost when TERM reaches the task and its run in the same moment', async (t) => {
  const rig = rigOf(t);
  for (let i = 0; i < 12; i += 1) {
    rig.task([`trap 'exit 9' TERM; echo $$ >${rig.path(`up${i}`)}; sleep 1000 & wait`]);
    const task = rig.start(i);
    const pid = Number(await appears(rig.path(`up${i}`)));
    const group = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2]);
    process.kill(-group, 'SIGTERM'); // scancel signals every process of the task
    task.kill('SIGTERM');
    assert.equal(await ended(task), 9);
    assert.deepEqual({ ...rig.outcome(`run${i}_0`), at: 0, up: 0 }, { exit: 9, at: 0, up: 0, cause: 'terminated' });
  }
});
