// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SLURM } from '../../../../scripts/lib/core/schedulers/slurm/index.ts';
import { slurmDirectives, slurmSignal, slurmTimeS } from '../../../../scripts/lib/core/schedulers/slurm/options.ts';
import { checkOptions } from '../../../../scripts/lib/core/scheduling/option.ts';
import {
  formatTaskRanges,
  parseTaskRanges,
  splitByLength,
} from '../../../../scripts/lib/core/scheduling/task-ranges.ts';
import {
  parseMaxArraySize,
  parseSacct,
  parseSbatch,
  parseScontrolJobs,
  parseSqueue,
  readSbatchRefusal,
  slurmPhase,
} from '../../../../scripts/lib/core/schedulers/slurm/text.ts';

test('ranges of array tasks are read in every form that SLURM writes', () => {
  assert.deepEqual(parseTaskRanges('4-6,9%3'), [4, 5, 6, 9]);
  assert.deepEqual(parseTaskRanges('[4-6,9%3]'), [4, 5, 6, 9]);
  assert.deepEqual(parseTaskRanges('0-15:4'), [0, 4, 8, 12]);
  assert.deepEqual(parseTaskRanges('7'), [7]);
  for (const bad of ['', 'x', '3-1', '1,,2', '1-', '0-99999999999']) assert.equal(parseTaskRanges(bad), undefined, bad);
});

test('a list of tasks that is formatted is read back', () => {
  assert.equal(formatTaskRanges([9, 4, 5, 6, 4]), '4-6,9');
  assert.deepEqual(parseTaskRanges(formatTaskRanges([1, 3, 4, 5, 100])), [1, 3, 4, 5, 100]);
});

test('words are split into groups that fit a command line', () => {
  assert.deepEqual(splitByLength(['aaa', 'bbb', 'ccc'], 8), [['aaa', 'bbb'], ['ccc']]);
  assert.deepEqual(splitByLength(['long-one'], 3), [['long-one']]);
});

test('squeue is read with ranges, reasons and the list that was cut', () => {
  const { reports, unread } = parseSqueue(
    '1|2-5%2|PENDING|JobArrayTaskLimit||sweep-b1\n1|0|RUNNING|None|n1|sweep-b1\n1|6,8,...|PENDING|Priority||sweep-b1\n',
  );
  assert.equal(unread, 0);
  assert.deepEqual(
    reports.map(({ indices, phase }) => [indices, phase.kind]),
    [
      [[2, 3, 4, 5], 'pending'],
      [[0], 'running'],
      ['rest', 'pending'],
    ],
  );
});

test('lines that are no answer of squeue are counted', () => {
  assert.equal(parseSqueue('slurm_load_jobs error\n<html>\n').unread, 2);
  assert.deepEqual(parseSqueue('\n'), { reports: [], unread: 0 });
});

test('scontrol show job -o is read, tasks that never ran in one record included', () => {
  const line = (rest: string): string => `JobId=1 ArrayJobId=1 ${rest} Requeue=1\n`;
  const reports = parseScontrolJobs(
    line(
      'ArrayTaskId=4-6,9%3 JobName=sweep-b1 JobState=CANCELLED Reason=None Dependency=(null) ExitCode=0:0 NodeList=',
    ) +
      line(
        'ArrayTaskId=1 JobName=sweep-b1 JobState=FAILED Reason=NonZeroExitCode Dependency=(null) ExitCode=7:0 NodeList=n1',
      ) +
      line(
        'ArrayTaskId=2 JobName=sweep-b1 JobState=FAILED Reason=RaisedSignal:53(Real-time_signal_19) Dependency=(null) ExitCode=0:53 NodeList=n1',
      ) +
      line(
        'ArrayTaskId=3 JobName=sweep-b1 JobState=PENDING Reason=launch failed requeued held Dependency=(null) ExitCode=0:0 NodeList=',
      ),
  );
  assert.deepEqual(
    reports.map(({ indices, phase }) => [indices, phase]),
    [
      [[4, 5, 6, 9], { kind: 'ended', cause: 'cancelled' }],
      [[1], { kind: 'ended', cause: null }],
      [[2], { kind: 'ended', cause: 'launch' }],
      [[3], { kind: 'stuck', cause: 'launch', why: 'launch failed requeued held' }],
    ],
  );
});

test('sacct is read, with its words behind the state', () => {
  assert.deepEqual(
    parseSacct('12_3|CANCELLED by 0|sweep-b1|n1\n12_[4-6%2]|PENDING|sweep-b1|None assigned\n12|x|y|z\n').map(
      ({ job, indices, phase }) => [job, indices, phase.kind],
    ),
    [
      ['12', [3], 'ended'],
      ['12', [4, 5, 6], 'pending'],
    ],
  );
});

test('every state of squeue(1) means something, and a new one is unknown', () => {
  const states =
    'BOOT_FAIL CANCELLED COMPLETED CONFIGURING COMPLETING DEADLINE FAILED NODE_FAIL OUT_OF_MEMORY PENDING PREEMPTED RUNNING RESV_DEL_HOLD REQUEUE_FED REQUEUE_HOLD REQUEUED RESIZING SIGNALING SPECIAL_EXIT STAGE_OUT STOPPED SUSPENDED TIMEOUT';
  for (const state of states.split(' ')) assert.notEqual(slurmPhase(state, 'None', '').kind, 'unknown', state);
  assert.equal(slurmPhase('REVOKED', 'None', '').kind, 'unknown');
  assert.equal(slurmPhase('', '', '').kind, 'unknown');
});

test('ids are read from --parsable, a cluster name and a banner beside them', () => {
  assert.equal(parseSbatch('123\n'), '123');
  assert.equal(parseSbatch('welcome to the cluster\n123;alpha\n'), '123');
  assert.equal(parseSbatch('Submitted batch job\n'), undefined);
  assert.equal(parseSbatch(''), undefined);
});

test('MaxArraySize is read from scontrol show config', () => {
  assert.equal(parseMaxArraySize('MaxArraySize            = 1001\n'), 1001);
  assert.equal(parseMaxArraySize('nothing'), undefined);
});

test('a refusal is full, wrong or unsure', () => {
  assert.equal(
    readSbatchRefusal(
      "Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
    ),
    'full',
  );
  assert.equal(
    readSbatchRefusal('sbatch: error: Batch job submission failed: Invalid partition name specified'),
    'wrong',
  );
  assert.equal(
    readSbatchRefusal('Batch job submission failed: Requested node configuration is not available'),
    'wrong',
  );
  assert.equal(
    readSbatchRefusal('sbatch: fatal: Could not establish a configuration source'),
    'wrong',
    'no cluster was asked',
  );
  assert.equal(readSbatchRefusal('Batch job submission failed: Socket timed out on send/recv operation'), 'unsure');
  assert.equal(readSbatchRefusal('Unable to contact slurm controller (connect failure)'), 'unsure');
});

test('no value of an option breaks out of its line', () => {
  const nasty = ['x\n#SBATCH --wrap=evil', 'a b', '$(touch x)', '"; rm', "'", 'x\0y', '`id`', ''];
  for (const { setting } of SLURM.options) {
    for (const text of nasty) {
      if (setting === 'SLURM_COMMENT' && text === 'a b') continue;
      assert.equal(checkOptions(SLURM, { [setting]: text }).length, 1, `${setting}=${JSON.stringify(text)}`);
    }
  }
});

test('extra options are words of a known form, and none that ksweep needs for itself', () => {
  assert.deepEqual(checkOptions(SLURM, { SLURM_EXTRA: '--exclusive  --tmp=10G --licenses=matlab:1' }), []);
  for (const bad of [
    '--array=1-3',
    '-J x',
    '--output=/tmp/x',
    '--wrap=ls',
    'naked',
    '--x=$(id)',
    '--x="a',
    '--a\n--b',
    '--parsable',
    '--test-only',
  ]) {
    assert.notDeepEqual(checkOptions(SLURM, { SLURM_EXTRA: bad }), [], bad);
  }
});

test('times are read as sbatch reads them, and a lead that is too long for the limit shrinks', () => {
  assert.deepEqual(
    ['90', '1:30', '1:00:00', '1-12', '2-0:30', '1-00:00:01'].map(slurmTimeS),
    [5400, 90, 3600, 129600, 174600, 86401],
  );
  assert.deepEqual(slurmSignal({ SLURM_SIGNAL: 'USR1@120', SLURM_TIME: '1' }), { name: 'USR1', leadS: 15 });
  assert.deepEqual(slurmSignal({ SLURM_SIGNAL: 'USR1@120', SLURM_TIME: '1:00:00' }), { name: 'USR1', leadS: 120 });
  assert.equal(slurmSignal({ SLURM_SIGNAL: 'none' }), null);
});

test('GPUs, their memory and other resources share one --gres', () => {
  assert.deepEqual(slurmDirectives({ SLURM_GPUS: '2', SLURM_GRES: 'license:1' }), ['--gres=gpu:2,license:1']);
  assert.deepEqual(slurmDirectives({ SLURM_GPU_TYPE: 'a100' }), ['--gres=gpu:a100:1']);
});
