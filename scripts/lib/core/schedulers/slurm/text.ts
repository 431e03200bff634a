// SPDX-License-Identifier: MIT
import { parseTaskRanges } from '../../scheduling/task-ranges.ts';
import type { EndCause, TaskPhase, TaskReport } from '../../scheduling/array-scheduler.ts';
import type { SubmitRefusal } from '../../scheduling/program.ts';

/** Fields of squeue's answer: array job, task index, state, reason, node, name. No reason or name holds a bar. */
export const SQUEUE_FORMAT = '%F|%K|%T|%r|%N|%j';

/** Fields of sacct's answer (sacct -X -n -P). */
export const SACCT_FORMAT = 'JobID,State,JobName,NodeList';

/** Returns the id that `sbatch --parsable` printed (`123` or `123;cluster`); undefined when it printed none. */
export function parseSbatch(stdout: string): string | undefined {
  // A site's own messages may stand on lines before it.
  const match = /^(\d+)(?:;\S+)?$/.exec(stdout.trim().split('\n').at(-1) ?? '');
  return match?.[1];
}

/** Returns the tasks of `squeue -h -a -t all -o SQUEUE_FORMAT`; a line that cannot be read is left out and counted. */
export function parseSqueue(stdout: string): { readonly reports: readonly TaskReport[]; readonly unread: number } {
  const reports: TaskReport[] = [];
  let unread = 0;
  for (const line of stdout.split('\n')) {
    if (line.trim() === '') continue;
    const [job = '', range = '', state = '', reason = '', host = '', ...name] = line.split('|');
    const indices = indicesOf(range);
    if (!/^\d+$/.test(job) || indices === undefined || name.length === 0) unread += 1;
    else reports.push({ job, name: name.join('|'), indices, phase: slurmPhase(state, reason, host) });
  }
  return { reports, unread };
}

/** A list of more than 64 characters is cut with `...` unless SLURM_BITSTR_LEN=0 was obeyed. */
function indicesOf(range: string): readonly number[] | 'rest' | undefined {
  return range.includes('...') ? 'rest' : parseTaskRanges(range);
}

/** Returns the tasks of `scontrol show job -o`: one record a line, name=value words. */
export function parseScontrolJobs(stdout: string): readonly TaskReport[] {
  const reports: TaskReport[] = [];
  for (const line of stdout.split('\n')) {
    const field = (name: string): string | undefined => new RegExp(`(?:^| )${name}=(\\S*)`).exec(line)?.[1];
    const job = field('ArrayJobId');
    const indices = indicesOf(field('ArrayTaskId') ?? '');
    if (job === undefined || indices === undefined) continue;
    const exit = field('ExitCode') ?? '';
    const phase = slurmPhase(
      field('JobState') ?? '',
      /(?:^| )Reason=(.*?) Dependency=/.exec(line)?.[1] ?? '',
      field('NodeList') ?? '',
    );
    // 0:53 is how slurmd says that it could not start the script (an output file it cannot write, a missing user).
    const launch = phase.kind === 'ended' && phase.cause === null && exit === '0:53';
    reports.push({
      job,
      name: field('JobName') ?? '',
      indices,
      phase: launch ? { kind: 'ended', cause: 'launch' } : phase,
    });
  }
  return reports;
}

/** Returns the tasks of `sacct -X -n -P -o SACCT_FORMAT`. */
export function parseSacct(stdout: string): readonly TaskReport[] {
  const reports: TaskReport[] = [];
  for (const line of stdout.split('\n')) {
    const [id = '', state = '', name = '', host = ''] = line.split('|');
    const match = /^(\d+)_(.+)$/.exec(id);
    const indices = match === null ? undefined : indicesOf(match[2] ?? '');
    if (match === null || indices === undefined) continue;
    reports.push({ job: match[1] ?? '', name, indices, phase: slurmPhase(state.split(' ')[0] ?? '', '', host) });
  }
  return reports;
}

const ENDED: Readonly<Record<string, EndCause | null>> = {
  COMPLETED: null,
  FAILED: null,
  TIMEOUT: 'time limit',
  DEADLINE: 'time limit',
  CANCELLED: 'cancelled',
  OUT_OF_MEMORY: 'out of memory',
  PREEMPTED: 'preempted',
  NODE_FAIL: 'node failure',
  BOOT_FAIL: 'node failure',
  LAUNCH_FAILED: 'launch',
};
const WAITING = new Set(['PENDING', 'REQUEUED', 'REQUEUE_FED', 'RESV_DEL_HOLD']);
const RUNNING = new Set(['RUNNING', 'CONFIGURING', 'SUSPENDED', 'STOPPED', 'RESIZING', 'SIGNALING', 'STAGE_OUT']);

/** Returns what a job state and its reason mean (squeue(1), JOB STATE CODES). */
export function slurmPhase(state: string, reason: string, host: string): TaskPhase {
  const why = reason.replaceAll('_', ' ').replace(/^\((.*)\)$/, '$1');
  // A launch failure is requeued and held: it never fails, and never starts.
  if (
    /launch failed requeued held|JobHeldAdmin.*launch/i.test(why) ||
    state === 'REQUEUE_HOLD' ||
    state === 'SPECIAL_EXIT'
  ) {
    return { kind: 'stuck', cause: 'launch', why: why === '' || why === 'None' ? state : why };
  }
  if (WAITING.has(state)) {
    if (/DependencyNeverSatisfied/.test(reason)) return { kind: 'stuck', cause: 'dependency', why };
    return { kind: 'pending', why: why === 'None' || why === '' ? 'Priority' : why };
  }
  if (RUNNING.has(state)) return { kind: 'running', host };
  if (state === 'COMPLETING') return { kind: 'ending' };
  if (Object.hasOwn(ENDED, state)) {
    const cause = ENDED[state] ?? null;
    return { kind: 'ended', cause: cause === null && /JobLaunchFailure/i.test(reason) ? 'launch' : cause };
  }
  return { kind: 'unknown', why: state === '' ? 'no state' : `state ${state}` };
}

/** Returns MaxArraySize of `scontrol show config`; undefined when it is not there. */
export function parseMaxArraySize(stdout: string): number | undefined {
  const match = /^MaxArraySize\s*=\s*(\d+)/m.exec(stdout);
  return match === null ? undefined : Number(match[1]);
}

/** Returns what sbatch's message means. Everything not known by its words is unsure. */
export function readSbatchRefusal(stderr: string): SubmitRefusal {
  if (
    /(submit limit|QOSMaxSubmit|AssocMaxSubmit|MaxSubmitJobs|MaxJobCount|Resource temporarily unavailable|temporarily unable to accept)/i.test(
      stderr,
    )
  )
    return 'full';
  if (
    /(Invalid|Unrecognized|unrecognized|not available|not permitted|cannot be satisfied|does not exist|More processors requested|Memory specification|invalid option|User's group not permitted|Access.denied|Unable to open file|Could not establish a configuration source|Unable to process configuration file)/.test(
      stderr,
    )
  ) {
    return 'wrong';
  }
  return 'unsure';
}
