// SPDX-License-Identifier: MIT
import { resolve } from 'node:path';
import { UsageError } from '../../core/diagnostic.ts';
import type { RunId } from '../../core/hash.ts';
import { formatDuration } from '../../core/quantity.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { abilitiesOf } from '../../core/settings/schedulers.ts';
import { EXIT } from '../call/answer.ts';
import { type Call, tell } from '../call/call.ts';
import { commandOf } from '../call/command.ts';
import { openNamedSweep } from '../call/named-sweep.ts';
import { ESTIMATE_SPEC } from '../specs/runs.ts';
import type { OpenSweep } from '../../edge/definition/sweep-definition.ts';
import { readSweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import { type Estimate, estimateRuns, type EstimatePlan, type TimedRun, timedRuns } from '../../results/estimate.ts';
import type { RunState } from '../../run/state.ts';
import { siblingSweeps, unlessUnreadable } from '../../exec/import-results.ts';
import { requireCommand } from '../run/require-command.ts';
import { estimateText, pilotText } from './estimate-text.ts';
import { type PilotRun, runPilot } from './run-pilot.ts';

/** A call of estimate. */
type EstimateCall = Call<'RANGE_CONFIG' | (typeof ESTIMATE_SPEC.reads)[number]>;

/** Says what a sweep will take. Throws UsageError when nothing is known and no pilot was asked for. */
export const ESTIMATE = commandOf(ESTIMATE_SPEC, async (call) => {
  const { estimate, pilot, runs } = await estimateSweep(call);
  const ended = pilot === undefined ? 'done' : endOf(pilot);
  return {
    text: () => (estimate === undefined ? '' : estimateText(estimate)),
    json: () => (pilot === undefined ? estimate : estimate === undefined ? undefined : { ...estimate, pilot }),
    exit: EXIT[ended],
    note: pilot === undefined ? '' : pilotText(pilot, runs, call.settings.text('RANGE_CONFIG') ?? ''),
  };
});

function endOf(pilot: PilotRun): 'done' | 'interrupted' | 'someFailed' {
  if (pilot.finished === pilot.configurations.length) return 'done';
  return pilot.isInterrupted ? 'interrupted' : 'someFailed';
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
async function estimateSweep(call: EstimateCall): Promise<Estimated> {
  const sweep = openNamedSweep(call);
  const { settings } = sweep.definition;
  const asked = call.settings;
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
  const earlier = finishedBefore(call, settings);
  const pilot = await pilotIfAsked(call, sweep, { asked: wantedPilots, known: earlier.runs.length });
  const finished = pilot === undefined ? earlier : finishedBefore(call, settings);
  if (finished.runs.length > 0)
    return { estimate: estimateRuns(wanted, finished.runs, plan(basisOf(finished))), pilot, runs: wanted.length };
  if (pilot !== undefined) return { estimate: undefined, pilot, runs: wanted.length };
  throw new UsageError(
    `no earlier sweep of this command has finished runs in ${settings.get('OUTPUT_DIR')}/, so nothing is known of the time of a run`,
    'PILOT=1 runs one configuration to find out (PILOT=3 three of them, which tells an interval too); RUN_TIME=32m says it yourself',
  );
}

async function pilotIfAsked(
  call: EstimateCall,
  sweep: OpenSweep,
  { asked, known }: { asked: number | undefined; known: number },
): Promise<PilotRun | undefined> {
  if (asked === undefined) return undefined;
  if (known < asked) return await runPilot(call, sweep, asked);
  tell(
    call,
    `PILOT=${asked}: nothing was started: ${known} finished ${known === 1 ? 'run' : 'runs'} of this command are known already`,
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
function finishedBefore(call: EstimateCall, settings: Settings): Finished {
  const command = requireCommand(settings);
  const found = new Map<RunId, RunState>();
  let sweeps = 0;
  const note = (line: string): void => tell(call, line);
  for (const { sweepDir, state } of siblingSweeps(resolve(call.cwd, settings.get('OUTPUT_DIR')), '', note)) {
    if (unlessUnreadable(() => readSweepManifest(sweepDir).command, note) !== command) continue;
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
