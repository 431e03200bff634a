// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LSF } from '../../../../scripts/lib/core/schedulers/lsf/index.ts';
import { lsfDirectives, lsfSignal } from '../../../../scripts/lib/core/schedulers/lsf/options.ts';
import {
  lsfPhase,
  parseBhist,
  parseBjobs,
  parseBsub,
  readBsubRefusal,
} from '../../../../scripts/lib/core/schedulers/lsf/text.ts';
import { checkOptions } from '../../../../scripts/lib/core/scheduling/option.ts';

const NOTHING = { host: '', pendReason: '' };

test('bjobs -json is read; tasks count from 0', () => {
  const records = [
    {
      JOBID: '5',
      JOBINDEX: '1',
      STAT: 'RUN',
      JOB_NAME: 'sweep-b1[1]',
      EXEC_HOST: 'h1',
      EXIT_REASON: '',
      PEND_REASON: '',
    },
    {
      JOBID: '5',
      JOBINDEX: '2',
      STAT: 'EXIT',
      JOB_NAME: 'sweep-b1[2]',
      EXEC_HOST: 'h1',
      EXIT_REASON: 'TERM_RUNLIMIT: job killed after reaching LSF run time limit',
      PEND_REASON: '',
    },
    { ERROR: 'Job <9> is not found' },
  ];
  const answer = parseBjobs(JSON.stringify({ COMMAND: 'bjobs', JOBS: 2, RECORDS: records }));
  assert.equal(answer?.unread, 0);
  assert.deepEqual(answer?.reports, [
    { job: '5', name: 'sweep-b1', indices: [0], phase: { kind: 'running', host: 'h1' } },
    { job: '5', name: 'sweep-b1', indices: [1], phase: { kind: 'ended', cause: 'time limit' } },
  ]);
});

test('a cut or foreign answer of bjobs is none', () => {
  assert.equal(parseBjobs('{"COMMAND":"bjobs","RECORDS":[{"JOBID"'), undefined);
  assert.equal(parseBjobs('LSF is down. Please wait ...'), undefined);
  assert.equal(parseBjobs('{"RECORDS":[{"JOBID":"x"}]}')?.unread, 1);
});

test('states and termination reasons mean something, and hosts that do not answer are unknown', () => {
  for (const stat of ['PEND', 'PROV', 'PSUSP', 'WAIT', 'RUN', 'USUSP', 'SSUSP', 'DONE', 'EXIT'])
    assert.notEqual(lsfPhase(stat, '', NOTHING).kind, 'unknown', stat);
  for (const stat of ['UNKWN', 'ZOMBI', '']) assert.equal(lsfPhase(stat, '', NOTHING).kind, 'unknown', stat);
  const cause = (reason: string): unknown => {
    const phase = lsfPhase('EXIT', reason, NOTHING);
    return phase.kind === 'ended' ? phase.cause : undefined;
  };
  assert.deepEqual(['TERM_MEMLIMIT: x', 'TERM_OWNER: x', 'TERM_PREEMPT: x', 'TERM_ADMIN: x', ''].map(cause), [
    'out of memory',
    'cancelled',
    'preempted',
    'cancelled',
    null,
  ]);
});

test('bhist -l is read through its wrapped lines; the last event of a requeued job counts', () => {
  const text = [
    'Job <12[1]>, Job Name <sweep-b1[1]>, User <me>, Project <default>, Command <#!/bin/ba',
    '                     sh; ks_sweep=x>',
    'Sat Nov 21 09:37:14: Submitted from host <h0>, to Queue <normal>;',
    'Sat Nov 21 09:37:15: Starting (Pid 123);',
    'Sat Nov 21 09:38:15: Exited with exit code 85. The CPU time used is 0.1 seconds;',
    'Sat Nov 21 09:38:16: Job has been requeued;',
    'Sat Nov 21 09:38:20: Starting (Pid 124);',
    'Sat Nov 21 09:39:20: Done successfully. The CPU time used is 0.1 seconds;',
    '------------------------------------------------------------------------------',
    'Job <12[2]>, Job Name <sweep-b1[2]>, User <me>',
    'Sat Nov 21 09:39:20: Exited; TERM_OWNER: job killed by owner;',
    '------------------------------------------------------------------------------',
    'Job <12[3]>, Job Name <sweep-b1[3]>, User <me>',
    'Sat Nov 21 09:37:14: Submitted from host <h0>, to Queue <normal>;',
    '',
  ].join('\n');
  assert.deepEqual(
    parseBhist(text).map(({ job, name, indices, phase }) => [job, name, indices, phase]),
    [
      ['12', 'sweep-b1', [0], { kind: 'ended', cause: null }],
      ['12', 'sweep-b1', [1], { kind: 'ended', cause: 'cancelled' }],
      ['12', 'sweep-b1', [2], { kind: 'pending', why: 'PEND' }],
    ],
  );
});

test('the id is read from what bsub prints', () => {
  assert.equal(parseBsub('Job <123> is submitted to default queue <normal>.\n'), '123');
  assert.equal(parseBsub('Request aborted by esub. Job not submitted.\n'), undefined);
});

test('a refusal is full, wrong or unsure', () => {
  assert.equal(readBsubRefusal('User has reached the pending job slot limit. Job not submitted.'), 'full');
  assert.equal(readBsubRefusal('nope: No such queue. Job not submitted.'), 'wrong');
  assert.equal(readBsubRefusal('LSF is down. Please wait ...'), 'unsure');
  assert.equal(readBsubRefusal('batch daemon not responding ... still trying'), 'unsure');
});

test('no value of an option breaks out of its line', () => {
  for (const { setting } of LSF.options) {
    for (const text of ['x\n#BSUB -q evil', '"; rm', '$(id)', '`id`', 'a"b', '']) {
      assert.equal(checkOptions(LSF, { [setting]: text }).length, 1, `${setting}=${JSON.stringify(text)}`);
    }
  }
});

test('option lines come in a fixed order, and the warning only with a limit', () => {
  const values = {
    LSF_TIME: '1:00',
    LSF_QUEUE: 'a b',
    LSF_GPU: 'num=1',
    LSF_RESOURCES: 'rusage[mem=4000] span[hosts=1]',
    LSF_CPUS: '2',
    LSF_MEM: '8GB',
    LSF_PROJECT: 'p',
    LSF_SIGNAL: 'USR1@2',
    LSF_EXTRA: '-x -sp 50',
  };
  assert.deepEqual(lsfDirectives(values), [
    '-q "a b"',
    '-P p',
    '-n 2',
    '-M 8GB',
    '-W 1:00',
    '-gpu "num=1"',
    '-R "rusage[mem=4000] span[hosts=1]"',
    '-wa USR1',
    '-wt 2',
    '-x',
    '-sp 50',
  ]);
  assert.equal(lsfSignal({ LSF_SIGNAL: 'USR1@2' }), null);
});

test('extra options are of a known form, and none that ksweep needs for itself', () => {
  assert.deepEqual(checkOptions(LSF, { LSF_EXTRA: '-x -sp 50' }), []);
  for (const bad of ['-J x', '-o /tmp/x', 'naked', '-x $(id)', '-K', '-a\n-b', '-Q 1'])
    assert.notDeepEqual(checkOptions(LSF, { LSF_EXTRA: bad }), [], bad);
});
