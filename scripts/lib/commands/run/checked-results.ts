// SPDX-License-Identifier: MIT
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Settings } from '../../core/settings/resolve.ts';
import { describeCodeChange } from '../../edge/sweep-folder/provenance.ts';
import { readSweepManifest, type SweepManifest, writeSweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import type { RunnerTools } from '../../exec/engine/engine-request.ts';
import { importFrom, type OtherSweep, siblingSweeps, unlessUnreadable } from '../../exec/import-results.ts';
import type { RunState } from '../../run/state.ts';
import { shownPath } from '../call/shown-path.ts';
import type { FolderRequest } from './run-request.ts';

type Environment = NonNullable<SweepManifest['check']>;

/** Notes in a sweep folder that a sweep-check of it was green, so that the next sweep may take these runs over. */
export function noteGreenCheck(sweepDir: string, settings: Settings, runs: readonly RunState[]): void {
  const check = { runs: runs.map(({ run }) => run), ...environmentOf(settings) };
  writeSweepManifest(sweepDir, { ...readSweepManifest(sweepDir), check });
}

/** What decides what a command does and is no part of a run's id. */
function environmentOf(settings: Settings): Omit<Environment, 'runs'> {
  return { setup: settings.text('SETUP') ?? '', cwd: settings.text('CWD') ?? '' };
}

/**
 * Returns what takes the runs of a green sweep-check into a new sweep; undefined unless that check is the newest of its
 * sweep folders, so that each is taken once. Only runs of the same id are taken, and none where code or setup are known to have
 * changed, which is told. REUSE=0 takes none.
 */
export function takingChecked(
  request: FolderRequest,
  note: (text: string) => void,
): RunnerTools['importResults'] | undefined {
  const { settings, sweepDir, outputDir, caller } = request;
  const [newest] = siblingSweeps(outputDir, sweepDir, note);
  if (settings.layer('REUSE') !== 'default' || newest === undefined) return undefined;
  const before = unlessUnreadable(() => readSweepManifest(newest.sweepDir), note);
  const check = before?.check;
  if (before === undefined || check === undefined) return undefined;
  return function* take(_state, open, t) {
    const asked = new Set<string>(check.runs);
    const runs = open.filter(({ run }) => asked.has(run));
    if (runs.length === 0) return;
    const why = changedSince(request, { before, check, newest });
    if (why !== undefined) return note(`note: the run of sweep-check is not taken: ${why}`);
    for (const event of importFrom([newest], sweepDir, t, runs)) {
      const run = runs.find((one) => event.kind === 'imported' && one.run === event.run);
      const name = run === undefined ? 'a run' : request.plan.runName(run);
      const from = shownPath(newest.sweepDir, caller.cwd);
      note(`note: ${name} is taken from the sweep-check in ${from}; REUSE=0 runs it again`);
      yield event;
    }
  };
}

/** A sweep-check and where it ran. */
interface Checked {
  readonly before: SweepManifest;
  readonly check: Environment;
  readonly newest: OtherSweep;
}

/** Says what differs from when the check ran; undefined when nothing is known to. */
function changedSince({ settings, manifest }: FolderRequest, { before, check, newest }: Checked): string | undefined {
  const now = environmentOf(settings);
  if (check.setup !== now.setup || check.cwd !== now.cwd || before.cwdBase !== manifest.cwdBase)
    return 'SWEEP_SETUP or SWEEP_CWD was another';
  const code = describeCodeChange(before.provenance.git, manifest.cwdBase);
  if (code !== undefined) return code;
  const asked = new Set<string>(check.runs);
  const starts = [...(newest.state()?.runs.values() ?? [])]
    .filter(({ run }) => asked.has(run))
    .flatMap(({ outcome }) => outcome?.startedAtMs ?? []);
  const file = newerFile(manifest, Math.min(...starts));
  return file === undefined ? undefined : `${file} has changed since`;
}

/** Returns a file that the command names and that is newer than a moment (epoch milliseconds); without git nothing else tells of changes. */
function newerFile({ command, cwdBase }: SweepManifest, sinceMs: number): string | undefined {
  const words = command.split(/[\s'"=;&|()<>]+/).filter((word) => word !== '');
  return words.find((word) => {
    const stat = statSync(resolve(join(cwdBase, word)), { throwIfNoEntry: false });
    return stat?.isFile() === true && stat.mtimeMs > sinceMs;
  });
}
