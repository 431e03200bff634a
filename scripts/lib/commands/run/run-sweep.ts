// SPDX-License-Identifier: MIT
import { relative, resolve } from 'node:path';
import { UsageError } from '../../core/diagnostic.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { abilitiesOf } from '../../core/settings/schedulers.ts';
import { SYSTEM_CLOCK } from '../../edge/clock.ts';
import { errorCode, errorInWords } from '../../edge/files.ts';
import { metricSetup } from '../../edge/metrics/gather-view.ts';
import type { Invocation } from '../../edge/invocation.ts';
import { describeCodeChange } from '../../edge/sweep-folder/provenance.ts';
import { standardErrorSink } from '../../edge/tty/progress.ts';
import { writeReports, type WrittenReports } from '../../edge/page/report-writer.ts';
import { openInspection } from '../../edge/metrics/run-inspection.ts';
import type { ExitCode } from '../call/run-script.ts';
import { configurationName } from '../../config/configuration.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { bringUp, type BringUpOptions, type BringUpResult } from '../../exec/engine/bring-up.ts';
import { checkClusterRuns, clusterPlacement } from '../../exec/cluster-session.ts';
import { dryRun } from './dry-run.ts';
import { importFrom, siblingSweeps } from '../../exec/import-results.ts';
import { runOnDone } from './on-done.ts';
import { exitCodeOf, lastLine, runAnswerJson } from './run-answer.ts';
import { openPlacement } from '../../exec/gpu/placement.ts';
import { findGpus, type GpuSite, plainLanes } from '../../exec/gpu/site.ts';
import { openBackend } from '../../exec/open-backend.ts';
import { runAgain } from './run-again.ts';
import { makeSnapshot } from './snapshot.ts';
import { planSweep, prepareSweep, type PreparedSweep, type SweepPlan } from './plan-sweep.ts';
import { createStopRequest } from '../../exec/engine/stop-request.ts';
import { heedSignals } from './signals.ts';
import { createTerminalReporter } from './terminal-reporter.ts';

/** Runs, resumes or extends a sweep as a call says, leaves the reports, and prints how it ended. */
export async function runSweep(invocation: Invocation): Promise<ExitCode> {
  const plan = planSweep(invocation);
  metricSetup(plan.settings); // its errors belong before the first run
  if (plan.settings.get('DRY_RUN')) return dryRun(plan, invocation);
  const { sweepDir, settings, result } = await runPlan(plan, invocation);
  const asJson = invocation.switches.has('json');
  const reports = reportsOf(sweepDir, settings);
  if (!asJson) process.stdout.write(reports.terminal + whereToLook(reports, invocation.cwd));
  const [summary, exitCode] = [lastLine(result), exitCodeOf(result)];
  const trouble = runOnDone(settings.text('ON_DONE'), invocation.cwd, { sweepDir, summary, exitCode, asJson });
  if (trouble !== undefined) process.stderr.write(`${trouble}\n`);
  process.stdout.write(asJson ? runAnswerJson({ sweepDir, result, summary, exitCode }, reports) : `${summary}\n`);
  return exitCode;
}

/** A sweep folder after a runner worked on it. */
export interface RanSweep {
  readonly sweepDir: string;
  readonly settings: Settings;
  readonly result: BringUpResult;
}

/** Makes the sweep folder of a plan (or goes on with it) and brings it up; what is told meanwhile goes to standard error. */
export async function runPlan(
  plan: SweepPlan,
  invocation: Invocation,
  overrides: Partial<BringUpOptions> = {},
): Promise<RanSweep> {
  checkClusterRuns(plan.settings, plan.wanted ?? []);
  const site = await findGpus(plan.settings, process.env);
  const prepared = prepareSweep(plan, invocation);
  const { settings, sweepDir } = prepared;
  process.stderr.write(`Sweep: ${shownFolder(sweepDir, invocation.cwd)}${plan.isLatest ? ' (the newest)' : ''}\n`);
  const changed =
    plan.sweepDir === undefined || settings.get('SNAPSHOT')
      ? undefined
      : describeCodeChange(plan.manifest.provenance.git, plan.manifest.cwdBase);
  if (changed !== undefined)
    process.stderr.write(`note: ${changed}; finished runs stay (SWEEP_CODE_VERSION=NEW makes all runs start over)\n`);
  const result = await bringUpPrepared(withSnapshot(prepared), plan.manifest.nameWidth, invocation, {
    ...overrides,
    site,
  });
  return { sweepDir, settings, result };
}

/** A folder as people see it from where they are. */
export function shownFolder(folder: string, cwd: string): string {
  const shown = relative(cwd, folder) || '.';
  return shown.startsWith('..') ? folder : shown;
}

function whereToLook({ files }: Partial<WrittenReports>, cwd: string): string {
  const page = files?.find((file) => file.endsWith('.html'));
  return page === undefined ? '' : `Report: ${shownFolder(page, cwd)}\n`;
}

/** The results are safe whether reports can be written or not. */
export function reportsOf(
  sweepDir: string,
  settings: Settings,
): Partial<WrittenReports> & Pick<WrittenReports, 'terminal'> {
  try {
    const reports = writeReports(sweepDir, settings, { columns: process.stdout.columns });
    if (reports.trouble === undefined) return reports;
    return { terminal: `${reports.terminal}${unwritten(errorInWords(reports.trouble))}` };
  } catch (error) {
    const isOurs = errorCode(error) === undefined && !(error instanceof UsageError) && error instanceof Error;
    const why = isOurs ? `internal error, please report it: ${error.stack}` : errorInWords(error);
    return { terminal: unwritten(why) };
  }
}

function unwritten(why: string): string {
  return `The reports cannot be written (${why}); make sweep-report writes them later.\n`;
}

function withSnapshot(prepared: PreparedSweep): PreparedSweep {
  if (!prepared.settings.get('SNAPSHOT')) return prepared;
  const { setup, sweepDir } = prepared;
  return {
    ...prepared,
    setup: { ...setup, plan: { ...setup.plan, cwdBase: makeSnapshot(sweepDir, setup.plan.cwdBase) } },
  };
}

/** Brings a prepared sweep folder up, with signals heeded and progress shown. */
export async function bringUpPrepared(
  prepared: PreparedSweep,
  nameWidth: number,
  invocation: Invocation,
  { site, ...overrides }: Partial<BringUpOptions> & { readonly site?: GpuSite } = {},
): Promise<BringUpResult> {
  const { settings, setup, sweepDir } = prepared;
  const stop = overrides.stop ?? createStopRequest();
  const reporter = createTerminalReporter({
    sink: standardErrorSink(),
    clock: SYSTEM_CLOCK,
    nameOf: (run) => configurationName(run.number, nameWidth),
    metric: metricSetup(settings).specs[0],
  });
  const { hasQueue, survivesRunner } = abilitiesOf(settings.get('BACKEND'));
  const restoreSignals = heedSignals(stop, reporter, { leaves: survivesRunner });
  const outputDir = resolve(invocation.cwd, settings.get('OUTPUT_DIR'));
  try {
    return await bringUp({
      ...setup,
      sweepDir,
      wanted: prepared.wanted,
      unadded: prepared.unadded,
      openBackend: () => openBackend({ sweepDir, settings, note: reporter.note }),
      openPlacement: (state) => {
        if (hasQueue) return Promise.resolve(clusterPlacement(settings));
        return Promise.resolve(
          openPlacement(site ?? plainLanes(settings), {
            settings,
            sweepDir,
            state,
            clock: SYSTEM_CLOCK,
            say: reporter.note,
          }),
        );
      },
      inspect: openInspection(settings),
      again: runAgain(settings.get('RETRY_FAILED'), settings.text('RERUN')),
      ...(settings.get('REUSE')
        ? {
            importResults: (_state: SweepState, runs: readonly RunState[], t: number) =>
              importFrom(siblingSweeps(outputDir, sweepDir), sweepDir, t, runs),
          }
        : {}),
      takeLockByForce: settings.get('TAKE_LOCK'),
      commandLine: process.argv.slice(1).join(' '),
      clock: SYSTEM_CLOCK,
      reporter,
      ...overrides,
      stop,
    });
  } finally {
    restoreSignals();
  }
}
