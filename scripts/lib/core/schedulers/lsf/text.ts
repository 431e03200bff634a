// SPDX-License-Identifier: MIT
import type { EndCause, TaskPhase, TaskReport } from '../../scheduling/array-scheduler.ts';
import type { SubmitRefusal } from '../../scheduling/program.ts';
import { isJsonObject, parseJsonObject } from '../../json-object.ts';

/** Fields of `bjobs -json -o`. */
export const BJOBS_FIELDS = 'jobid jobindex stat job_name exec_host exit_reason pend_reason';

/** Returns the id of `Job <123> is submitted to queue <normal>.`; undefined when bsub printed no such line. */
export function parseBsub(stdout: string): string | undefined {
  return /^Job <(\d+)> is submitted/m.exec(stdout)?.[1];
}

/** Returns the tasks of `bjobs -json`; undefined when the text is no such answer (cut off, an error page). */
export function parseBjobs(
  stdout: string,
): { readonly reports: readonly TaskReport[]; readonly unread: number } | undefined {
  const records = parseJsonObject(stdout)?.['RECORDS'];
  if (!Array.isArray(records)) return undefined;
  const reports: TaskReport[] = [];
  let unread = 0;
  for (const record of records.filter(isJsonObject)) {
    const text = (name: string): string => (typeof record[name] === 'string' ? record[name] : '');
    if (/is not found/.test(text('ERROR'))) continue;
    const index = Number(text('JOBINDEX'));
    if (!/^\d+$/.test(text('JOBID')) || !Number.isInteger(index) || index < 1) unread += 1;
    else {
      const phase = lsfPhase(text('STAT'), text('EXIT_REASON'), {
        host: text('EXEC_HOST'),
        pendReason: text('PEND_REASON'),
      });
      reports.push({ job: text('JOBID'), name: text('JOB_NAME').replace(/\[.*$/, ''), indices: [index - 1], phase });
    }
  }
  return { reports, unread };
}

/** Returns what a state of bjobs means (LSF command reference, bjobs STAT and EXIT_REASON). */
export function lsfPhase(
  stat: string,
  exitReason: string,
  more: { readonly host: string; readonly pendReason: string },
): TaskPhase {
  switch (stat) {
    case 'PEND':
    case 'PROV':
    case 'WAIT':
    case 'PSUSP':
      if (/dependency condition invalid or never satisfied/i.test(more.pendReason))
        return { kind: 'stuck', cause: 'dependency', why: more.pendReason };
      return { kind: 'pending', why: more.pendReason === '' || more.pendReason === '-' ? stat : more.pendReason };
    case 'RUN':
    case 'USUSP':
    case 'SSUSP':
      return { kind: 'running', host: more.host };
    case 'DONE':
      return { kind: 'ended', cause: null };
    case 'EXIT':
      return { kind: 'ended', cause: causeOf(exitReason) };
    default:
      // UNKWN and ZOMBI: its host does not answer. It may run on.
      return { kind: 'unknown', why: stat === '' ? 'no state' : `state ${stat}` };
  }
}

/** Termination reasons of LSF (lsb_termination in the reference: TERM_*). */
function causeOf(reason: string): EndCause | null {
  if (/TERM_(RUNLIMIT|DEADLINE|WINDOW|PROCLIMIT|CPULIMIT)/.test(reason)) return 'time limit';
  if (/TERM_(MEMLIMIT|SWAP)/.test(reason)) return 'out of memory';
  if (/TERM_PREEMPT/.test(reason)) return 'preempted';
  if (/TERM_(OWNER|ADMIN|FORCE_OWNER|FORCE_ADMIN|CHKPNT|REQUEUE_OWNER|REQUEUE_ADMIN|BUCKET_KILL)/.test(reason))
    return 'cancelled';
  if (
    /TERM_(ORPHAN_SYSTEM|REMOVE_HUNG_JOB|SLURM|ZOMBIE|LOAD|RC_\w+)|host (is )?(down|unreachable|failure)/i.test(reason)
  )
    return 'node failure';
  if (/TERM_(CWD_NOTEXIST|PRE_EXEC_FAIL|DATA)/.test(reason)) return 'launch';
  return null;
}

/** Returns the tasks of `bhist -l`: prose, a block for each job, wrapped lines that begin with blanks. */
export function parseBhist(stdout: string): readonly TaskReport[] {
  const reports: TaskReport[] = [];
  const text = stdout.replace(/\r?\n {15,}/g, '').replace(/\n-{10,}\n/g, '\n');
  for (const block of text.split(/^(?=Job <)/m)) {
    const head = /^Job <(\d+)\[(\d+)\]>(?:, Job Name <([^>[]*)[^>]*>)?/.exec(block);
    if (head === null) continue;
    reports.push({
      job: head[1] ?? '',
      name: head[3] ?? '',
      indices: [Number(head[2]) - 1],
      phase: historyPhase(block),
    });
  }
  return reports;
}

function historyPhase(block: string): TaskPhase {
  // The last event counts: a requeued job has several.
  const events = [
    ...block.matchAll(
      /: (Done successfully|Exited[^\n]*|Starting[^\n]*|Started[^\n]*|Dispatched[^\n]*|Submitted[^\n]*|Unknown[^\n]*|Job has been requeued[^\n]*|Pending:[^\n]*)/g,
    ),
  ];
  const last = events.at(-1)?.[1] ?? '';
  const host = /on(?: Host| \d+ Task\(s\) on Host\(s\))? <([^>]*)>/.exec(last)?.[1] ?? '';
  if (last.startsWith('Done successfully')) return { kind: 'ended', cause: null };
  if (last.startsWith('Exited')) return { kind: 'ended', cause: causeOf(block.slice(block.lastIndexOf(last))) };
  if (/^(Starting|Started|Dispatched)/.test(last)) return { kind: 'running', host };
  if (/^(Submitted|Job has been requeued|Pending)/.test(last)) return { kind: 'pending', why: 'PEND' };
  return { kind: 'unknown', why: last === '' ? 'no event' : last };
}

/** Returns what bsub's message means; everything not known by its words is unsure. */
export function readBsubRefusal(stderr: string): SubmitRefusal {
  if (/(pending job (slot )?(limit|threshold)|MAX_PEND|job limit|too many jobs|reached the pending)/i.test(stderr))
    return 'full';
  if (
    /(Bad |No such queue|illegal option|not (allowed|authorized)|Cannot exceed queue's|Unknown|is invalid|Invalid|Job array index|Job not submitted)/i.test(
      stderr,
    ) &&
    !/(mbatchd|LIM|timed? ?out|communicat)/i.test(stderr)
  )
    return 'wrong';
  return 'unsure';
}
