// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawOutcome } from '../../../scripts/lib/edge/run-folder/attempt-files.ts';
import type { ObservedAttempt } from '../../../scripts/lib/edge/run-folder/observe-run-folder.ts';
import { judge, type Look } from '../../../scripts/lib/exec/cluster/judge.ts';

const CLAIM = { pid: 1, start: '1', boot: 'b', host: 'n1', at: 1, up: null, job: '7_0', devices: '' };
const PHASES: readonly Look['phase'][] = [
  { kind: 'pending', why: 'Priority' },
  { kind: 'running', host: 'n1' },
  { kind: 'ending' },
  { kind: 'ended', cause: null },
  { kind: 'ended', cause: 'node failure' },
  { kind: 'absent' },
  { kind: 'silent', why: 'no answer' },
  { kind: 'unknown', why: 'state X' },
];

function attempt(claim: ObservedAttempt['claim'], outcome?: Partial<RawOutcome>): ObservedAttempt {
  return {
    attempt: 1,
    claim,
    outcome: outcome === undefined ? undefined : { exit: 0, at: 5, up: null, cause: null, ...outcome },
    heartbeat: undefined,
  };
}

function look(over: Partial<Look>): Look {
  return {
    current: attempt(CLAIM),
    previous: undefined,
    hasNext: false,
    phase: { kind: 'running', host: 'n1' },
    held: 0,
    wasClaimed: true,
    isStale: false,
    ...over,
  };
}

test('exit code 0 is done, whatever the scheduler says', () => {
  for (const phase of PHASES)
    assert.deepEqual(judge(look({ current: attempt(CLAIM, { exit: 0, cause: 'terminated' }), phase })), {
      kind: 'ended',
      exit: 0,
      cause: null,
      of: 'current',
    });
});

test('a scheduler that is silent or knows nothing never ends a run', () => {
  for (const phase of PHASES.filter(({ kind }) => kind === 'silent' || kind === 'unknown')) {
    for (const current of [attempt('none'), attempt(CLAIM), attempt(CLAIM, { exit: 143, cause: 'terminated' })]) {
      for (const held of [0, 99])
        assert.match(judge(look({ current, phase, held, isStale: true })).kind, /^(unknown|running|hold)$/);
    }
  }
});

test('old news that a task is pending do not requeue a run that has just begun', () => {
  const phase = { kind: 'pending', why: 'Priority' } as const;
  assert.equal(judge(look({ phase, wasClaimed: false })).kind, 'running');
  assert.equal(judge(look({ phase, wasClaimed: true })).kind, 'requeued');
});

test('a claimed run without an outcome is held until its files had time to come, then ended as the scheduler says', () => {
  const phase = { kind: 'ended', cause: 'cancelled' } as const;
  assert.equal(judge(look({ phase, held: 0 })).kind, 'hold');
  assert.deepEqual(judge(look({ phase, held: 3 })), { kind: 'ended', exit: null, cause: 'cancelled', of: 'current' });
});

test('a run that the scheduler forgot lives as long as its heart beats', () => {
  assert.equal(judge(look({ phase: { kind: 'absent' }, held: 99 })).kind, 'running');
  assert.deepEqual(judge(look({ phase: { kind: 'absent' }, held: 3, isStale: true })), {
    kind: 'ended',
    exit: null,
    cause: null,
    of: 'current',
  });
});

test('a task told to stop goes on as a new attempt when it is pending again, and is cancelled when it is not', () => {
  const current = attempt(CLAIM, { exit: 143, cause: 'terminated' });
  assert.deepEqual(judge(look({ current, phase: { kind: 'pending', why: 'BeginTime' } })), {
    kind: 'requeued',
    exit: 143,
    cause: 'preempted',
    why: 'BeginTime',
  });
  assert.equal(
    judge(look({ current, phase: { kind: 'running', host: 'n1' } })).kind,
    'hold',
    'still tidying up, or started again: a claim will tell',
  );
  assert.deepEqual(judge(look({ current, phase: { kind: 'ended', cause: 'cancelled' } })), {
    kind: 'ended',
    exit: 143,
    cause: 'cancelled',
    of: 'current',
  });
  assert.deepEqual(judge(look({ current, phase: { kind: 'absent' } })), {
    kind: 'ended',
    exit: 143,
    cause: 'terminated',
    of: 'current',
  });
});

test('a newer claim means that the scheduler took the node for dead', () => {
  assert.deepEqual(judge(look({ hasNext: true })), {
    kind: 'requeued',
    exit: null,
    cause: 'node failure',
    why: 'started again',
  });
  assert.equal(
    judge(look({ hasNext: true, current: attempt(CLAIM, { exit: 9, cause: 'superseded' }) })).kind,
    'requeued',
  );
});

test('an attempt that found its predecessor finished takes its result', () => {
  const current = attempt(CLAIM, { exit: 0, cause: 'redundant' });
  assert.deepEqual(judge(look({ current, previous: attempt(CLAIM, { exit: 0 }) })), {
    kind: 'ended',
    exit: 0,
    cause: null,
    of: 'previous',
  });
});

test('a failure waits a little for the scheduler to say whether it was the memory', () => {
  const current = attempt(CLAIM, { exit: 137 });
  assert.equal(judge(look({ current, held: 0 })).kind, 'hold');
  assert.deepEqual(judge(look({ current, held: 3 })), { kind: 'ended', exit: 137, cause: null, of: 'current' });
  assert.deepEqual(judge(look({ current, phase: { kind: 'ended', cause: 'out of memory' } })), {
    kind: 'ended',
    exit: 137,
    cause: 'out of memory',
    of: 'current',
  });
});

test('a task that ended without beginning the run makes it lost, unless somebody cancelled it', () => {
  const none = attempt('none');
  assert.equal(judge(look({ current: none, phase: { kind: 'ended', cause: null }, held: 3 })).kind, 'lost');
  assert.equal(judge(look({ current: none, phase: { kind: 'absent' }, held: 3 })).kind, 'lost');
  assert.deepEqual(judge(look({ current: none, phase: { kind: 'ended', cause: 'cancelled' }, held: 3 })), {
    kind: 'ended',
    exit: null,
    cause: 'cancelled',
    of: 'current',
  });
  assert.equal(judge(look({ current: none, phase: { kind: 'ended', cause: 'cancelled' }, held: 0 })).kind, 'hold');
});

test('a revoked attempt is cancelled', () => {
  assert.deepEqual(judge(look({ current: attempt({ ...CLAIM, job: null, revoked: true }) })), {
    kind: 'ended',
    exit: null,
    cause: 'cancelled',
    of: 'current',
  });
});
