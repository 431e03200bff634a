// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfigId, RunId } from '../../../scripts/lib/core/hash.ts';
import { decodeEvent } from '../../../scripts/lib/edge/journal/decode-event.ts';
import { DecodeError } from '../../../scripts/lib/edge/journal/fields.ts';
import { type RequeueCause, requeueWords } from '../../../scripts/lib/run/cause.ts';
import type { Event, EventKind } from '../../../scripts/lib/run/event.ts';
import { foldEvents } from '../../../scripts/lib/run/fold.ts';
import type { Outcome } from '../../../scripts/lib/run/outcome.ts';

const run = 'aa' as RunId; // a brand over the same text
const other = 'bb' as RunId;
const OUTCOME: Outcome = {
  status: 'done',
  reason: 'ok',
  exitCode: 0,
  signal: null,
  startedAtMs: 1.5,
  endedAtMs: 2.5,
  host: 'h',
  devices: ['0'],
  detail: '',
  signature: null,
  cause: 'timeout',
  unranked: 'no metric',
  durationS: 1,
};
const REPORTED = {
  metrics: { acc: 0.5, 'a b': null },
  files: [{ path: 'eval/metrics.csv', size: 10, mtimeMs: 3.25 }],
  outputs: [{ path: 'model.pt', size: 11, mtimeMs: 4 }],
};

/** Each kind with all that 1.1 has. */
const FULL: { readonly [K in EventKind]: Required<Extract<Event, { kind: K }>> } = {
  added: {
    kind: 'added',
    t: 1,
    run,
    config: 'cc' as ConfigId,
    number: 1,
    folder: 'sample/config_001_aa',
    values: [{ name: 'CONFIG_A', value: { kind: 'number', text: '1' } }],
    swept: ['CONFIG_A'],
    stage: 'sample',
    needs: [other],
    requested: [{ name: 'CONFIG_A', value: { kind: 'number', text: '2' }, why: 'clamped' }],
    extra: true,
  },
  retired: { kind: 'retired', t: 2, run },
  revived: { kind: 'revived', t: 3, run },
  blocked: { kind: 'blocked', t: 4, run, by: [other] },
  starting: { kind: 'starting', t: 5, run, attempt: 1, devices: ['0'], place: 'apart' },
  started: { kind: 'started', t: 6, run, attempt: 1, host: 'h', pid: 5, pidStart: '77', job: '9_1', boot: 'b' },
  ended: { kind: 'ended', t: 7, run, attempt: 1, outcome: OUTCOME, reported: REPORTED },
  imported: { kind: 'imported', t: 8, run, from: '../other', outcome: OUTCOME, reported: REPORTED },
  requeued: { kind: 'requeued', t: 9, run, cause: { kind: 'lost output', files: ['model.pt'] } },
  note: { kind: 'note', t: 10, run, topic: 'unknown', text: 'x' },
  opened: { kind: 'opened', t: 11, host: 'h', pid: 1, command: 'c', version: [1, 1], ksweep: '0.1.0', boot: 'b' },
  closed: { kind: 'closed', t: 12, why: 'stop on failure', text: 'x' },
};

/** As it is read back from a line. */
function line(event: object): unknown {
  return JSON.parse(JSON.stringify(event));
}

test('events of every kind are read back whole, with all that 1.1 has', () => {
  for (const event of Object.values(FULL)) assert.deepEqual(decodeEvent(line(event)), event);
});

test('a state holds what the fields of 1.1 tell', () => {
  const { added, starting, started, ended, blocked } = FULL;
  const before = { ...added, run: other, number: 2, needs: [] };
  const state = foldEvents([before, added, starting, started, ended]);
  const told = state.runs.get(run);
  assert.ok(told !== undefined);
  assert.deepEqual(
    [told.stage, told.needs, told.requested, told.isExtra, told.reported],
    ['sample', [other], added.requested, true, REPORTED],
  );
  assert.deepEqual(
    told.attempts.map(({ place, boot }) => [place, boot]),
    [['apart', 'b']],
  );
  const waits = foldEvents([before, added, blocked]).runs.get(run);
  assert.deepEqual([waits?.status, waits?.blockedBy], ['blocked', [other]]);
  const unblocked: Event = { kind: 'requeued', t: 5, run, cause: { kind: 'unblocked' } };
  const again = foldEvents([before, added, blocked, unblocked]).runs.get(run);
  assert.deepEqual([again?.status, again?.blockedBy], ['pending', []]);
});

test('lines of 1.0 are read as before: the fields that it had not are what they were', () => {
  const { stage: _s, needs: _n, requested: _r, extra: _e, ...added } = FULL.added;
  const events = [added, { kind: 'starting', t: 5, run, attempt: 1, devices: [] }].map((e) => decodeEvent(line(e)));
  const told = foldEvents(events).runs.get(run);
  assert.deepEqual(
    [told?.stage, told?.needs, told?.requested, told?.isExtra, told?.reported, told?.attempts[0]?.place],
    [null, [], [], false, null, 'inside'],
  );
});

for (const [why, cause] of [
  ['retry 2 of 3', { kind: 'retry', retry: 2, of: 3 }],
  ['RETRY_FAILED', { kind: 'retry failed' }],
  ['RERUN', { kind: 'rerun' }],
  ['never started', { kind: 'never started' }],
  ['placed again', { kind: 'placed again' }],
  ['it could not be begun', { kind: 'not begun' }],
  ['its runner or its machine went down', { kind: 'went down' }],
  ['something else', { kind: 'other', text: 'something else' }],
] as const satisfies readonly (readonly [string, RequeueCause])[]) {
  test(`a run of 1.0 that waits again because of "${why}" does so by a cause of its own`, () => {
    assert.deepEqual(decodeEvent({ kind: 'requeued', t: 1, run, why }), { kind: 'requeued', t: 1, run, cause });
    assert.equal(requeueWords(cause), why);
  });
}

for (const [what, event, message] of [
  ['no object', [], 'it is no event'],
  ['a kind that is not known', { kind: 'paused', t: 1 }, 'events of kind "paused" are not known'],
  ['a kind that every object has', { kind: 'constructor', t: 1 }, 'events of kind "constructor" are not known'],
  ['no time', { ...FULL.retired, t: undefined }, '"t" is missing, expected a number'],
  ['number 0', { ...FULL.added, number: 0 }, '"number" is 0, expected a whole number of at least 1'],
  ['attempt 1.5', { ...FULL.starting, attempt: 1.5 }, '"attempt" is 1.5, expected a whole number of at least 1'],
  ['a folder above', { ...FULL.added, folder: '../x' }, '"folder" is "../x", expected a path inside the sweep folder'],
  ['an absolute folder', { ...FULL.added, folder: '/x' }, '"folder" is "/x", expected a path inside the sweep folder'],
  ['an empty folder', { ...FULL.added, folder: '' }, '"folder" is "", expected a path inside the sweep folder'],
  ['a folder with a dot', { ...FULL.added, folder: 'a/./b' }, '"folder" is "a/./b", expected a path'],
  ['values that are none', { ...FULL.added, values: [{ name: 'A', value: 1 }] }, 'it is no value'],
  [
    'a kind of value',
    { ...FULL.added, values: [{ name: 'A', value: { kind: 'x', text: '' } }] },
    '"kind" is "x", expected one of',
  ],
  [
    'a status',
    { ...FULL.ended, outcome: { ...OUTCOME, status: 'pending' } },
    '"status" is "pending", expected one of done',
  ],
  ['a reason', { ...FULL.ended, outcome: { ...OUTCOME, reason: 'bored' } }, '"reason" is "bored", expected one of'],
  ['an exit code', { ...FULL.ended, outcome: { ...OUTCOME, exitCode: '0' } }, '"exitCode" is "0", expected a number'],
  ['a cause', { ...FULL.ended, outcome: { ...OUTCOME, cause: 'bored' } }, 'the cause "bored" is not known'],
  ['a cause to wait', { ...FULL.requeued, cause: { kind: 'bored' } }, '"kind" is "bored", expected one of'],
  ['a place', { ...FULL.starting, place: 'elsewhere' }, '"place" is "elsewhere", expected one of inside, apart'],
  ['a version', { ...FULL.opened, version: '1.1' }, 'a version is no pair of whole numbers'],
  [
    'a reported file',
    { ...FULL.ended, reported: { ...REPORTED, files: [{ path: '../x', size: 1, mtimeMs: 1 }] } },
    '"path" is "../x"',
  ],
  ['why it closed', { ...FULL.closed, why: 'bored' }, '"why" is "bored", expected one of complete'],
] as const) {
  test(`an event with ${what} is refused`, () => {
    assert.throws(
      () => decodeEvent(line(event)),
      (error) => error instanceof DecodeError && error.message.includes(message),
    );
  });
}

test('a note about anything is a note', () => {
  assert.deepEqual(decodeEvent({ kind: 'note', t: 1, topic: 'cluster', text: 'x' }), {
    kind: 'note',
    t: 1,
    topic: 'other',
    text: 'x',
  });
});
