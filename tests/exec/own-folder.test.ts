// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { BringUpResult } from '../../scripts/lib/exec/engine/bring-up.ts';
import { SILENT_REPORTER } from '../../scripts/lib/exec/engine/reporter.ts';
import type { Outcome } from '../../scripts/lib/run/outcome.ts';
import { rigBringUp, runFolder } from '../rig/sweep-rig.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ksweep own' $(x)-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly result: BringUpResult;
  readonly outcome: Outcome;
  readonly log: string;
  readonly runDir: string;
}

async function runOne(command: string, settings: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const sweep = { sweepDir: join(folder, 'sweep'), command, runs: [{ CONFIG_A: '1' }], settings, cwd: folder };
  const result = await rigBringUp(sweep);
  const outcome = [...result.state.runs.values()][0]?.outcome ?? null;
  assert.ok(outcome !== null);
  const runDir = runFolder(sweep, 1, result);
  const log = join(runDir, 'output.log');
  return { result, outcome, runDir, log: existsSync(log) ? readFileSync(log, 'utf8') : '' };
}

/** Where the attempts of a run lie, and what in them is meant. */
function attemptsOf(runDir: string, name = '.'): string {
  return join(runDir, '..', '.attempts', basename(runDir), name);
}

test('a job that removes its folder and makes it anew is done once, with its files, configuration and log', async () => {
  const { result, outcome, log, runDir } = await runOne(
    'echo begun; rm -r "$SWEEP_OUT_DIR"; mkdir "$SWEEP_OUT_DIR"; echo 1 >"$SWEEP_OUT_DIR/model.pt"',
  );
  assert.equal(outcome.status, 'done');
  assert.equal([...result.state.runs.values()][0]?.attempts.length, 1);
  assert.deepEqual(readdirSync(runDir).sort(), ['config.txt', 'model.pt', 'output.log']);
  assert.equal(log, 'begun\n');
  assert.match(readFileSync(join(runDir, 'config.txt'), 'utf8'), /CONFIG_A=1/);
  assert.deepEqual(readdirSync(attemptsOf(runDir, '1')).sort(), ['claim', 'outcome', 'output.log']);
});

test('an attempt after one that removed its folder finds its configuration there', async () => {
  const { outcome, log } = await runOne(
    '[ -e ../second ] && exec cat "$SWEEP_CONFIG"; : >../second; rm -r "$SWEEP_OUT_DIR"; exit 1',
    { RETRIES: '1', CWD: folder },
  );
  assert.equal(outcome.status, 'done');
  assert.match(log, /CONFIG_A=1/);
});

test('an end that cannot be written down is known all the same, and the others go on', async () => {
  for (const damage of [
    'mkdir "$o"',
    'mkfifo "$o"',
    'ln -s /nowhere/there "$o"',
    'ln -s "$SWEEP_DIR/sweep.json" "$o"',
  ]) {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    const said: string[] = [];
    const { state, why } = await rigBringUp(
      {
        sweepDir: join(folder, 'sweep'),
        command: `o=$SWEEP_ATTEMPT_DIR/outcome; [ $CONFIG_A = 2 ] || ${damage}; exit $CONFIG_A`,
        runs: [{ CONFIG_A: '0' }, { CONFIG_A: '3' }, { CONFIG_A: '2' }],
        cwd: folder,
        settings: {},
      },
      { reporter: { ...SILENT_REPORTER, note: (text) => said.push(text) } },
    );
    assert.equal(why, 'complete');
    const ends = [...state.runs.values()].map(({ outcome }) => [outcome?.status, outcome?.exitCode]);
    assert.deepEqual(ends, [['done', 0], ['failed', 3], ['failed', 2]], damage); // biome-ignore format: a table
    assert.equal(said.filter((text) => /outcome cannot be written \(no permission, or no file\)/.test(text)).length, 2);
  }
});

test('a pipe in the place of the next log fails that attempt and hangs nothing', async () => {
  const { result } = await runOne(
    'n=${SWEEP_ATTEMPT_DIR%/*}/2; [ -e "$n" ] || { mkdir "$n"; mkfifo "$n/output.log"; }; exit 1',
    { RETRIES: '1' },
  );
  const [run] = [...result.state.runs.values()];
  const reasons = run?.attempts.map((attempt) => attempt.outcome?.reason);
  assert.deepEqual(reasons, ['exit code', 'launch failure', 'exit code']);
});
