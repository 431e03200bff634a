// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RunId, sha256 } from '../../scripts/lib/core/hash.ts';
import { createBrakes } from '../../scripts/lib/run/brakes.ts';
import { runEnvironment } from '../../scripts/lib/run/environment.ts';
import { describeFailures } from '../../scripts/lib/run/failures.ts';
import { slugFolderName } from '../../scripts/lib/run/folder-name.ts';
import { foldEvents } from '../../scripts/lib/run/fold.ts';
import type { Event } from '../../scripts/lib/run/event.ts';
import type { Outcome } from '../../scripts/lib/run/outcome.ts';
import { outcomeOf } from '../../scripts/lib/run/outcome-of.ts';
import { retriesAfter } from '../../scripts/lib/run/retry.ts';
import { type EndedBy, requeueCauseOfWords, requeueWords } from '../../scripts/lib/run/cause.ts';
import { createRetryBook } from '../../scripts/lib/run/retry-book.ts';
import { parseNumbers, parseSelection, shardOf } from '../../scripts/lib/run/select.ts';
import { lastLines, signatureOf } from '../../scripts/lib/run/signature.ts';
import { parseTarget } from '../../scripts/lib/run/target.ts';
import { createDurations, parseTimeout, timeoutSeconds } from '../../scripts/lib/run/timeout.ts';
import { createWaitingQueue } from '../../scripts/lib/run/waiting-queue.ts';
import { assignments, rigSettings } from '../rig/sweep-rig.ts';

const id = (n: number): RunId => sha256(String(n)) as RunId; // a brand over the same text
const ended = (exit: number | null, cause: EndedBy | null = null): Outcome =>
  outcomeOf({ exit, startedAtMs: 0, endedAtMs: 1000, host: 'h', devices: [], cause });
const waiting = (n: number) => ({ run: id(n), number: n, attempt: 1, values: [], swept: [] });

test('the first reason of the ladder that holds is the reason', () => {
  assert.equal(ended(0).reason, 'ok');
  assert.equal(ended(0, 'timeout').reason, 'ok', 'a job that ended well by itself has ended well');
  assert.equal(ended(143, 'timeout').reason, 'timeout');
  assert.equal(ended(137, 'cancelled').status, 'cancelled');
  assert.equal(ended(139).signal, 'SIGSEGV');
  assert.equal(ended(1).detail, 'exit code 1');
  assert.equal(ended(null).reason, 'vanished');
  assert.equal(ended(1, 'node failure').reason, 'node failure');
  assert.equal(ended(9, 'early stop').status, 'stopped');
});

test('equal failures have equal signatures, whatever numbers, paths and texts they hold', () => {
  const log = (n: number): string =>
    `Traceback\n  File "/tmp/run${n}/x.py", line ${n}\nValueError: bad '${n}' at 0x7f${n}a in /home/u/${n}/f: ${n}.5e-3\n\n`;
  assert.equal(signatureOf(ended(1), log(1)), signatureOf(ended(1), log(22)));
  assert.notEqual(signatureOf(ended(1), log(1)), signatureOf(ended(2), log(1)));
  assert.notEqual(signatureOf(ended(1), 'KeyError: x'), signatureOf(ended(1), 'TypeError: x'));
  assert.equal(signatureOf(ended(0), log(1)), null);
  assert.equal(signatureOf(ended(255), ''), 'exit code 255', 'no signal has a number that high');
  assert.deepEqual([ended(192).exitCode, ended(193).exitCode], [null, 193]);
  assert.deepEqual(
    [ended(137), ended(137, 'timeout'), ended(137, 'out of memory')].map((end) => signatureOf(end, '')),
    ['SIGKILL', 'timeout', 'out of memory'],
  );
});

test('the end of a log is shown as a terminal would, without its control characters', () => {
  assert.deepEqual(lastLines('a\n10%\r50%\rdone\n\u001b[31mred\u001b[0m\u0007\n\n', 2), ['done', 'red?']);
});

test('attempts are tried again by class and no more often than asked for', () => {
  const book = createRetryBook();
  const why = (outcome: Outcome, more: object = {}): string | undefined => {
    const before = { run: id(1), retries: 0, allowed: 1, isDemanded: false, isAdopted: false, isStopping: false };
    const cause = book.reason({ ...before, outcome, ...more });
    return cause === undefined ? undefined : requeueWords(cause);
  };
  assert.equal(why(ended(2)), undefined);
  assert.equal(why(ended(1), { isStopping: true }), undefined);
  assert.equal(why(ended(1), { isDemanded: true }), 'placed again');
  assert.equal(why(ended(null), { isAdopted: true }), 'its runner or its machine went down');
  assert.equal(why(ended(1)), 'retry 1 of 1');
  assert.equal(why(ended(1), { retries: 1 }), undefined);
  const had = ['placed again', 'retry 1 of 2', 'never started', 'retry 2 of 2']
    .map(requeueCauseOfWords)
    .reduce(retriesAfter, 0);
  assert.deepEqual([had, retriesAfter(had, { kind: 'rerun' })], [2, 0]);
});

test('brakes: budget, target, failures in a row', () => {
  const limits = {
    stopOnFailure: false,
    maxFailures: 2,
    maxTimeS: 10,
    maxRuns: 5,
    target: parseTarget('acc >= 0.9').value,
  };
  const brakes = createBrakes(limits, 1000);
  assert.equal(brakes.beforeStart(4, 10_999), undefined);
  assert.equal(brakes.beforeStart(4, 11_000)?.why, 'budget');
  assert.equal(brakes.beforeStart(5, 2000)?.why, 'budget');
  const failed = { ...ended(1), signature: 'a' };
  assert.equal(brakes.afterEnd(failed, {}), undefined);
  assert.equal(brakes.afterEnd({ ...failed, signature: 'b' }, {}), undefined);
  assert.equal(brakes.afterEnd(ended(0), { acc: 0.8 }), undefined, 'a success begins the row anew');
  assert.equal(brakes.afterEnd({ ...failed, signature: 'b' }, {}), undefined);
  assert.equal(brakes.afterEnd({ ...failed, signature: 'b' }, {})?.why, 'paused');
  assert.equal(brakes.afterEnd(ended(0), { acc: 0.9 })?.why, 'target');
  assert.equal(parseTarget('acc=0.9').value, undefined);
});

test('a timeout is a time, or a share of the median of at least three runs', () => {
  assert.deepEqual(parseTimeout('2h').value, { kind: 'seconds', seconds: 7200 });
  const share = parseTimeout('300%').value ?? { kind: 'none' as const };
  const durations = createDurations();
  for (const s of [10, 2]) durations.add(s);
  assert.equal(timeoutSeconds(share, durations.median()), null);
  durations.add(4);
  assert.equal(timeoutSeconds(share, durations.median()), 12);
  for (const bad of ['90%', '0', '-1s', 'soon']) assert.equal(parseTimeout(bad).value, undefined, bad);
});

test('selections: numbers, shards that are each run exactly once, orders', () => {
  const numbers = parseNumbers('12, 17-20');
  assert.deepEqual(
    [11, 12, 16, 17, 20, 21].map((n) => numbers?.(n)),
    [false, true, false, true, true, false],
  );
  assert.equal(parseNumbers('CONFIG_A'), undefined);
  const counts = [0, 0, 0];
  for (let n = 0; n < 3000; n += 1) counts[shardOf(id(n), 3) - 1] = (counts[shardOf(id(n), 3) - 1] ?? 0) + 1;
  assert.ok(
    counts.every((c) => c > 850),
    `shards are about equal: ${counts.join(' ')}`,
  );
  for (const bad of ['0/2', '3/2', '1', 'a/b'])
    assert.ok(parseSelection(rigSettings({ SHARD: bad })).diagnostics.length > 0, bad);
});

test('a waiting queue keeps its order and gives its front at a flat cost', () => {
  const queue = createWaitingQueue();
  for (let n = 0; n < 5000; n += 1) queue.push(waiting(n));
  for (let n = 0; n < 4000; n += 1) assert.equal(queue.take(id(n))?.number, n);
  queue.push(waiting(1));
  const numbers = [...queue].map((r) => r.number);
  assert.deepEqual([numbers[0], numbers[999], numbers[1000], numbers.length, queue.size], [4000, 4999, 1, 1001, 1001]);
  assert.equal(queue.take(id(2)), undefined);
});

test('folder names are slugs inside their folder, with the id on a clash', () => {
  const none = (): boolean => false;
  assert.equal(slugFolderName('lr=0.1 wd/2', id(1), none), 'lr=0.1_wd/2');
  assert.equal(slugFolderName('../../etc', id(1), none), 'etc');
  assert.equal(slugFolderName('-rf', id(1), none), 'rf');
  assert.match(slugFolderName('', id(1), none), /^run_[0-9a-f]{8}$/);
  assert.match(slugFolderName('search_results.csv', id(1), none), /_[0-9a-f]{8}$/);
  assert.match(slugFolderName('seeds_summary_text.txt', id(1), none), /_[0-9a-f]{8}$/);
  assert.match(slugFolderName('journal.jsonl', id(1), none), /^run_[0-9a-f]{8}$/);
  assert.match(
    slugFolderName('a', id(1), () => true),
    /^a_[0-9a-f]{8}$/,
  );
  assert.equal(slugFolderName('x'.repeat(500), id(1), none).length, 120);
});

test('the environment of a run unsets what it lacks', () => {
  const env = runEnvironment(assignments({ 'a.b': '1', CONFIG_N: 'n' }), ['a.b', 'CONFIG_GONE', 'CONFIG_N'], {
    run: 'id',
    number: 3,
    config: '/c',
    runDir: '/r',
    attemptDir: '/r/attempts/1',
    sweepDir: '/s',
  });
  assert.deepEqual(
    [env['a_b'], env['CONFIG_N'], env['CONFIG_GONE'], env['SWEEP_NUMBER'], env['SWEEP_ID']],
    ['1', 'n', null, '3', 'id'],
  );
});

test('failures are grouped, with the values that all of them and no finished run have', () => {
  const events: Event[] = [{ kind: 'opened', t: 0, host: 'h', pid: 1, command: '' }];
  for (let n = 1; n <= 6; n += 1) {
    const values = assignments({ CONFIG_A: n <= 2 ? 'bad' : 'good', CONFIG_I: String(n), CONFIG_SAME: '1' });
    events.push({
      kind: 'added',
      t: 0,
      run: id(n),
      config: sha256(String(n)) as never,
      number: n,
      folder: `f${n}`,
      values,
      swept: ['CONFIG_A', 'CONFIG_I'],
    });
    events.push({ kind: 'starting', t: 1, run: id(n), attempt: 1, devices: [] });
    const outcome = n <= 2 ? { ...ended(1), signature: 'boom' } : ended(0);
    events.push({ kind: 'ended', t: 2, run: id(n), attempt: 1, outcome });
  }
  assert.deepEqual(describeFailures(foldEvents(events)), [
    {
      signature: 'boom',
      count: 2,
      first: 1,
      numbers: [1, 2],
      names: ['1', '2'],
      folder: 'f1',
      shared: ['CONFIG_A=bad'],
    },
  ]);
});

test('a note on a run whose end is unknown goes with its end; other notes stay', () => {
  const [run, t] = [id(1), 1];
  const events: readonly Event[] = [
    { kind: 'added', t, run, config: run as never, number: 1, folder: 'f', values: [], swept: [] },
    { kind: 'starting', t, run, attempt: 1, devices: [] },
    { kind: 'note', t, run, topic: 'gpu memory', text: 'moved to a larger card' },
    { kind: 'note', t, run, topic: 'unknown', text: 'there is no room to write its outcome' },
  ];
  const notes = (...further: readonly Event[]): readonly string[] =>
    foldEvents([...events, ...further]).runs.get(run)?.notes ?? [];
  assert.deepEqual(notes(), ['moved to a larger card', 'there is no room to write its outcome']);
  assert.deepEqual(notes({ kind: 'ended', t, run, attempt: 1, outcome: ended(0) }), ['moved to a larger card']);
});

test('a journal that contradicts itself is refused', () => {
  assert.throws(() => foldEvents([{ kind: 'starting', t: 1, run: id(1), attempt: 1, devices: [] }]), /was never added/);
});
