// SPDX-License-Identifier: MIT
import { resolve } from 'node:path';
import { UsageError } from '../../core/diagnostic.ts';
import type { RunId } from '../../core/hash.ts';
import { formatDuration } from '../../core/quantity.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { abilitiesOf } from '../../core/settings/schedulers.ts';
import { openNamedSweep } from '../generate.ts';
import { type Invocation, settingsOf } from '../../edge/invocation.ts';
import type { OpenSweep } from '../../edge/definition/sweep-definition.ts';
import { readSweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import { type Estimate, estimateRuns, type EstimatePlan, type TimedRun, timedRuns } from '../../results/estimate.ts';
import type { RunState } from '../../run/state.ts';
import { siblingSweeps, unlessUnreadable } from '../../exec/import-results.ts';
import { requireCommand } from '../run/plan-sweep.ts';
import { estimateText, pilotText } from './estimate-text.ts';
import { type PilotRun, runPilot } from './run-pilot.ts';

/** What a call prints: the estimate, and beside it what a pilot leaves. */
export interface EstimateAnswer {
  /** '' when nothing is known. */
  readonly output: string;
  readonly note: string;
  readonly ended: 'done' | 'someFailed' | 'interrupted';
}

/** Returns the answer to a call of estimate, as text or JSON. Throws UsageError when nothing is known and no pilot was asked for. */
export async function answerEstimate(invocation: Invocation): Promise<EstimateAnswer> {
  const { estimate, pilot, runs } = await estimateSweep(invocation);
  const rangeFile = settingsOf(invocation).text('RANGE_CONFIG') ?? '';
  const note = pilot === undefined ? '' : pilotText(pilot, runs, rangeFile);
  const ended =
    pilot === undefined || pilot.finished === pilot.configurations.length
      ? 'done'
      : pilot.isInterrupted
        ? 'interrupted'
        : 'someFailed';
  if (estimate === undefined) return { output: '', note, ended };
  if (!invocation.switches.has('json')) return { output: estimateText(estimate), note, ended };
  return { output: `${JSON.stringify(pilot === undefined ? estimate : { ...estimate, pilot })}\n`, note, ended };
}

/** An estimate, or how a pilot ended that told nothing; and the pilot, when one was run. */
interface Estimated {
  readonly runs: number;
  readonly estimate: Estimate | undefined;
  readonly pilot: PilotRun | undefined;
}

/**
 * Returns what a range file's sweep will take: from RUN_TIME, else from finished runs of the same command; with PILOT=N
 * so many are run first when fewer are known. Throws UsageError when nothing is known and no pilot was asked for.
 */
async function estimateSweep(invocation: Invocation): Promise<Estimated> {
  const sweep = openNamedSweep(invocation);
  const { settings } = sweep.definition;
  const asked = settingsOf(invocation);
  const [known, wantedPilots] = [asked.get('RUN_TIME'), asked.get('PILOT')];
  const wanted = [...sweep.configurations()].map((c) => c.assignments);
  const plan = (basis: string): EstimatePlan => ({ lanes: lanesOf(settings, wanted.length), basis });
  if (known !== undefined) {
    if (wantedPilots !== undefined)
      throw new UsageError('RUN_TIME says how long a run takes; PILOT would run one to find out', 'give one of them');
    return {
      estimate: estimateRuns(wanted, [{ values: [], seconds: known, devices: 1 }], {
        ...plan(`RUN_TIME=${formatDuration(known)} a run`),
        isKnown: true,
      }),
      pilot: undefined,
      runs: wanted.length,
    };
  }
  const earlier = finishedBefore(invocation, settings);
  const pilot = await pilotIfAsked(invocation, sweep, { asked: wantedPilots, known: earlier.runs.length });
  const finished = pilot === undefined ? earlier : finishedBefore(invocation, settings);
  if (finished.runs.length > 0)
    return { estimate: estimateRuns(wanted, finished.runs, plan(basisOf(finished))), pilot, runs: wanted.length };
  if (pilot !== undefined) return { estimate: undefined, pilot, runs: wanted.length };
  throw new UsageError(
    `no earlier sweep of this command has finished runs in ${settings.get('OUTPUT_DIR')}/, so nothing is known of the time of a run`,
    'PILOT=1 runs one configuration to find out (PILOT=3 three of them, which tells an interval too); RUN_TIME=32m says it yourself',
  );
}

async function pilotIfAsked(
  invocation: Invocation,
  sweep: OpenSweep,
  { asked, known }: { asked: number | undefined; known: number },
): Promise<PilotRun | undefined> {
  if (asked === undefined) return undefined;
  if (known < asked) return await runPilot(invocation, sweep, asked);
  process.stderr.write(
    `PILOT=${asked}: nothing was started: ${known} finished ${known === 1 ? 'run' : 'runs'} of this command are known already\n`,
  );
  return undefined;
}

/** A cluster runs as many at a time as it may; a machine as many as there are lanes. */
function lanesOf(settings: Settings, runs: number): number {
  return abilitiesOf(settings.get('BACKEND')).hasQueue
    ? Math.min(runs, settings.get('MAX_CONCURRENT') ?? runs)
    : settings.get('PARALLEL');
}

interface Finished {
  readonly runs: readonly TimedRun[];
  readonly sweeps: number;
}

/** Runs of the newest sweeps whose command is the same, up to a few thousand; one that was reused counts once. */
function finishedBefore(invocation: Invocation, settings: Settings): Finished {
  const command = requireCommand(settings);
  const found = new Map<RunId, RunState>();
  let sweeps = 0;
  for (const { sweepDir, state } of siblingSweeps(resolve(invocation.cwd, settings.get('OUTPUT_DIR')), '')) {
    if (unlessUnreadable(() => readSweepManifest(sweepDir).command) !== command) continue;
    const before = found.size;
    for (const run of state()?.runs.values() ?? []) {
      if (timedRuns([run]).length > 0 && !found.has(run.run)) found.set(run.run, run);
    }
    if (found.size > before) sweeps += 1;
    if (found.size > 5000) break;
  }
  return { runs: timedRuns(found.values()), sweeps };
}

function basisOf({ runs, sweeps }: Finished): string {
  return `${runs.length} finished ${runs.length === 1 ? 'run' : 'runs'} of ${sweeps} earlier ${sweeps === 1 ? 'sweep' : 'sweeps'}`;
}
