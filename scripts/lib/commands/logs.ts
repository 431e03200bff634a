// SPDX-License-Identifier: MIT
import { existsSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sweepPlace } from './call/sweep-place.ts';
import { makeLine } from '../core/make-line.ts';
import { labelOf } from '../config/configuration.ts';
import { DiagnosticsError, UsageError } from '../core/diagnostic.ts';
import type { RunId } from '../core/hash.ts';
import type { RunStatus } from '../run/outcome.ts';
import { inStage } from '../run/select.ts';
import { chosenStage } from '../run/stages/chosen.ts';
import { parseRunName } from '../run/stages/run-name.ts';
import { stagesOf } from '../run/stages/of-stage.ts';
import type { RunState, SweepState } from '../run/state.ts';
import { attemptFolder } from '../edge/run-folder/attempt-place.ts';
import { readClaim, readLogEnd } from '../edge/run-folder/attempt-files.ts';
import { isMissing } from '../edge/files.ts';
import { type FollowedLog, followedLog } from '../edge/run-folder/followed-log.ts';
import { isReallyInside } from '../edge/inner-folder.ts';
import { runFolderOf } from '../edge/metrics/gather-view.ts';
import { readSweepState } from '../edge/journal/journal-file.ts';
import { readLock } from '../edge/holding/lock-file.ts';
import { liveRun } from '../edge/sweep-folder/sweep-status.ts';
import { factsOfStatus } from '../run/status.ts';
import { commandOf, EXIT, tell } from './call/command.ts';
import { openReportSource } from './call/report-source.ts';
import { LOGS_SPEC } from './specs/results.ts';

/** Prints the log of a run, or goes on printing it. */
export const LOGS = commandOf(LOGS_SPEC, async (call) => {
  const { folder, settings } = openReportSource(call);
  const follow = settings.get('FOLLOW');
  if (call.asJson && follow) throw new UsageError('--json prints one answer, FOLLOW=1 goes on', 'give one of them');
  const { number, stage = settings.text('STAGE') } = parseRunName(settings.text('N'));
  const log = findLog(folder, number, { mayWait: follow, stage, place: sweepPlace(call, folder) });
  if (!call.asJson) {
    tell(call, `${log.path}${log.text}`);
    await followLog(log, folder, { follow, write: (bytes) => void call.streams.stdout.write(bytes) });
  }
  return { text: () => '', json: () => logJson(log), exit: EXIT.done };
});

/** The log of a run's newest attempt. */
export interface RunLog {
  readonly run: RunId;
  readonly number: number;
  readonly attempt: number;
  readonly status: RunStatus;
  /** Through the link output.log, which a new attempt moves. */
  readonly path: string;
  /** What is to be said beside it: ` (failed: exit code 1)`. */
  readonly text: string;
}

/** Which log is meant. */
interface LogQuestion {
  readonly mayWait: boolean;
  readonly stage?: string | undefined;
  /** How a line names the sweep folder; undefined where it finds it by itself. */
  readonly place?: string | undefined;
}

/** Returns the log of a run by its number. Throws UsageError when there is no such run, or when it has not begun and shall not be waited for. */
export function findLog(
  sweepDir: string,
  number: number,
  { mayWait, stage, place }: LogQuestion = { mayWait: false },
): RunLog {
  const state = readSweepState(sweepDir);
  const { value: chosen, diagnostics } = chosenStage({ STAGE: stage }, stagesOf(state));
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics);
  const those = [...state.runs.values()].filter(inStage(chosen));
  const run = those.find((r) => r.number === number);
  if (run === undefined) {
    const last = those.reduce((most, r) => Math.max(most, r.number), 0);
    throw new UsageError(
      `there is no run ${number}${chosen === undefined ? '' : ` in stage "${chosen}"`}`,
      last === 0 ? 'the sweep has none yet' : `the last one is ${last}`,
    );
  }
  const isAwaited = mayWait && run.status === 'running';
  if (!isAwaited && !hasBegun(sweepDir, run)) throw noLog(run, state, place);
  const attempt = run.attempts.at(-1)?.attempt ?? 1;
  const detail =
    run.status !== 'pending' && run.outcome !== null && run.outcome.detail !== '' ? `: ${run.outcome.detail}` : '';
  const path = join(runFolderOf(sweepDir, run.folder), 'output.log');
  if (existsSync(path) && !isReallyInside(sweepDir, path))
    throw new UsageError(
      `${path} leads out of the sweep folder`,
      'the log of an attempt lies in .attempts/; a link to somewhere else is not followed',
    );
  const gone = factsOfStatus(run.status).mayLive || existsSync(path) ? '' : '; this log is gone';
  return {
    run: run.run,
    number,
    attempt,
    status: run.status,
    path,
    text: ` (${attempt > 1 ? `attempt ${attempt}, ` : ''}${run.status}${detail})${gone}`,
  };
}

/** What is blocked is told with what blocks it: that one has the log. */
function noLog({ stage, number, blockedBy }: RunState, { runs }: SweepState, place: string | undefined): UsageError {
  const nameOf = (one: Pick<RunState, 'stage' | 'number'>): string =>
    labelOf({ name: String(one.number), stage: one.stage });
  const blocking = blockedBy.flatMap((id) => runs.get(id) ?? []).map(nameOf);
  const what = `run ${nameOf({ stage, number })} has not begun, so it has no log`;
  if (blocking.length === 0) return new UsageError(what);
  return new UsageError(
    `${what}: it is blocked by ${blocking.join(', ')}`,
    `${makeLine('sweep-logs', place, `N=${blocking[0]}`)} shows what happened there`,
  );
}

/** Attempts that a runner announced and nobody took, or took back, are none. */
function hasBegun(sweepDir: string, run: RunState): boolean {
  if (run.importedFrom !== null || (run.outcome !== null && run.outcome.reason !== 'launch failure')) return true;
  return run.attempts.some((attempt) => {
    const claim = readClaim(attemptFolder({ home: sweepDir, folder: run.folder }, attempt));
    return claim === 'torn' || (typeof claim === 'object' && claim.revoked !== true);
  });
}

/** Most of a log that is part of a JSON answer: its end. */
const JSON_BYTES = 1_048_576;

/** Returns a run and the end of its log, for programs. */
function logJson({ number, attempt, status, path }: RunLog): unknown {
  const target = realpathIfThere(path);
  const bytes = target === '' ? 0 : statSync(target).size;
  const text = target === '' ? '' : readLogEnd(target, JSON_BYTES);
  return { number, attempt, status, path, bytes, isWhole: bytes <= JSON_BYTES, text };
}

const LOOK_MS = 250;

/** Writes a log to its end; with `follow` goes on as it grows, over new attempts too, until the run has ended. */
export async function followLog(
  log: RunLog,
  sweepDir: string,
  options: { follow: boolean; write: (bytes: Buffer) => void },
): Promise<void> {
  let target = '';
  let newest: FollowedLog | undefined;
  for (;;) {
    const now = realpathIfThere(log.path);
    if (now !== target) {
      target = now;
      newest = now === '' ? undefined : followedLog(now);
    }
    const isOver = !options.follow || hasEnded(sweepDir, log.run); // asked first: what comes after the end is read below
    newest?.copyNew(options.write);
    if (isOver) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function realpathIfThere(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

function hasEnded(sweepDir: string, id: RunId): boolean {
  const run = readSweepState(sweepDir).runs.get(id);
  if (run === undefined || !factsOfStatus(run.status).mayLive) return true;
  if (readLock(sweepDir)?.isHeld === true) return false; // that runner may try it again
  const { live } = liveRun(sweepDir, run);
  return live === 'ended' || live === 'gone';
}
