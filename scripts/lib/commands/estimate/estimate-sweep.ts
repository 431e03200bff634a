// SPDX-License-Identifier: MIT
import { UsageError } from '../../core/diagnostic.ts';
import { formatDuration } from '../../core/quantity.ts';
import type { GivenSetting, Settings } from '../../core/settings/resolve.ts';
import { abilitiesOf } from '../../core/schedulers/index.ts';
import { type Call, commandOf, EXIT, tell } from '../call/command.ts';
import { openNamedSweep } from '../call/named-sweep.ts';
import { stageSettingsOver } from '../call/stage-settings.ts';
import { ESTIMATE_SPEC } from '../specs/runs.ts';
import type { OpenSweep } from '../../edge/definition/sweep-definition.ts';
import { type Estimate, type EstimatePlan, estimateRuns, type WantedTime } from '../../results/estimate/estimate.ts';
import { requireCommand } from '../run/require-command.ts';
import { estimateText, pilotText } from './estimate-text.ts';
import { type PilotRun, runPilot } from './run-pilot.ts';
import { resolve } from 'node:path';
import type { RunId } from '../../core/hash.ts';
import { readSweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import { siblingSweeps, unlessUnreadable } from '../../exec/import-results.ts';
import { type TimedRun, timedRuns } from '../../results/estimate/timed-run.ts';
import { withNeededValues } from '../../run/stages/needed.ts';

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
  const wanted = wantedTimes(sweep);
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
  const before = (): FinishedBefore => finishedBefore(call, settings.get('OUTPUT_DIR'), commandsOf(call, sweep));
  const earlier = before();
  const pilot = await pilotIfAsked(call, sweep, { asked: wantedPilots, known: earlier.runs.length });
  const finished = pilot === undefined ? earlier : before();
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

/** What its runs are started with: the command, or that of each stage. Throws UsageError when one is missing. */
function commandsOf(call: EstimateCall, { definition }: OpenSweep): Commands {
  const { settings, file } = definition;
  const lines = file.settings.map((line): GivenSetting => ({ ...line, layer: 'range file' }));
  const stages = stageSettingsOver(call, file.stages ?? [], lines);
  if (stages.length === 0) return requireCommand(settings);
  return stages.map((stage) => ({ stage: stage.name, command: requireCommand(stage.settings, stage.name) }));
}

/** Returns the runs of a sweep as an estimate takes them: with the values of what they are built upon, and the runs they wait for. */
function wantedTimes(sweep: OpenSweep): readonly WantedTime[] {
  const wanted: WantedTime[] = [];
  const placeOf = new Map<string, number>();
  for (const { number, stage, assignments, needs: refs = [] } of sweep.configurations()) {
    const needs = refs.flatMap((ref) => placeOf.get(`${ref.stage}/${ref.number}`) ?? []);
    if (stage === undefined) {
      wanted.push({ values: assignments });
      continue;
    }
    placeOf.set(`${stage}/${number}`, wanted.length);
    const needed = needs.flatMap((place) => {
      const need = wanted[place];
      return (need?.values ?? []).map(({ name, value }) => ({
        name: name.includes('.') ? name : `${need?.stage}.${name}`,
        value,
      }));
    });
    wanted.push({ stage, needs, values: [...assignments, ...needed] });
  }
  return wanted;
}

/** What an estimate rests on. */
interface FinishedBefore {
  readonly runs: readonly TimedRun[];
  readonly sweeps: number;
}

/** What the sweep to come starts: one command, or one of each stage. */
type Commands = string | readonly { readonly stage: string; readonly command: string }[];

/** Finished runs beyond these tell nothing new. */
const ENOUGH = 5000;

/** Returns the finished runs of the newest sweeps with the same command, of each stage that has the same; one that was reused counts once. */
function finishedBefore(call: Call<never>, outputDir: string, commands: Commands): FinishedBefore {
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
function basisOf({ runs, sweeps }: FinishedBefore): string {
  return `${runs.length} finished ${runs.length === 1 ? 'run' : 'runs'} of ${sweeps} earlier ${sweeps === 1 ? 'sweep' : 'sweeps'}`;
}
