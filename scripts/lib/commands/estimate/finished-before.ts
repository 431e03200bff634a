// SPDX-License-Identifier: MIT
import { resolve } from 'node:path';
import type { RunId } from '../../core/hash.ts';
import { readSweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import { siblingSweeps, unlessUnreadable } from '../../exec/import-results.ts';
import { type TimedRun, timedRuns } from '../../results/estimate/timed-run.ts';
import { withNeededValues } from '../../run/stages/needed.ts';
import { type Call, tell } from '../call/call.ts';

/** What an estimate rests on. */
export interface FinishedBefore {
  readonly runs: readonly TimedRun[];
  readonly sweeps: number;
}

/** What the sweep to come starts: one command, or one of each stage. */
export type Commands = string | readonly { readonly stage: string; readonly command: string }[];

/** Finished runs beyond these tell nothing new. */
const ENOUGH = 5000;

/** Returns the finished runs of the newest sweeps with the same command, of each stage that has the same; one that was reused counts once. */
export function finishedBefore(call: Call<never>, outputDir: string, commands: Commands): FinishedBefore {
  const found = new Map<RunId, TimedRun>();
  let sweeps = 0;
  const note = (line: string): void => tell(call, line);
  for (const { sweepDir, state } of siblingSweeps(resolve(call.cwd, outputDir), '', note)) {
    const isSame = sameStages(unlessUnreadable(() => readSweepManifest(sweepDir).command, note) ?? '', commands);
    if (isSame === undefined) continue;
    const before = found.size;
    const runs = state()?.runs ?? new Map<RunId, never>();
    for (const run of runs.values()) {
      const [timed] = isSame(run.stage) && !found.has(run.run) ? timedRuns([withNeededValues(run, runs)]) : [];
      if (timed !== undefined) found.set(run.run, timed);
    }
    if (found.size > before) sweeps += 1;
    if (found.size > ENOUGH) break;
  }
  return { runs: [...found.values()], sweeps };
}

/** Returns what tells whose runs count, by the commands that a sweep folder names; undefined where none does. */
function sameStages(recorded: string, commands: Commands): ((stage: string | null) => boolean) | undefined {
  if (typeof commands === 'string') return recorded === commands ? (stage) => stage === null : undefined;
  const same = new Set(
    commands.filter((c) => `\n${recorded}\n`.includes(`\n${c.stage}: ${c.command}\n`)).map((c) => c.stage),
  );
  return same.size === 0 ? undefined : (stage) => stage !== null && same.has(stage);
}

/** Returns `24 finished runs of 2 earlier sweeps`. */
export function basisOf({ runs, sweeps }: FinishedBefore): string {
  return `${runs.length} finished ${runs.length === 1 ? 'run' : 'runs'} of ${sweeps} earlier ${sweeps === 1 ? 'sweep' : 'sweeps'}`;
}
