// SPDX-License-Identifier: MIT
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../core/diagnostic.ts';
import { counted, formatBytes } from '../core/quantity.ts';
import { removeQuietly, writing } from '../edge/files.ts';
import { readSweepState } from '../edge/journal/journal-file.ts';
import { CACHE_NAME } from '../edge/metrics/metric-cache.ts';
import { REPORT_CACHE_NAME } from '../edge/page/kept-reports.ts';
import { PRUNED_NAME } from '../edge/metrics/gather-view.ts';
import { linkOnTheWay } from '../edge/inner-folder.ts';
import { RESERVE_NAME } from '../edge/sweep-folder/reserve.ts';
import type { RunState } from '../run/state.ts';
import { factsOfStatus } from '../run/status.ts';
import { commandOf, EXIT, tell } from './call/command.ts';
import { openReportSource, tellNewest } from './call/report-source.ts';
import { refuseWhileRunning } from './call/runner-at-work.ts';
import { ARCHIVE_SPEC } from './specs/results.ts';

export const ARCHIVE = commandOf(ARCHIVE_SPEC, (call) => {
  const source = openReportSource(call);
  tellNewest(call, source);
  const to = call.settings.text('TO');
  const path = to === undefined || to === '' ? `${source.folder}.tar.gz` : resolve(call.cwd, to);
  const archive = archiveSweep(source.folder, path);
  for (const note of archive.notes) tell(call, `note: ${note}`);
  return {
    text: () => `${archive.path}: ${archive.entries} files and folders, ${formatBytes(archive.bytes)}\n`,
    json: () => archive,
    exit: EXIT.done,
  };
});

export interface Archive {
  readonly path: string;
  readonly bytes: number;
  readonly entries: number;
  /** What the archive is without: runs that are to come, and pruned ones. */
  readonly notes: readonly string[];
}

/**
 * Packs a sweep folder into one .tar.gz (what was pruned and what can be rebuilt stay out), reads it back, and only then
 * gives it its name. The folder stays. Throws UsageError while a runner is at work or when the target exists.
 */
function archiveSweep(sweepDir: string, target: string): Archive {
  refuseWhileRunning(sweepDir, 'archive');
  const path = resolve(target);
  if (existsSync(path)) throw new UsageError(`${path} exists`, 'TO=FILE names another one');
  if (!existsSync(dirname(path)))
    throw new UsageError(`${dirname(path)} does not exist`, 'make that folder, or name another file with TO=FILE');
  const temporary = `${path}.tmp-${process.pid}`;
  const folder = realpathSync(sweepDir); // tar would pack a link as a link
  // A sweep whose journal cannot be read is refused before anything is written.
  const notes = missingFrom(folder);
  const name = basename(folder);
  try {
    const left = [PRUNED_NAME, CACHE_NAME, REPORT_CACHE_NAME, RESERVE_NAME].map(
      (entry) => `--exclude=${name}/${entry}`,
    );
    tar(
      path,
      '--create',
      '--gzip',
      `--file=${temporary}`,
      `--directory=${dirname(folder)}`,
      '--anchored',
      '--no-wildcards',
      ...left,
      '--',
      name,
    );
    const entries = tar(path, '--list', '--gzip', `--file=${temporary}`)
      .split('\n')
      .filter((line) => line !== '').length;
    writing(path, () => renameSync(temporary, path));
    return { path, bytes: statSync(path).size, entries, notes };
  } finally {
    removeQuietly(temporary);
  }
}

function missingFrom(folder: string): readonly string[] {
  const runs = [...readSweepState(folder).runs.values()].filter((run) => !run.retired);
  const left = runs.filter((run) => !factsOfStatus(run.status).hasBegun).length;
  const { folders, files } = prunedFrom(folder, runs);
  return [
    ...(left === 0 ? [] : [`the sweep is not finished: ${left} of ${runs.length} runs still to start`]),
    ...(folders === 0
      ? []
      : [
          `without ${counted(folders, 'pruned run folder')} in ${PRUNED_NAME}/: reports made of the archive lack their metrics`,
        ]),
    ...(files === 0 ? [] : [`without ${counted(files, 'pruned file')} of runs that stay, in ${PRUNED_NAME}/`]),
  ];
}

/** What lies in TO_BE_DELETED: folders of runs that left, and files (checkpoints) of runs that are still there. */
function prunedFrom(folder: string, runs: readonly RunState[]): { readonly folders: number; readonly files: number } {
  const there = runs.filter((run) => linkOnTheWay(folder, join(PRUNED_NAME, run.folder)) === undefined);
  const pruned = there.filter((run) => existsSync(join(folder, PRUNED_NAME, run.folder)));
  const staying = pruned.filter((run) => existsSync(join(folder, run.folder)));
  return {
    folders: pruned.length - staying.length,
    files: staying.reduce((sum, run) => sum + filesIn(join(folder, PRUNED_NAME, run.folder)), 0),
  };
}

function filesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).length;
}

function tar(path: string, ...args: readonly string[]): string {
  try {
    return execFileSync('tar', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 30 });
  } catch (error) {
    const said =
      typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new UsageError(
      `${path} cannot be written: ${said}`,
      'the sweep folder stays as it is; when that is mended, the same command packs it',
    );
  }
}
