// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { SYSTEM_CLOCK } from '../../edge/clock.ts';
import { openInspection } from '../../edge/metrics/run-inspection.ts';
import { type Answer, EXIT, tell } from '../call/command.ts';
import { timeStamp } from '../../edge/sweep-folder/sweep-folder.ts';
import { againEvents } from '../../exec/engine/again.ts';
import { openRunIds } from '../../exec/engine/bring-up.ts';
import { launchedSweep } from '../../exec/engine/launch.ts';
import { hasStages } from '../../exec/engine/stage-work.ts';
import { plannedState } from './planned-state.ts';
import { reachedTarget } from '../../exec/engine/reached-target.ts';
import type { RunRequest } from './run-request.ts';
import { checkCommands } from './check-commands.ts';
import { dryArrays } from './dry-arrays.ts';
import { dryStages } from './dry-stages.ts';
import { pastedCommand, plannedCommand, type PlannedCommand } from './require-command.ts';

/** Answers with the final command of each run that a call would start, as one could paste it; writes and starts nothing. */
export function dryRun(request: RunRequest): Answer {
  const { caller, settings } = request;
  // With stages the commands of all runs that start are rendered below.
  if (request.wanted !== null && request.stages.length === 0) checkCommands(request, request.wanted);
  const t = SYSTEM_CLOCK.nowMs();
  const folding = plannedState(request, t);
  const sweepDir = request.sweepDir ?? join(request.outputDir, `sweep_${timeStamp(t)}`);
  if (hasStages(folding.state)) return dryStages(request, folding.state, sweepDir);
  for (const run of folding.state.runs.values())
    for (const event of againEvents(run, request.again, t)) folding.apply(event);
  const search = { sweepDir, limits: request.limits, inspect: openInspection(settings) };
  const reached = reachedTarget(search, folding.state.runs.values());
  const sweep = launchedSweep(sweepDir, request.plan, folding.state);
  const ids = reached === undefined ? openRunIds(folding.state, request.selection) : [];
  const arrays = dryArrays(sweep, ids, settings).join('\n');
  const planned = ids.flatMap((id): PlannedCommand[] => {
    const run = folding.state.runs.get(id);
    return run === undefined ? [] : [plannedCommand(sweep, run)];
  });
  if (reached !== undefined) tell(caller, reached.text);
  tell(caller, `${ids.length} ${ids.length === 1 ? 'run' : 'runs'} would be started; nothing was`);
  return {
    text: () => dryText(arrays, planned),
    json: () => ({ started: 0, arrays, runs: planned }),
    exit: EXIT.done,
  };
}

function dryText(arrays: string, planned: readonly PlannedCommand[]): string {
  const commands = planned.map((one) => `# ${one.name}\n${pastedCommand(one)}`);
  return [...(arrays === '' ? [] : [`${arrays}\n`]), ...commands].join('');
}
