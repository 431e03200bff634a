// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openJournal } from '../../scripts/lib/edge/journal/journal-writer.ts';
import { findMarked, ownIdentity } from '../../scripts/lib/edge/holding/process.ts';
import { SILENT_REPORTER } from '../../scripts/lib/exec/engine/reporter.ts';
import { createStopRequest, type StopRequest } from '../../scripts/lib/exec/engine/stop-request.ts';
import { exitCodeOf, lastLine } from '../../scripts/lib/commands/run/run-answer.ts';
import { type RigSweep, rigBringUp, runFolder } from '../rig/sweep-rig.ts';
import { folder, runOne, attemptsOf } from '../rig/one-job.ts';

test('a grandchild that holds the log open does not hold up the run, and is ended', async () => {
  const { outcome, log } = await runOne('(trap "" HUP; sleep 60) & disown; echo started');
  assert.equal(outcome.status, 'done');
  assert.equal(log, 'started\n');
});

test('a grandchild that left group, session and parents is ended with the sweep', async () => {
  const { outcome } = await runOne('setsid bash -c "cd /; exec sleep 60" >/dev/null 2>&1 </dev/null & sleep 0.1');
  assert.equal(outcome.status, 'done');
});

/** Leaves a process in a session of its own behind, which notes that it was asked to end; the run `hold` waits while that file is there. */
const ESCAPES = `setsid bash -c 'bye() { : >"$SWEEP_OUT_DIR/asked"; [ "$CONFIG_A" = stubborn ] || exit; }; trap bye TERM; : >"$SWEEP_OUT_DIR/escaped"; while :; do sleep 0.02; done' >/dev/null 2>&1 </dev/null &
until [ -e "$SWEEP_OUT_DIR/escaped" ]; do sleep 0.01; done; [ "$CONFIG_A" != hold ] || while [ -e hold ]; do sleep 0.01; done`;

test('what left its group is ended at the end of its own run, TERM before KILL; what belongs to a running attempt is left alone', async () => {
  const sweepDir = join(folder, 'sweep');
  writeFileSync(join(folder, 'hold'), '');
  const living = (): Set<string> =>
    new Set(findMarked('SWEEP_ATTEMPT_DIR', `${sweepDir}/`).map((p) => /config_\d+/.exec(p.value)?.[0] ?? ''));
  const notes: string[] = [];
  const seen = new Set<string>();
  const sweep: RigSweep = {
    sweepDir,
    command: ESCAPES,
    runs: [{ CONFIG_A: 'hold' }, { CONFIG_A: 'meek' }, { CONFIG_A: 'stubborn' }],
    cwd: folder,
    settings: { PARALLEL: '2', GRACE: '1s' },
  };
  const result = await rigBringUp(sweep, {
    reporter: {
      ...SILENT_REPORTER,
      note: (text) => void notes.push(text),
      tick: (running) => {
        const now = living();
        for (const name of now) seen.add(name);
        // The first run goes on until all that the others left is gone: the test's own time limit ends it when that never happens.
        if (running.size === 1 && seen.has('config_003') && !now.has('config_002') && !now.has('config_003')) {
          assert.ok(now.has('config_001'), 'the escaped process of the run that still runs');
          rmSync(join(folder, 'hold'), { force: true });
        }
      },
    },
  });
  assert.deepEqual(
    [...result.state.runs.values()].map((r) => r.status),
    ['done', 'done', 'done'],
  );
  assert.deepEqual(living(), new Set());
  for (const n of [2, 3]) assert.ok(existsSync(join(runFolder(sweep, n, result), 'asked')), `run ${n} got TERM`);
  assert.equal(notes.length, 1, 'it is told once');
  assert.match(notes[0] ?? '', /^config_00[23]_[0-9a-f]{8}: process \d+ outlived its run and is ended/);
});

test('what the last run left is asked with TERM too when the runner ends', async () => {
  const { outcome, runDir } = await runOne(ESCAPES, {}, { CONFIG_A: 'meek' });
  assert.equal(outcome.status, 'done');
  assert.ok(existsSync(join(runDir, 'asked')));
});

test('a process that gave its mark away on purpose outlives its run', async () => {
  const { outcome, log } = await runOne(
    'env -u SWEEP_ATTEMPT_DIR setsid sleep 60 >/dev/null 2>&1 </dev/null & until read -r _ _ _ _ group _ </proc/$!/stat && [ "$group" = $! ]; do :; done; echo $!',
  );
  assert.equal(outcome.status, 'done');
  // setsid of a background job is no group leader, so it keeps its pid.
  assert.ok(process.kill(Number(log), 0));
  process.kill(Number(log), 'SIGKILL');
});

test('a run that goes on under another host name of this machine is left alone, also when the runner ends', async (t) => {
  const sweep: RigSweep = {
    sweepDir: join(folder, 'sweep'),
    command: 'true',
    runs: [{ CONFIG_A: '1' }, { CONFIG_A: '2' }],
    cwd: folder,
  };
  const first = await rigBringUp(sweep, { stop: stopped('interrupted') });
  const attemptDir = attemptsOf(runFolder(sweep, 1, first), '1');
  const [run] = [...first.state.runs.keys()];
  assert.ok(run !== undefined);
  const journal = openJournal(join(sweep.sweepDir, 'journal.jsonl'));
  journal.append([{ kind: 'starting', t: 1, run, attempt: 1, devices: [], place: 'apart' }], true);
  journal.close();
  mkdirSync(attemptDir, { recursive: true });
  writeFileSync(
    join(attemptDir, 'claim'),
    `${JSON.stringify({ ...ownIdentity(), host: 'elsewhere', at: 1, job: null, devices: '' })}\n`,
  );
  const job = spawn('sleep', ['60'], { env: { ...process.env, SWEEP_ATTEMPT_DIR: attemptDir } });
  t.after(() => job.kill('SIGKILL'));
  const result = await rigBringUp(sweep);
  assert.deepEqual(
    [...result.state.runs.values()].map((r) => r.status),
    ['running', 'done'],
  );
  assert.equal(
    lastLine(result, undefined),
    'Sweep not complete (what was left alone may still run): 1 done, 1 running; make sweep-resume goes on',
  );
  assert.equal(exitCodeOf(result), 1);
  assert.deepEqual(
    findMarked('SWEEP_ATTEMPT_DIR', sweep.sweepDir).map((p) => p.pid),
    [job.pid],
    'its process lives',
  );
});

function stopped(text: string): StopRequest {
  const stop = createStopRequest();
  stop.raise(1, 'interrupted', text);
  return stop;
}
