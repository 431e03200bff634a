// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import type { Settings } from '../../core/settings/resolve.ts';
import { shellQuote } from '../../core/shell-quote.ts';
import { SYSTEM_CLOCK } from '../../edge/clock.ts';
import { openInspection } from '../../edge/metrics/run-inspection.ts';
import { type Answer, EXIT } from '../call/answer.ts';
import { tell } from '../call/call.ts';
import { timeStamp } from '../../edge/sweep-folder/sweep-folder.ts';
import type { RunId } from '../../core/hash.ts';
import { abilitiesOf } from '../../core/settings/schedulers.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { parseTimeout, timeoutSeconds } from '../../run/timeout.ts';
import { againEvents, openRunIds } from '../../exec/engine/bring-up.ts';
import { describeSubmission } from '../../exec/cluster-session.ts';
import { type LaunchPlan, launchSpec, renderCommand } from '../../exec/engine/launch.ts';
import { plannedState } from './planned-state.ts';
import { reachedTarget } from '../../exec/engine/reached-target.ts';
import type { RunRequest } from './run-request.ts';
import { checkCommands } from './run-setup.ts';

/** Answers with the final command of each run that a call would start, as one could paste it; writes and starts nothing. */
export function dryRun(request: RunRequest): Answer {
  const { caller, settings } = request;
  if (request.wanted !== null) checkCommands(request, request.wanted);
  const t = SYSTEM_CLOCK.nowMs();
  const folding = plannedState(request, t);
  const sweepDir = request.sweepDir ?? join(request.outputDir, `sweep_${timeStamp(t)}`);
  for (const run of folding.state.runs.values())
    for (const event of againEvents(run, request.again, t)) folding.apply(event);
  const reached = reachedTarget(
    { sweepDir, target: request.limits.target, inspect: openInspection(settings) },
    folding.state.runs.values(),
  );
  const launch = { ...request.plan, sweepDir, symbols: new Set<string>() };
  const ids = reached === undefined ? openRunIds(folding.state, request.selection) : [];
  const arrays = abilitiesOf(settings.get('BACKEND')).hasQueue
    ? arraysOf({ ...launch, symbols: symbolsOf(folding.state) }, settings, folding.state, ids)
    : '';
  const planned = ids.flatMap((id): PlannedCommand[] => {
    const run = folding.state.runs.get(id);
    return run === undefined ? [] : [plannedCommand(launch, run)];
  });
  if (reached !== undefined) tell(caller, reached.text);
  tell(caller, `${ids.length} ${ids.length === 1 ? 'run' : 'runs'} would be started; nothing was`);
  return {
    text: () => dryText(arrays, planned),
    json: () => ({ started: 0, arrays, runs: planned }),
    exit: EXIT.done,
  };
}

/** What would be executed for a run, and where. */
interface PlannedCommand {
  readonly number: number;
  readonly name: string;
  readonly command: string;
  readonly cwd: string;
}

function plannedCommand(launch: LaunchPlan, run: RunState): PlannedCommand {
  const outDir = join(launch.sweepDir, run.folder);
  const place = {
    config: join(outDir, launch.configFileName(run.run)),
    outDir,
    number: run.number,
    name: launch.runName(run),
    rangeDir: launch.rangeDir,
  };
  return { number: run.number, name: place.name, ...renderCommand(launch, run, place) };
}

function dryText(arrays: string, planned: readonly PlannedCommand[]): string {
  const commands = planned.map(
    ({ name, command, cwd }) =>
      `# ${name}\n(cd -- ${shellQuote(cwd)} && ${command.includes('\n') ? `bash -c ${shellQuote(command)}` : command})\n`,
  );
  return [...(arrays === '' ? [] : [`${arrays}\n`]), ...commands].join('');
}

/** The arrays that would hold the runs, with their scripts. */
function arraysOf(launch: LaunchPlan, settings: Settings, state: SweepState, ids: readonly RunId[]): string {
  const timeout = parseTimeout(settings.text('TIMEOUT')).value;
  const specs = ids.flatMap((id) => {
    const run = state.runs.get(id);
    if (run === undefined) return [];
    const request = {
      attempt: run.attempts.length + 1,
      place: 'apart' as const,
      devices: [],
      env: {},
      timeoutS: timeout === undefined ? null : timeoutSeconds(timeout, undefined),
      continues: false,
      mayExist: false,
    };
    return [launchSpec(launch, run, request)];
  });
  return describeSubmission(launch.sweepDir, settings, specs);
}

function symbolsOf(state: SweepState): ReadonlySet<string> {
  return new Set([...state.runs.values()].flatMap((run) => run.values.map(({ name }) => name)));
}
