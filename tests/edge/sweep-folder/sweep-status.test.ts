// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { sha256 } from '../../../scripts/lib/core/hash.ts';
import { revokeAttempt } from '../../../scripts/lib/edge/run-folder/attempt-files.ts';
import { gatherView, glanceAt } from '../../../scripts/lib/edge/metrics/gather-view.ts';
import { JOURNAL_NAME } from '../../../scripts/lib/edge/journal/journal-file.ts';
import { openJournal } from '../../../scripts/lib/edge/journal/journal-writer.ts';
import { findLog, followLog } from '../../../scripts/lib/commands/logs.ts';
import { readStatus } from '../../../scripts/lib/edge/sweep-folder/sweep-status.ts';
import { outcomeOf } from '../../../scripts/lib/run/outcome-of.ts';
import { neverStarted } from '../../../scripts/lib/run/never-started.ts';
import type { Event } from '../../../scripts/lib/run/event.ts';
import { leaderboard, statusText } from '../../../scripts/lib/commands/status/show-status.ts';
import { assignments, rigSettings } from '../../rig/sweep-rig.ts';
import { writeSyntheticSweep } from '../../rig/synthetic-sweep.ts';

const run = sha256('run') as never;
const ANNOUNCED: readonly Event[] = [
  { kind: 'opened', t: 0, host: 'h', pid: 1, command: '' },
  {
    kind: 'added',
    t: 0,
    run,
    config: sha256('config') as never,
    number: 1,
    folder: 'config_001',
    values: assignments({ A: '1' }),
    swept: ['A'],
  },
  { kind: 'starting', t: 1, run, attempt: 1, devices: [] },
];

/** A sweep folder whose runner announced a run that no wrapper took. */
function announced(t: TestContext, further: readonly Event[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'config_001', 'attempts', '1'), { recursive: true });
  const journal = openJournal(join(folder, JOURNAL_NAME));
  journal.append([...ANNOUNCED, ...further], false);
  journal.close();
  return folder;
}

test('a run that was announced here and that nobody took is pending, for people and programs', (t) => {
  const { counts, running, announced: count } = readStatus(announced(t));
  assert.deepEqual([counts, running, count], [{ pending: 1 }, [], 1]);
});

test('so is one whose attempt a runner took back and ended before it could say so', (t) => {
  const folder = announced(t);
  revokeAttempt(join(folder, 'config_001', 'attempts', '1'), 5);
  assert.deepEqual(readStatus(folder).counts, { pending: 1 });
});

test('on a cluster it waits in the queue and is listed', (t) => {
  const folder = announced(t);
  mkdirSync(join(folder, 'cluster'));
  const { counts, running } = readStatus(folder);
  assert.deepEqual([counts, running.map((r) => r.live)], [{ running: 1 }, ['not started']]);
});

test('what waits for its next attempt has no reason and no time in the reports', (t) => {
  const folder = announced(t, neverStarted({ run, attempt: 1, t: 2, why: 'its runner ended before' }));
  const [row] = gatherView(folder, rigSettings({}), 10).runs;
  assert.deepEqual([row?.status, row?.reason, row?.detail, row?.totalTimeS], ['pending', '', '', null]);
});

test('its log is told to be none yet, and not that it is empty', (t) => {
  assert.throws(() => findLog(announced(t), 1), /run 1 has not begun, so it has no log/);
  assert.throws(
    () => findLog(announced(t, neverStarted({ run, attempt: 1, t: 2, why: 'its runner ended before' })), 1),
    /run 1 has not begun, so it has no log/,
  );
  assert.equal(findLog(announced(t), 1, { mayWait: true }).number, 1, 'FOLLOW=1 waits for it');
  const begun = announced(t);
  writeFileSync(join(begun, 'config_001', 'attempts', '1', 'claim'), '{"pid":1}\n');
  assert.equal(findLog(begun, 1).text, ' (running)');
});

test('a look that has no time shows what was read before, says how much is missing, and the next one goes on', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const runs = ['1', '2', '3'].map((a) => ({
    values: { CONFIG_A: a },
    seconds: 1,
    files: { 'training_metrics.json': { acc: Number(a) } },
  }));
  const sweep = writeSyntheticSweep(join(folder, 'sweep'), { runs });
  const [settings, nowMs] = [rigSettings({ METRIC: 'acc max' }), Date.now() + 60_000]; // the files have been as they are for long
  const look = (budgetMs: number): readonly unknown[] => {
    const { view, unread } = glanceAt(sweep, readStatus(sweep).state, settings, { nowMs, budgetMs });
    return [unread, ...view.ranked.map((r) => r.number)];
  };
  assert.deepEqual(look(0), [3]);
  const one = look(Number.MIN_VALUE); // time for one run, whatever it takes
  assert.deepEqual(one, [2, 1]);
  assert.deepEqual(look(0), [2, 1], 'it was kept');
  assert.deepEqual(look(Number.POSITIVE_INFINITY), [0, 3, 2, 1]);
  const table = leaderboard(sweep, readStatus(sweep), settings, { nowMs, columns: 100, place: undefined, budgetMs: 0 });
  assert.doesNotMatch(table, /no time to read/);
});

test('the leaderboard says what it leaves out', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const sweep = writeSyntheticSweep(join(folder, 'sweep'), {
    runs: [{ values: { CONFIG_A: '1' }, seconds: 1, files: { 'training_metrics.json': { acc: 1 } } }],
  });
  const table = leaderboard(sweep, readStatus(sweep), rigSettings({ METRIC: 'acc max' }), {
    nowMs: 0,
    columns: 100,
    place: 'runs/one',
    budgetMs: 0,
  });
  assert.match(
    table,
    /No run can be ranked\.[\s\S]*without 1 run whose results[\s\S]*make sweep-report SWEEP=runs\/one reads all/,
  );
});

test('the log of a run that was pruned is found, and one that somebody removed is said to be gone', (t) => {
  const outcome = outcomeOf({ exit: 0, startedAtMs: 1, endedAtMs: 2, host: 'h', devices: [], cause: null });
  const folder = announced(t, [{ kind: 'ended', t: 2, run, attempt: 1, outcome }]);
  assert.match(findLog(folder, 1).text, /^ \(done\); this log is gone$/);
  mkdirSync(join(folder, 'TO_BE_DELETED'));
  renameSync(join(folder, 'config_001'), join(folder, 'TO_BE_DELETED', 'config_001'));
  writeFileSync(join(folder, 'TO_BE_DELETED', 'config_001', 'output.log'), '');
  const found = findLog(folder, 1);
  assert.deepEqual([found.text, found.path], [' (done)', join(folder, 'TO_BE_DELETED', 'config_001', 'output.log')]);
});

test('results that were taken from other sweeps are told', (t) => {
  const outcome = outcomeOf({ exit: 0, startedAtMs: 1, endedAtMs: 2, host: 'h', devices: [], cause: null });
  const folder = announced(t, [
    ...neverStarted({ run, attempt: 1, t: 2, why: '' }),
    { kind: 'imported', t: 3, run, from: '../sweep_1', outcome },
  ]);
  assert.match(
    statusText(readStatus(folder), { nowMs: 9, place: undefined }),
    /1\/1 ended, 1 done\n {2}1 of them taken from \.\.\/sweep_1\n/,
  );
});

test('kinds of failures that are not listed are counted', (t) => {
  const status = readStatus(announced(t));
  const failures = Array.from({ length: 12 }, (_, i) => ({
    signature: `exit code ${i + 1}`,
    said: `exit code ${i + 1}`,
    count: 1,
    first: i + 1,
    numbers: [i + 1],
    names: [String(i + 1)],
    folder: `f${i + 1}`,
    shared: [],
  }));
  assert.match(
    statusText({ ...status, failures }, { nowMs: 9, place: undefined }),
    /exit code 10 \(first: 10, log: f10\/output\.log\)\n {2}\.\.\. and 2 more\n/,
  );
});

test('a log is followed to the end of its run also where no runner writes that end down', async (t) => {
  for (const [end, text] of [
    ['outcome', '{"exit":0,"at":2,"cause":null}\n'],
    ['none, its wrapper is gone', ''],
  ] as const) {
    const folder = announced(t);
    const attempt = join(folder, 'config_001', 'attempts', '1');
    writeFileSync(
      join(attempt, 'claim'),
      `${JSON.stringify({ pid: 1, start: '0', boot: 'before', host: hostname(), at: 1 })}\n`,
    );
    writeFileSync(join(attempt, end), text);
    writeFileSync(join(folder, 'config_001', 'output.log'), 'the end\n');
    let printed = '';
    await followLog(findLog(folder, 1), folder, { follow: true, write: (bytes) => (printed += bytes.toString()) });
    assert.equal(printed, 'the end\n', end);
  }
});
