// SPDX-License-Identifier: MIT
import { SYSTEM_CLOCK } from '../../../scripts/lib/edge/clock.ts';
import type { Backend } from '../../../scripts/lib/exec/engine/backend.ts';
import { batchNameHead } from '../../../scripts/lib/exec/cluster/batch-store.ts';
import { SLURM } from '../../../scripts/lib/core/schedulers/slurm/index.ts';
import { arrayScheduler } from '../../../scripts/lib/exec/schedulers.ts';
import { rigSettings } from '../../rig/sweep-rig.ts';
import type { FakeScheduler, Rule } from './fake-scheduler.ts';

export const CONFIG: Rule = { program: 'scontrol', args: '^show config', stdout: 'MaxArraySize            = 1001\n' };
export const NO_ACCOUNTING: Rule = { program: 'sacct', code: 1, stderr: 'Slurm accounting storage is disabled\n' };
export const submitted = (job: number, times = 1): Rule => ({ program: 'sbatch', stdout: `${job}\n`, times });

export function openSlurm(
  fake: FakeScheduler,
  texts: Readonly<Record<string, string>> = {},
  notes: string[] = [],
): Backend {
  return arrayScheduler(SLURM).open({
    sweepDir: fake.sweepDir,
    settings: rigSettings({ POLL: '0.01s', HEARTBEAT: '0.05s', ...texts }),
    env: fake.env,
    clock: SYSTEM_CLOCK,
    note: (text) => notes.push(text),
  });
}

/** squeue's answer: index range, state, reason. */
export function queueAnswer(
  fake: FakeScheduler,
  job: number,
  ...tasks: readonly (readonly [string, string, string?])[]
): Rule {
  const name = `${batchNameHead(fake.sweepDir)}1`;
  return {
    program: 'squeue',
    stdout: tasks.map(([range, state, reason = 'None']) => `${job}|${range}|${state}|${reason}|n1|${name}\n`).join(''),
  };
}
