// SPDX-License-Identifier: MIT
import { hostname } from 'node:os';
import { makeLine } from '../../core/make-line.ts';
import { goneText } from '../../edge/sweep-folder/sweep-status.ts';
import { assignmentLine, sweptAssignments } from '../../config/configuration.ts';
import { formatDuration } from '../../core/quantity.ts';
import type { FolderViewSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { glanceAt } from '../../edge/metrics/gather-view.ts';
import type { LiveRun, SweepStatus } from '../../edge/sweep-folder/sweep-status.ts';
import { renderTopTable } from '../../report/text.ts';
import type { EqualFailures } from '../../run/failures.ts';
import { countWhere, goingOn } from '../../run/status.ts';
import { countEach } from '../../core/grouped.ts';

/** Lists longer than this are cut in the text for people. */
const SHOWN = 10;
/** A look reads no longer than this in run folders; metrics that were read before cost little. */
const READ_MS = 2000;

/** Returns the status of a sweep as text for people. */
export function statusText(
  status: SweepStatus,
  options: { readonly nowMs: number; readonly place: string | undefined },
): string {
  const lines = [`${status.name}: ${stateLine(status, options)}`, `  ${countsLine(status)}`];
  lines.push(...takenLines(status));
  lines.push(...cut(status.running.map((live) => `  ${runningLine(live, options.nowMs)}`)));
  if (status.waiting.length > 0) lines.push('Waiting:', ...cut(status.waiting.map((line) => `  ${line}`)));
  if (status.failures.length > 0) {
    lines.push('Failures:', ...cut(status.failures.map(failureLines)));
  }
  const blocked = blockedLines(status);
  if (blocked.length > 0) lines.push('Blocked:', ...cut(blocked));
  return `${lines.join('\n')}\n`;
}

/** Runs that wait for others to be mended, counted by what they wait for. */
function blockedLines({ state }: SweepStatus): readonly string[] {
  const blocked = [...state.runs.values()].filter(({ retired, status }) => !retired && status === 'blocked');
  const causes = blocked.map(({ blockedBy }) => blockedBy.map((id) => state.runs.get(id)?.folder ?? id).join(', '));
  return [...countEach(causes)].map(([by, count]) => `  ${count} by ${by}`);
}

/** Returns the best runs of a sweep as a table, and says so when there was no time to read all of them. */
export function leaderboard(
  sweepDir: string,
  { state }: SweepStatus,
  settings: Settings<FolderViewSetting | 'TOP'>,
  look: { nowMs: number; columns: number; place: string | undefined; budgetMs?: number },
): string {
  if ((settings.text('METRIC') ?? '') === '') return '';
  const { view, unread } = glanceAt(sweepDir, state, settings, {
    nowMs: look.nowMs,
    budgetMs: look.budgetMs ?? READ_MS,
  });
  const rest =
    unread === 0
      ? ''
      : `(without ${unread} ${unread === 1 ? 'run' : 'runs'} whose results there was no time to read; the next look goes on, ${makeLine('sweep-report', look.place)} reads all)\n`;
  return `\n${renderTopTable(view, { columns: look.columns })}${rest}`;
}

/** Returns the status as data, for programs. */
export function statusJson(status: SweepStatus): unknown {
  const { name, counts, total, failures, waiting, lock, state } = status;
  return {
    name,
    total,
    counts,
    runner: lock?.isHeld === true ? { pid: lock.owner.pid, host: lock.owner.host, since: lock.owner.since } : null,
    closed: state.closed,
    running: status.running.map(({ run, live, sinceMs }) => ({
      number: run.number,
      folder: run.folder,
      live,
      since: sinceMs,
      attempt: run.attempts.at(-1)?.attempt ?? 0,
    })),
    waiting,
    failures,
  };
}

function stateLine(
  { lock, state, counts }: SweepStatus,
  { nowMs, place }: { readonly nowMs: number; readonly place: string | undefined },
): string {
  if (lock?.isHeld === true) {
    const where = lock.owner.host === hostname() ? '' : ` on ${lock.owner.host}`;
    return `running for ${formatDuration((nowMs - lock.owner.since) / 1000)} (process ${lock.owner.pid}${where})`;
  }
  if (state.closed !== null) {
    const isWhole = state.closed.why === 'complete';
    if (isWhole)
      return (counts.pending ?? 0) > 0
        ? `what was asked for is complete${goingOn(counts, state.closed.why, place)}`
        : 'complete';
    return `stopped: ${state.closed.text}${goingOn(counts, state.closed.why, place)}`;
  }
  return state.openedAtMs === null ? 'not begun' : goneText(place);
}

function countsLine({ counts, total, running }: SweepStatus): string {
  const ended = countWhere(counts, 'hasEnded');
  const others = Object.entries(counts).flatMap(([status, count]) =>
    status === 'running' ? liveCounts(running) : [`${count} ${status}`],
  );
  return [`${ended}/${total} ended`, ...others].join(', ');
}

/** Results that REUSE=1 or sweep-merge brought are told from those of runs that ran here. */
function takenLines({ state }: SweepStatus): readonly string[] {
  const taken = [...state.runs.values()].flatMap(({ retired, importedFrom }) => (retired ? [] : (importedFrom ?? [])));
  return cut([...countEach(taken)].map(([from, count]) => `  ${count} of them taken from ${from}`));
}

/** What the runs that the journal calls running really do: on a cluster most wait, and with no runner many have ended. */
function liveCounts(running: readonly LiveRun[]): readonly string[] {
  const states = running.flatMap(({ run, live }) => (run.status === 'running' ? LIVE_WORDS[live] : []));
  return [...countEach(states)].map(([words, count]) => `${count} ${words}`);
}

const LIVE_WORDS: Readonly<Record<LiveRun['live'], string>> = {
  running: 'running',
  elsewhere: 'running',
  gone: 'gone',
  'not started': 'handed over, not begun',
  ended: 'ended (not collected yet)',
};

function runningLine({ run, live, sinceMs }: LiveRun, nowMs: number): string {
  const attempt = run.attempts.at(-1);
  const devices = attempt !== undefined && attempt.devices.length > 0 ? ` on GPU ${attempt.devices.join(',')}` : '';
  const words = live === 'running' ? '' : ` [${live}]`;
  return `${run.folder}: ${formatDuration((nowMs - sinceMs) / 1000)}${devices}${words}  ${assignmentLine(sweptAssignments({ assignments: run.values, swept: run.swept }))}`;
}

function failureLines({ count, said, names, folder, shared }: EqualFailures): string {
  const line = `  ${count} x ${said} (first: ${names[0]}, log: ${folder}/output.log)`;
  return shared.length === 0 ? line : `${line}\n      all of them, and no finished run, have ${shared.join(' ')}`;
}

function cut(lines: readonly string[]): readonly string[] {
  return lines.length <= SHOWN ? lines : [...lines.slice(0, SHOWN), `  ... and ${lines.length - SHOWN} more`];
}
