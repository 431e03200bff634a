// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach } from 'node:test';
import { findMarked } from '../../scripts/lib/edge/holding/process.ts';
import type { BringUpResult } from '../../scripts/lib/exec/engine/bring-up.ts';
import type { Outcome } from '../../scripts/lib/run/outcome.ts';
import { type RigSweep, rigBringUp, runFolder } from './sweep-rig.ts';

export let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ksweep jobs' $(x)-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

export interface Ran {
  readonly result: BringUpResult;
  readonly outcome: Outcome;
  readonly log: string;
  readonly runDir: string;
}

export async function runOne(
  command: string,
  settings: Readonly<Record<string, string>> = {},
  values: Readonly<Record<string, string>> = { CONFIG_A: '1' },
): Promise<Ran> {
  const sweep: RigSweep = { sweepDir: join(folder, 'sweep'), command, runs: [values], settings, cwd: folder };
  const result = await rigBringUp(sweep);
  const outcome = outcomeOfFirst(result);
  assert.ok(outcome !== null);
  assert.deepEqual(findMarked('SWEEP_ATTEMPT_DIR', sweep.sweepDir), [], 'no process of the sweep is left');
  const runDir = runFolder(sweep, 1, result);
  const log = join(runDir, 'output.log');
  return { result, outcome, runDir, log: existsSync(log) ? readFileSync(log, 'utf8') : '' };
}

/** Where the attempts of a run lie, and what in them is meant. */
export function attemptsOf(runDir: string, name = '.'): string {
  return join(runDir, '..', '.attempts', basename(runDir), name);
}

export function outcomeOfFirst({ state }: BringUpResult): Outcome | null {
  return [...state.runs.values()][0]?.outcome ?? null;
}
