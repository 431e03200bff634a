// SPDX-License-Identifier: MIT
import type { ArrayJob, ArrayVerbs, SchedulerAnswer, TaskReport } from '../../scheduling/array-scheduler.ts';
import { type AskProgram, type CommandLine, silence } from '../../scheduling/program.ts';
import { ARGUMENT_BYTES, splitByLength, taskIds } from '../../scheduling/task-ranges.ts';
import type { SlurmSetting } from './settings.ts';
import { parseMaxArraySize, parseSacct, parseScontrolJobs, parseSqueue, SACCT_FORMAT, SQUEUE_FORMAT } from './text.ts';

/** Returns the questions to SLURM, which its programs answer. */
export function openSlurm(ask: AskProgram): ArrayVerbs {
  let hasAccounting = true;
  return {
    async maxArraySize() {
      const { stdout } = await ask('scontrol', ['show', 'config']);
      return parseMaxArraySize(stdout);
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
      const ids = jobs.map(({ job }) => job).join(',');
      const result = await ask('sacct', ['-X', '-n', '-P', '-o', SACCT_FORMAT, '-j', ids]);
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

async function queryScontrol(ask: AskProgram, names: readonly string[]): Promise<SchedulerAnswer> {
  const result = await ask('scontrol', ['show', 'job', '-o']);
  if (result.code !== 0) return { silent: `squeue's answer cannot be read, and scontrol says: ${silence(result)}` };
  const wanted = new Set(names);
  const reports = parseScontrolJobs(result.stdout).filter(({ name }) => wanted.has(name));
  return reports.length === 0
    ? { silent: "squeue's answer cannot be read, and scontrol lists no job of this sweep" }
    : { reports };
}

/** Structure goes on the command line, as arguments; resources stand in the script. */
export function sbatchCommand(job: ArrayJob<SlurmSetting>): CommandLine {
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
