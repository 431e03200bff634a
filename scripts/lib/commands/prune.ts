// SPDX-License-Identifier: MIT
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../core/diagnostic.ts';
import { counted, formatBytes } from '../core/quantity.ts';
import type { FolderViewSetting } from '../core/settings/groups.ts';
import type { Settings } from '../core/settings/resolve.ts';
import { checkNames, namesOf, parseCondition, satisfies } from '../report/conditions.ts';
import type { ReportRun } from '../report/view.ts';
import { isUnmatched } from '../results/readers/log-regex.ts';
import { ATTEMPTS_NAME } from '../edge/run-folder/attempt-place.ts';
import { refuseWayOut } from '../edge/inner-folder.ts';
import { gatherView, PRUNED_NAME } from '../edge/metrics/gather-view.ts';
import { makeFolder, writing } from '../edge/files.ts';
import { readSweepState } from '../edge/journal/journal-file.ts';
import { stillNeeded } from '../run/stages/of-stage.ts';
import { factsOfStatus } from '../run/status.ts';
import { commandOf, EXIT } from './call/command.ts';
import { openReportSource, tellNewest } from './call/report-source.ts';
import { refuseWhileRunning } from './call/runner-at-work.ts';
import { PRUNE_SPEC } from './specs/results.ts';

export const PRUNE = commandOf(PRUNE_SPEC, (call) => {
  const source = openReportSource(call);
  const { folder, settings } = source;
  tellNewest(call, source);
  const plan = planPrune(folder, settings, Date.now());
  const isDone = call.switches.has('apply') || (settings.isGiven('DRY_RUN') && !settings.get('DRY_RUN'));
  if (isDone) movePruned(folder, plan);
  return {
    text: () => pruneText(folder, plan, isDone),
    json: () => ({ moved: [...plan.folders, ...plan.checkpoints], kept: plan.kept, done: isDone }),
    exit: EXIT.done,
  };
});

/** A file or folder that prune moves, relative to the sweep folder. */
export interface PrunedPath {
  readonly path: string;
  readonly bytes: number;
}

export interface PrunePlan {
  readonly folders: readonly PrunedPath[];
  readonly checkpoints: readonly PrunedPath[];
  readonly kept: number;
}

/**
 * Returns what KEEP and CHECKPOINTS would move out of the way. Runs that have not ended always stay. Throws UsageError
 * when neither is given or a runner is at work.
 */
function planPrune(
  sweepDir: string,
  settings: Settings<FolderViewSetting | 'KEEP' | 'CHECKPOINTS' | 'CHECKPOINT_FILES'>,
  nowMs: number,
): PrunePlan {
  const keep = settings.text('KEEP');
  const checkpoints = settings.get('CHECKPOINTS');
  if ((keep === undefined || keep === '') && checkpoints === 'all') {
    throw new UsageError(
      'nothing says what to keep',
      "KEEP='test_acc>80' keeps the runs that satisfy it; CHECKPOINTS=best keeps only the best checkpoints",
    );
  }
  refuseWhileRunning(sweepDir, 'prune');
  const view = gatherView(sweepDir, settings, nowMs);
  const condition = keep === undefined || keep === '' ? undefined : parseCondition('KEEP', keep);
  if (condition !== undefined) {
    checkNames(condition, view.runs);
    refuseUnread(view.runs);
  }
  const present = view.runs.filter((run) => existsSync(join(sweepDir, run.folder)));
  const names = namesOf(view.runs);
  const needed = stillNeeded(readSweepState(sweepDir).runs);
  const leaves = (run: ReportRun): boolean =>
    condition !== undefined && hasEnded(run) && !needed.has(run.run) && !satisfies(condition, run, names);
  for (const { folder } of present) refuseWayOut(sweepDir, folder);
  const staying = present.filter((run) => !leaves(run));
  const checkpointNames = checkpointPattern(settings.get('CHECKPOINT_FILES'));
  return {
    folders: present.filter(leaves).map((run) => sized(sweepDir, run.folder)),
    checkpoints:
      checkpoints === 'all'
        ? []
        : staying
            .filter((run) => hasEnded(run) && !needed.has(run.run))
            .flatMap((run) => surplusCheckpoints(sweepDir, run.folder, checkpointNames, checkpoints)),
    kept: staying.length,
  };
}

/** Moves what a plan names to TO_BE_DELETED/ inside the sweep folder; nothing is ever deleted. */
function movePruned(sweepDir: string, plan: PrunePlan): void {
  for (const { path } of plan.folders) {
    // Its attempts first: where the folder itself is still there, the same command moves the rest.
    const attempts = join(ATTEMPTS_NAME, path);
    if (existsSync(join(sweepDir, attempts))) moveAway(sweepDir, attempts);
    moveAway(sweepDir, path);
  }
  for (const { path } of plan.checkpoints) moveAway(sweepDir, path);
}

function moveAway(sweepDir: string, path: string): void {
  for (const inside of [path, join(PRUNED_NAME, path)]) refuseWayOut(sweepDir, inside);
  const target = freeName(join(sweepDir, PRUNED_NAME, path));
  writing(
    target,
    () => {
      makeFolder(dirname(target));
      renameSync(join(sweepDir, path), target);
    },
    'what was not moved is where it was; when that is mended, the same command moves the rest',
  );
}

function pruneText(folder: string, { folders, checkpoints, kept }: PrunePlan, isDone: boolean): string {
  const moved = [...folders, ...checkpoints];
  const lines = moved.map(({ path, bytes }) => `${isDone ? 'moved' : 'would move'} ${path} (${formatBytes(bytes)})`);
  const total = formatBytes(moved.reduce((sum, m) => sum + m.bytes, 0));
  const how =
    moved.length === 0
      ? 'nothing to move'
      : isDone
        ? `moved to ${folder}/${PRUNED_NAME}/`
        : 'nothing was moved: DRY_RUN=0 moves them';
  lines.push(
    `${counted(folders.length, 'run folder')} and ${counted(checkpoints.length, 'checkpoint')}, ${total}; ${kept === 1 ? '1 run stays' : `${kept} runs stay`}; ${how}`,
  );
  return `${lines.join('\n')}\n`;
}

/** A run whose log was not read to its end looks like one without results. Throws UsageError. */
function refuseUnread(runs: readonly ReportRun[]): void {
  const unread = runs.flatMap((run) =>
    run.problems
      .filter(isUnmatched)
      .slice(0, 1)
      .map((problem) => `${run.configFile}: ${problem}`),
  );
  if (unread.length === 0) return;
  const more = unread.length === 1 ? '' : ` (and ${unread.length - 1} more)`;
  throw new UsageError(
    `what to keep cannot be told, ${unread[0] ?? ''}${more}`,
    'give a METRIC_REGEX that comes to an end',
  );
}

function hasEnded(run: ReportRun): boolean {
  return factsOfStatus(run.status).isSettled;
}

function surplusCheckpoints(
  sweepDir: string,
  folder: string,
  names: RegExp,
  keep: 'last' | 'best' | 'none',
): readonly PrunedPath[] {
  const found = filesBelow(sweepDir, folder).filter((path) => names.test(path.slice(path.lastIndexOf('/') + 1)));
  if (keep === 'none') return found.map((path) => sized(sweepDir, path));
  const newest = [...found].sort(
    (a, b) => statSync(join(sweepDir, b)).mtimeMs - statSync(join(sweepDir, a)).mtimeMs,
  )[0];
  const best = found.filter((path) => /best/i.test(path.slice(path.lastIndexOf('/') + 1)));
  // A run that marks no best one keeps its newest: what is left must still be a result.
  const kept = new Set(keep === 'best' && best.length > 0 ? best : newest === undefined ? [] : [newest]);
  return found.filter((path) => !kept.has(path)).map((path) => sized(sweepDir, path));
}

function checkpointPattern(names: string): RegExp {
  const parts = names.split(/[,\s]+/).filter((n) => n !== '');
  const literal = (text: string): string => text.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^(?:${parts.map(literal).join('|')})$`);
}

/** Paths of the plain files below a folder, relative to the sweep folder; links are not followed. */
function filesBelow(sweepDir: string, folder: string): readonly string[] {
  const entries = readdirSync(join(sweepDir, folder), { withFileTypes: true, recursive: true });
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name).slice(sweepDir.length + 1));
}

function sized(sweepDir: string, path: string): PrunedPath {
  const stat = statSync(join(sweepDir, path));
  if (!stat.isDirectory()) return { path, bytes: stat.size };
  return {
    path,
    bytes: filesBelow(sweepDir, path).reduce((sum, file) => sum + statSync(join(sweepDir, file)).size, 0),
  };
}

function freeName(path: string): string {
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? path : `${path}_${n}`;
    if (!existsSync(candidate)) return candidate;
  }
}
