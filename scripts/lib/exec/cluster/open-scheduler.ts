// SPDX-License-Identifier: MIT
import type { SchedulerName } from '../../core/schedulers/index.ts';
import type { ArrayJob, ArrayScheduler, ArrayVerbs } from '../../core/scheduling/array-scheduler.ts';
import { readSubmission, type Submitted } from '../../core/scheduling/program.ts';
import type { SettingName } from '../../core/settings/index.ts';
import type { SettingValue } from '../../core/settings/value.ts';
import type { BackendPlace } from '../engine/scheduler.ts';
import { runProgram, schedulerEnvironment } from './run-program.ts';

/** Settings whose value is a number. */
type NumberSetting = {
  [N in SettingName]: SettingValue<N> extends number | undefined ? N : never;
}[SettingName];

/** Any of the listed schedulers that take arrays: its settings are some of all. */
export type ClusterScheduler = ArrayScheduler<SchedulerName, SettingName, NumberSetting>;

/** An array of any of them. */
export type ClusterJob = ArrayJob<SettingName>;

/** One with its programs at hand. */
export interface OpenScheduler extends ClusterScheduler, ArrayVerbs {
  /** Never throws, whatever its program answers. */
  submit(job: ClusterJob): Promise<Submitted>;
}

/** A scheduler's submitting program may wait for minutes for a full controller; others give up after some seconds. */
const SUBMIT_TIMEOUT_MS = 180_000;
const ASK_TIMEOUT_MS = 60_000;

/** Returns a scheduler whose programs run with what the caller's environment tells of the site; it asks nothing yet. */
export function openScheduler(
  scheduler: ClusterScheduler,
  { env: callerEnv, ending }: Pick<BackendPlace, 'env' | 'ending'>,
): OpenScheduler {
  const env = schedulerEnvironment(callerEnv);
  const asking = { env: { ...env, ...scheduler.askedWith }, timeoutMs: ASK_TIMEOUT_MS, ending };
  return {
    ...scheduler,
    ...scheduler.open((program, args) => runProgram({ program, args }, asking)),
    submit: async (job) => {
      const result = await runProgram(scheduler.submitCommand(job), { env, timeoutMs: SUBMIT_TIMEOUT_MS, ending });
      return readSubmission(result, scheduler.submission);
    },
  };
}
