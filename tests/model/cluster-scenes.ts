// SPDX-License-Identifier: MIT
import type { Actor, Scene } from './explore.ts';
import { jobsEnd } from './claim-scenes.ts';
import { SWEEP } from './lock-scenes.ts';
import type { Process } from './real-code.ts';
import { playTask, type ScriptFaults } from './script-steps.ts';
import type { Who, World } from './world.ts';

const ATTEMPTS = `${SWEEP}/.attempts/config_1`;

function task(name: string, host: string, pid: number, job: string, faults: ScriptFaults): Actor {
  const who = { name, host, pid };
  return {
    ...who,
    mayDie: true,
    program: (calls) => playTask(calls, who, { attempts: ATTEMPTS, job }, faults),
    // What is left of a task is ended by its keeper, and by the scheduler.
    onEnd: (world) => {
      for (const [dir, one] of world.jobs)
        if (one.state === 'alive' && one.host === host) world.setJob(dir, { ...one, state: 'killed' });
    },
  };
}

/** A runner that takes the run back, and tells so. */
function revoker(make: (who: Who) => Process): Actor {
  const who = { name: 'revoker', host: 'x', pid: 1 };
  const process = make(who);
  return {
    ...who,
    mayDie: true,
    program: (calls) =>
      process.with(calls, () => {
        if (process.code.revokeAttempt(`${ATTEMPTS}/1`, 0))
          calls.take({ kind: 'mark', what: 'revoked', text: ATTEMPTS });
      }),
  };
}

interface ClusterOptions {
  readonly deaths: number;
  readonly faults?: ScriptFaults;
}

/** Tasks that begin late, twice, or after their run was given to another array, beside a runner that takes the run back. */
export function clusterScenes(make: (who: Who) => Process, { deaths, faults = {} }: ClusterOptions): readonly Scene[] {
  const begin = (world: World): void => {
    for (const path of [SWEEP, `${SWEEP}/.attempts`, ATTEMPTS, `${ATTEMPTS}/1`]) world.addFile(path, '', true);
  };
  const shared = { begin, deaths, events: jobsEnd, atEnd: nothingAtWork };
  return [
    {
      ...shared,
      name: `a run that is taken back while its task begins, ${deaths} deaths`,
      actors: [revoker(make), task('task1', 'n1', 11, '1_0', faults)],
    },
    {
      ...shared,
      name: `a task and its copy on another node, and a runner that takes the run back, ${deaths} deaths`,
      actors: [revoker(make), task('task1', 'n1', 11, '1_0', faults), task('task2', 'n2', 12, '1_0', faults)],
    },
    {
      ...shared,
      name: `tasks of two arrays with the same run, ${deaths} deaths`,
      actors: [task('task1', 'n1', 11, '1_0', faults), task('task2', 'n2', 12, '2_0', faults)],
    },
  ];
}

function nothingAtWork(world: World): readonly string[] {
  return [...world.jobs].filter(([, { state }]) => state === 'alive').map(([dir]) => `${dir} is still at work`);
}
