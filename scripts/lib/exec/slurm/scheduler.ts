// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { TEMPLATES } from '../../edge/installation.ts';
import { ARGUMENT_BYTES, splitByLength, taskIds } from '../cluster/task-ranges.ts';
import {
  type ProgramResult,
  readSubmission,
  runProgram,
  schedulerEnvironment,
  silence,
} from '../cluster/run-program.ts';
import type { ArrayJob, ArrayScheduler, CommandLine, SchedulerAnswer, TaskReport } from '../cluster/scheduler.ts';
import { checkOptions } from '../cluster/option.ts';
import { checkSlurmExtra, SLURM_OPTIONS, slurmDirectives, slurmSignal } from './options.ts';
import {
  parseMaxArraySize,
  parseSacct,
  parseSbatch,
  parseScontrolJobs,
  parseSqueue,
  readSbatchRefusal,
  SACCT_FORMAT,
  SQUEUE_FORMAT,
} from './text.ts';

/** SLURM's own default (slurm.conf(5)), for a controller that does not say. */
const DEFAULT_MAX_ARRAY = 1001;
/** sbatch itself waits two minutes for a full controller; other programs give up after about ten seconds. */
const SUBMIT_TIMEOUT_MS = 180_000;
const ASK_TIMEOUT_MS = 60_000;

/** Returns SLURM behind the contract of array schedulers. */
export function slurmScheduler(
  callerEnv: Readonly<Record<string, string | undefined>>,
  ending?: AbortSignal,
): ArrayScheduler {
  // Else squeue cuts the list of tasks after 64 characters.
  const env = { ...schedulerEnvironment(callerEnv), SLURM_BITSTR_LEN: '0' };
  const ask = (program: string, args: readonly string[]): Promise<ProgramResult> =>
    runProgram({ program, args }, { env, timeoutMs: ASK_TIMEOUT_MS, ending });
  let hasAccounting = true;
  return {
    name: 'slurm',
    optionSettings: [...SLURM_OPTIONS.map((option) => option.setting), 'SLURM_EXTRA'],
    limits: { maxArray: 'SLURM_MAX_ARRAY', maxSubmit: 'SLURM_MAX_SUBMIT', assumedMaxArray: DEFAULT_MAX_ARRAY },
    templates: { setting: 'SLURM_TEMPLATE', file: join(TEMPLATES, 'slurm-array.sh.hbs') },
    requeueExit: 0,
    check: (values) => [...checkOptions(SLURM_OPTIONS, values), ...checkSlurmExtra(values.SLURM_EXTRA)],
    directives: slurmDirectives,
    signal: slurmSignal,
    async maxArraySize() {
      const { stdout } = await ask('scontrol', ['show', 'config']);
      return parseMaxArraySize(stdout) ?? DEFAULT_MAX_ARRAY;
    },
    submitCommand,
    async submit(job) {
      const result = await runProgram(submitCommand(job), {
        env: schedulerEnvironment(callerEnv),
        timeoutMs: SUBMIT_TIMEOUT_MS,
        ending,
      });
      return readSubmission(result, { job: parseSbatch, refusal: readSbatchRefusal });
    },
    async query(names) {
      const reports: TaskReport[] = [];
      for (const group of splitByLength(names, 100_000)) {
        const result = await ask('squeue', ['-h', '-a', '-t', 'all', `--name=${group.join(',')}`, '-o', SQUEUE_FORMAT]);
        if (result.code !== 0) return { silent: silence(result) };
        const { reports: some, unread } = parseSqueue(result.stdout);
        // Sites put programs of their own before squeue; scontrol is asked then, once, for all jobs.
        if (unread > 0) return await queryScontrol(ask, names);
        reports.push(...some);
      }
      return { reports };
    },
    async history(jobs) {
      if (!hasAccounting || jobs.length === 0) return { reports: [] };
      const result = await ask('sacct', [
        '-X',
        '-n',
        '-P',
        '-o',
        SACCT_FORMAT,
        '-j',
        jobs.map(({ job }) => job).join(','),
      ]);
      if (result.code === 0) return { reports: parseSacct(result.stdout) };
      hasAccounting = result.code === null || !/accounting storage is disabled/i.test(result.stderr);
      return hasAccounting ? { silent: silence(result) } : { reports: [] };
    },
    async cancel(tasks) {
      const ids = tasks.flatMap((task) => taskIds(task, '_', 0));
      for (const group of splitByLength(ids, ARGUMENT_BYTES * 10)) await ask('scancel', group);
    },
    async setThrottle(job, throttle) {
      await ask('scontrol', ['update', `JobId=${job}`, `ArrayTaskThrottle=${throttle}`]);
    },
  };
}

async function queryScontrol(
  ask: (program: string, args: readonly string[]) => Promise<ProgramResult>,
  names: readonly string[],
): Promise<SchedulerAnswer> {
  const result = await ask('scontrol', ['show', 'job', '-o']);
  if (result.code !== 0) return { silent: `squeue's answer cannot be read, and scontrol says: ${silence(result)}` };
  const wanted = new Set(names);
  const reports = parseScontrolJobs(result.stdout).filter(({ name }) => wanted.has(name));
  return reports.length === 0
    ? { silent: "squeue's answer cannot be read, and scontrol lists no job of this sweep" }
    : { reports };
}

/** Structure goes on the command line, as arguments; resources stand in the script. */
function submitCommand(job: ArrayJob): CommandLine {
  // A percent sign in a path would be read as a pattern.
  const log = `${job.batchDir.replaceAll('%', '%%')}/log-%a`;
  const dependencies = [
    ...(job.after === null ? [] : [`afterany:${job.after}`]),
    // afterany: however they end. Whether that was well is asked by the task itself, so nothing waits for ever.
    ...job.needs.map(({ job: id, index }) => `afterany:${id}${index === 'all' ? '' : `_${index}`}`),
    ...(job.values.SLURM_DEPENDENCY === undefined ? [] : [job.values.SLURM_DEPENDENCY]),
  ];
  return {
    program: 'sbatch',
    args: [
      '--parsable',
      `--job-name=${job.name}`,
      `--array=0-${job.count - 1}${job.throttle === null ? '' : `%${job.throttle}`}`,
      `--chdir=${job.sweepDir}`,
      `--output=${log}`,
      '--open-mode=append',
      '--requeue',
      '--export=ALL',
      ...(dependencies.length === 0 ? [] : [`--dependency=${dependencies.join(',')}`]),
      ...(job.needs.length === 0 ? [] : ['--kill-on-invalid-dep=yes']),
      job.scriptPath,
    ],
  };
}
