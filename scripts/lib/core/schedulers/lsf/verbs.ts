// SPDX-License-Identifier: MIT
import type { ArrayJob, ArrayVerbs, TaskReport } from '../../scheduling/array-scheduler.ts';
import { type AskProgram, type CommandLine, silence } from '../../scheduling/program.ts';
import { ARGUMENT_BYTES, splitByLength, taskIds } from '../../scheduling/task-ranges.ts';
import { LSF_REQUEUE_EXIT } from './options.ts';
import type { LsfSetting } from './settings.ts';
import { BJOBS_FIELDS, parseBhist, parseBjobs } from './text.ts';

/** Returns the questions to LSF, which its programs answer. */
export function openLsf(ask: AskProgram): ArrayVerbs {
  return {
    async query(names) {
      // Every array of a sweep has the same head to its name: one question whatever their number.
      const result = await ask('bjobs', ['-a', '-json', '-o', BJOBS_FIELDS, '-J', `${commonHead(names)}*`]);
      if (/No (matching |unfinished )?job/i.test(result.stderr)) return { reports: [] };
      const answer = result.code === 0 ? parseBjobs(result.stdout) : undefined;
      if (answer === undefined) return { silent: silence(result) };
      if (answer.unread > 0) return { silent: `${answer.unread} records of bjobs' answer cannot be read` };
      return { reports: answer.reports };
    },
    async history(jobs) {
      const reports: TaskReport[] = [];
      for (const group of splitByLength(
        jobs.map(({ job }) => job),
        ARGUMENT_BYTES,
      )) {
        const result = await ask('bhist', ['-n', '0', '-l', ...group]);
        if (result.code !== 0 && !/No matching job/i.test(result.stderr)) return { silent: silence(result) };
        reports.push(...parseBhist(result.stdout));
      }
      return { reports };
    },
    async cancel(tasks) {
      const ids = tasks.flatMap((task) => taskIds(task, '', 1));
      for (const group of splitByLength(ids, ARGUMENT_BYTES * 10)) await ask('bkill', group);
    },
    async setThrottle(job, throttle) {
      await ask('bmod', ['-J', `%${throttle}`, job]);
    },
  };
}

/** LSF reads the script, and the #BSUB lines in it, on its standard input. */
export function bsubCommand(job: ArrayJob<LsfSetting>): CommandLine {
  const conditions = [
    ...(job.after === null ? [] : [`ended(${job.after})`]),
    // However they end: whether that was well is asked by the task itself, so nothing waits for ever.
    ...job.needs.map(({ job: id, index }) => `ended(${id}${index === 'all' ? '' : `[${index + 1}]`})`),
  ];
  return {
    program: 'bsub',
    args: [
      '-J',
      `${job.name}[1-${job.count}]${job.throttle === null ? '' : `%${job.throttle}`}`,
      '-cwd',
      job.sweepDir,
      '-o',
      `${job.batchDir}/log-%I`,
      '-r',
      '-Q',
      String(LSF_REQUEUE_EXIT),
      ...(conditions.length === 0 ? [] : ['-w', conditions.join(' && ')]),
      // An orphan, whose condition can never come true, is ended by LSF (bsub(1)).
      ...(job.needs.length === 0 ? [] : ['-ti']),
    ],
    input: job.script,
  };
}

function commonHead(names: readonly string[]): string {
  let head = names[0] ?? '';
  for (const name of names) while (!name.startsWith(head)) head = head.slice(0, -1);
  return head;
}
