// SPDX-License-Identifier: MIT
import { isSchedulerVariable } from '../../core/schedulers/index.ts';
import { shellQuote } from '../../core/shell-quote.ts';
import type { LaunchSpec } from '../engine/backend.ts';

/** Name of the file in an attempt folder that a task sources before it starts the command. */
export const LAUNCH_FILE = 'launch.sh';

/** Returns the shell text that makes the folder, the environment and the command (ks_command) of an attempt. */
export function launchText(spec: LaunchSpec): string {
  const unsets: string[] = [];
  const exports: string[] = [];
  for (const [name, value] of Object.entries(spec.env)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      throw new Error(`internal: ${name} cannot be a variable of the environment`);
    if (value !== null) exports.push(`export ${name}=${shellQuote(value)}`);
    // Those of an outer allocation must go, and those of the task's own must stay: the same names.
    else if (!isSchedulerVariable(name)) unsets.push(name);
  }
  const lines = [`cd -- ${shellQuote(spec.cwd)} || return`];
  if (unsets.length > 0) lines.push(`unset -v ${unsets.join(' ')}`);
  lines.push(...exports, `ks_command=${shellQuote(spec.command)}`, '');
  return lines.join('\n');
}

/** One run of a task, as a word of the tasks file. */
export interface TaskRun {
  /** Run folder inside the sweep folder; may hold a stage: target/config_001_9f2c01ab. */
  readonly folder: string;
  readonly attempt: number;
  readonly timeoutS: number | null;
  readonly graceS: number;
  /** Further attempts the task may take by itself. */
  readonly retries: number;
}

/** Returns the word of the tasks file for a run: folder:attempt:timeout:grace:retries. */
export function taskWord(run: TaskRun): string {
  if (!/^[A-Za-z0-9._=/-]+$/.test(run.folder))
    throw new Error(`internal: run folder ${JSON.stringify(run.folder)} is no slug`);
  return [
    run.folder,
    run.attempt,
    run.timeoutS === null ? '-' : plainNumber(run.timeoutS),
    plainNumber(run.graceS),
    run.retries,
  ].join(':');
}

/** Returns the runs of a line of the tasks file; undefined when it is none. */
export function parseTaskLine(line: string): readonly TaskRun[] | undefined {
  const runs: TaskRun[] = [];
  for (const word of line.split(' ')) {
    const match = /^([A-Za-z0-9._=/-]+):(\d+):(-|\d+(?:\.\d+)?):(\d+(?:\.\d+)?):(\d+)$/.exec(word);
    if (match === null) return undefined;
    const [, folder = '', attempt, timeout, grace, retries] = match;
    runs.push({
      folder,
      attempt: Number(attempt),
      timeoutS: timeout === '-' ? null : Number(timeout),
      graceS: Number(grace),
      retries: Number(retries),
    });
  }
  return runs;
}

/** Digits and a point: bash reads no exponents. */
function plainNumber(seconds: number): string {
  return Number.isInteger(seconds) ? String(seconds) : seconds.toFixed(3);
}
