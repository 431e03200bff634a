// SPDX-License-Identifier: MIT
import { join, resolve } from 'node:path';
import { makeLine } from '../../core/make-line.ts';
import { sweepPlace } from '../call/sweep-place.ts';
import { UsageError } from '../../core/diagnostic.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { abilitiesOf } from '../../core/schedulers/index.ts';
import { SYSTEM_CLOCK } from '../../edge/clock.ts';
import { errorCode, errorInWords } from '../../edge/files.ts';
import { metricSetup } from '../../edge/metrics/metric-setup.ts';
import { describeCodeChange } from '../../edge/sweep-folder/provenance.ts';
import { type Paint, paintFor } from '../../edge/tty/colour.ts';
import { standardErrorSink } from '../../edge/tty/progress.ts';
import { writeReports, type WrittenReports } from '../../edge/page/report-writer.ts';
import { type Answer, tell } from '../call/command.ts';
import { configurationName } from '../../core/configuration-name.ts';
import { labelOf } from '../../config/configuration.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import type { WantedRun } from '../../run/wanted.ts';
import { bringUp, type BringUpResult } from '../../exec/engine/bring-up.ts';
import type { RunnerTools } from '../../exec/engine/engine-request.ts';
import { checkClusterRuns, clusterPlacement } from '../../exec/cluster-session.ts';
import { takingChecked } from './checked-results.ts';
import { importFrom, siblingSweeps } from '../../exec/import-results.ts';
import { ignoreHint } from './ignore-hint.ts';
import { runOnDone } from './on-done.ts';
import { countUnranked, exitCodeOf, lastLine, retryHint, runAnswerJson } from './run-answer.ts';
import { openPlacement } from '../../exec/gpu/placement.ts';
import { findGpus, type GpuSite, plainLanes } from '../../exec/gpu/site.ts';
import { schedulerOf } from '../../exec/schedulers.ts';
import { makeSnapshot } from './snapshot.ts';
import { heedMemory } from './memory-share.ts';
import { openFolder } from './open-folder.ts';
import type { RunCall } from './plan-sweep.ts';
import { writeStagePages } from '../report/make-reports.ts';
import { lostOutputsIn, openStageInspection } from './stage-outputs.ts';
import type { FolderRequest, RunRequest } from './run-request.ts';
import { createStopRequest } from '../../exec/engine/stop-request.ts';
import { heedSignals } from './signals.ts';
import { shownPath } from '../call/shown-path.ts';
import { createTerminalReporter } from './terminal-reporter.ts';

/** Runs what a call planned, leaves the reports, and answers with how it ended. */
export async function runPlanned(call: RunCall, request: RunRequest): Promise<Answer> {
  const { settings } = request;
  const { sweepDir, result } = await runRequested(request, { takesChecked: request.sweepDir === undefined });
  const { asJson, cwd, streams } = call;
  const reports = reportsOf(sweepDir, lastStageSettings(request), streams.stdout.columns);
  if (reports.view !== undefined) writeStagePages(sweepDir, request.stages, request.stages.at(-1)?.name);
  // Before ON_DONE says something to the same place.
  if (!asJson)
    streams.stdout.write(
      bestInColour(reports.terminal, paintFor(streams.stdout.isTTY === true, process.env)) + whereToLook(reports, cwd),
    );
  const unranked = countUnranked(result.state, reports.view);
  const place = sweepPlace(call, sweepDir);
  const [summary, exitCode] = [lastLine(result, place, unranked), exitCodeOf(result, unranked)];
  const trouble = runOnDone(settings.text('ON_DONE'), cwd, { sweepDir, summary, exitCode, asJson });
  if (trouble !== undefined) tell(call, trouble);
  const hint = retryHint(result, place, unranked);
  if (hint !== undefined) tell(call, hint);
  return {
    text: () => `${summary}\n`,
    json: () => runAnswerJson({ sweepDir, result, summary, exitCode, unranked }, reports),
    exit: exitCode,
  };
}

function settingsByStage({ stages }: RunRequest): ReadonlyMap<string, Settings> {
  return new Map(stages.map((stage) => [stage.name, stage.settings]));
}

/** Returns the settings that the reports of the last stage are made by, whatever stage ONLY meant; those of the sweep where it has no stages. */
export function lastStageSettings({ settings, stages }: RunRequest): Settings {
  const last = stages.at(-1);
  if (last === undefined) return settings;
  return { ...last.settings, text: (name) => (name === 'STAGE' ? last.name : last.settings.text(name)) };
}

/** The row of the best in the table, in green where there are colours. */
function bestInColour(table: string, paint: Paint): string {
  return table.replace(/^│ 1 +│.*$/m, (row) => paint(row, 'green'));
}

/** A sweep folder after a runner worked on it. */
export interface RanSweep {
  readonly sweepDir: string;
  readonly result: BringUpResult;
}

/**
 * Makes the sweep folder of a request (or goes on with it) and brings it up; what is told meanwhile goes to standard error.
 * With `takesChecked` the runs of the sweep-check just before it are taken over; `adds` are runs beside those of the manifest.
 */
export async function runRequested(
  request: RunRequest,
  { takesChecked = false, adds }: { readonly takesChecked?: boolean; readonly adds?: readonly WantedRun[] } = {},
): Promise<RanSweep> {
  const { caller, manifest, settings } = request;
  checkClusterRuns(settings, request.wanted ?? [], settingsByStage(request));
  const site = await findGpus(
    settings,
    process.env,
    request.stages.map((stage) => stage.settings),
  );
  const hint = ignoreHint(request.outputDir, resolve(caller.cwd, settings.get('CONFIG_DIR')), caller.cwd);
  const opened = openFolder(request);
  if (hint !== undefined) tell(caller, hint);
  const { sweepDir } = opened;
  tell(caller, `Sweep: ${shownPath(sweepDir, caller.cwd)}${request.isLatest ? ' (the newest)' : ''}`);
  const changed =
    request.sweepDir === undefined || settings.get('SNAPSHOT')
      ? undefined
      : describeCodeChange(manifest.provenance.git, manifest.cwdBase);
  if (changed !== undefined)
    tell(caller, `note: ${changed}; finished runs stay (SWEEP_CODE_VERSION=NEW makes all runs start over)`);
  const checked = takesChecked ? takingChecked(opened, (text) => tell(caller, text)) : undefined;
  const tools = { site, ...(checked === undefined ? {} : { importResults: checked }) };
  const work = { ...withSnapshot(opened), wanted: adds ?? opened.wanted };
  return { sweepDir, result: await bringUpFolder(work, tools) };
}

function whereToLook({ files }: Partial<WrittenReports>, cwd: string): string {
  const page = files?.find((file) => file.endsWith('.html'));
  return page === undefined ? '' : `Report: ${shownPath(page, cwd)}\n`;
}

/** The results are safe whether reports can be written or not. */
export function reportsOf(
  sweepDir: string,
  settings: Settings,
  columns: number | undefined,
): Partial<WrittenReports> & Pick<WrittenReports, 'terminal'> {
  try {
    const reports = writeReports(sweepDir, settings, { columns });
    if (reports.trouble === undefined) return reports;
    return { terminal: `${reports.terminal}${unwritten(sweepDir, errorInWords(reports.trouble))}` };
  } catch (error) {
    const isOurs = errorCode(error) === undefined && !(error instanceof UsageError) && error instanceof Error;
    const why = isOurs ? `internal error, please report it: ${error.stack}` : errorInWords(error);
    return { terminal: unwritten(sweepDir, why) };
  }
}

function unwritten(sweepDir: string, why: string): string {
  return `The reports cannot be written (${why}); ${makeLine('sweep-report', sweepDir)} writes them later.\n`;
}

function withSnapshot(request: FolderRequest): FolderRequest {
  const { plan, settings, sweepDir } = request;
  if (!settings.get('SNAPSHOT')) return request;
  return { ...request, plan: { ...plan, cwdBase: makeSnapshot(sweepDir, plan.cwdBase) } };
}

/** Brings the sweep folder of a request up, with signals heeded and progress shown. */
export async function bringUpFolder(
  request: FolderRequest,
  { site, ...given }: Partial<Pick<RunnerTools, 'stop' | 'importResults'>> & { readonly site?: GpuSite } = {},
): Promise<BringUpResult> {
  const { settings, manifest, sweepDir } = request;
  const stop = given.stop ?? createStopRequest();
  const reporter = createTerminalReporter({
    sink: standardErrorSink(request.caller.streams.stderr),
    clock: SYSTEM_CLOCK,
    nameOf: (run) => labelOf({ name: configurationName(run.number, manifest.nameWidth), stage: run.stage }),
    metric: metricSetup(settings).specs[0],
    paint: paintFor(request.caller.streams.stderr.isTTY === true, process.env),
  });
  const { hasQueue, survivesRunner } = abilitiesOf(settings.get('BACKEND'));
  const ending = new AbortController();
  // A scheduler that is slow has as long as a job has to end; what it has not answered then, a resume asks again.
  const onLeave = (): void => void setTimeout(() => ending.abort(), settings.get('GRACE') * 1000).unref();
  const restoreSignals = heedSignals(stop, reporter, {
    leaves: survivesRunner,
    onLeave,
    place: sweepPlace(request.caller, sweepDir),
  });
  const inspect = openStageInspection(request);
  try {
    return await bringUp({
      ...request,
      again: (run) => {
        const cause = request.again(run);
        // What lacked a metric and has what is asked for now need not run again.
        const isRanked = (): boolean => {
          const { problem, missingOutputs = [] } = inspect(run, join(sweepDir, run.folder));
          return problem === undefined && missingOutputs.length === 0;
        };
        return cause?.kind === 'retry failed' && run.status === 'done' && isRanked() ? undefined : cause;
      },
      openBackend: () =>
        schedulerOf(settings).open({
          sweepDir,
          settings,
          ofStage: settingsByStage(request),
          env: process.env,
          clock: SYSTEM_CLOCK,
          note: reporter.note,
          ending: ending.signal,
        }),
      openPlacement: (state) => {
        if (hasQueue) return Promise.resolve(clusterPlacement(settings));
        const placement = openPlacement(site ?? plainLanes(settings), {
          settings,
          ofStage: settingsByStage(request),
          sweepDir,
          state,
          clock: SYSTEM_CLOCK,
          say: reporter.note,
        });
        return Promise.resolve(heedMemory(placement, request, state));
      },
      inspect,
      lostOutputs: lostOutputsIn(sweepDir, request),
      ...(settings.get('REUSE')
        ? {
            importResults: (_state: SweepState, runs: readonly RunState[], t: number) =>
              importFrom(siblingSweeps(request.outputDir, sweepDir, reporter.note), sweepDir, t, runs),
          }
        : {}),
      commandLine: process.argv.slice(1).join(' '),
      clock: SYSTEM_CLOCK,
      reporter,
      ...given,
      stop,
    });
  } finally {
    restoreSignals();
  }
}
