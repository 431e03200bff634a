// SPDX-License-Identifier: MIT
import { join, resolve } from 'node:path';
import { shellQuote } from '../core/shell-quote.ts';
import { SYSTEM_CLOCK } from '../edge/clock.ts';
import type { Invocation } from '../edge/invocation.ts';
import { JOURNAL_NAME, readJournal } from '../edge/journal-file.ts';
import { EXIT, type ExitCode } from '../edge/script.ts';
import { timeStamp } from '../edge/sweep-folder.ts';
import type { RunId } from '../core/hash.ts';
import { startFolding } from '../run/fold.ts';
import type { SweepState } from '../run/state.ts';
import { parseTimeout, timeoutSeconds } from '../run/timeout.ts';
import { planRuns } from '../run/plan-runs.ts';
import { openRunIds } from './bring-up.ts';
import { describeSubmission } from './cluster/session.ts';
import { type LaunchPlan, launchSpec, renderCommand } from './launch.ts';
import { checkCommands, openRunSetup } from './run-setup.ts';
import type { SweepPlan } from './run-sweep.ts';

/** Prints the final command of each run that a call would start, as one could paste it; writes and starts nothing. */
export function dryRun(plan: SweepPlan, invocation: Invocation): ExitCode {
  const setup = openRunSetup(plan.settings, plan.manifest);
  if (plan.wanted !== null) checkCommands(setup, plan.wanted);
  const folding = startFolding();
  if (plan.sweepDir !== undefined) for (const event of readJournal(join(plan.sweepDir, JOURNAL_NAME))) folding.apply(event);
  const t = SYSTEM_CLOCK.nowMs();
  if (plan.wanted !== null) {
    const runs = planRuns(folding.state, plan.wanted, { t, folderName: setup.folderName });
    for (const event of [...runs.added.map((one) => one.event), ...runs.changed]) folding.apply(event);
  }
  const sweepDir = plan.sweepDir ?? resolve(invocation.cwd, plan.settings.get('OUTPUT_DIR'), `sweep_${timeStamp(t)}`);
  const launch = { ...setup.plan, sweepDir, symbols: new Set<string>() };
  const ids = openRunIds(folding.state, setup.selection);
  if (plan.settings.get('BACKEND') !== 'local') process.stdout.write(`${arraysOf({ ...launch, symbols: symbolsOf(folding.state) }, plan, folding.state, ids)}\n`);
  for (const id of ids) {
    const run = folding.state.runs.get(id);
    if (run === undefined) continue;
    const outDir = join(sweepDir, run.folder);
    const place = { config: join(outDir, launch.configFileName(id)), outDir, number: run.number, name: launch.runName(run), rangeDir: launch.rangeDir };
    const { command, cwd } = renderCommand(launch, run, place);
    process.stdout.write(`# ${place.name}\n(cd -- ${shellQuote(cwd)} && ${command.includes('\n') ? `bash -c ${shellQuote(command)}` : command})\n`);
  }
  process.stderr.write(`${ids.length} ${ids.length === 1 ? 'run' : 'runs'} would be started; nothing was\n`);
  return EXIT.done;
}

/** The arrays that would hold the runs, with their scripts. */
function arraysOf(launch: LaunchPlan, plan: SweepPlan, state: SweepState, ids: readonly RunId[]): string {
  const timeout = parseTimeout(plan.settings.text('TIMEOUT')).value;
  const specs = ids.flatMap((id) => {
    const run = state.runs.get(id);
    if (run === undefined) return [];
    const request = { attempt: run.attempts.length + 1, devices: [], env: {}, timeoutS: timeout === undefined ? null : timeoutSeconds(timeout, undefined), continues: false, mayExist: false };
    return [launchSpec(launch, run, request)];
  });
  return describeSubmission(launch.sweepDir, plan.settings, specs);
}

function symbolsOf(state: SweepState): ReadonlySet<string> {
  return new Set([...state.runs.values()].flatMap((run) => run.values.map(({ name }) => name)));
}
