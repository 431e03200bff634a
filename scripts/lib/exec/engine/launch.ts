// SPDX-License-Identifier: MIT
import { existsSync, lstatSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeLine } from '../../core/make-line.ts';
import type { RunId } from '../../core/hash.ts';
import { joinInner, relativeInner } from '../../core/inner-path.ts';
import { makeFolder, readTextIfExists, removeQuietly, writing } from '../../edge/files.ts';
import { linkOnTheWay, refuseWayOut } from '../../edge/inner-folder.ts';
import { type CommandPlace, type CommandTemplate, filledIn } from '../../run/command.ts';
import { runEnvironment } from '../../run/environment.ts';
import { type KnownRuns, neededRuns } from '../../run/stages/needed.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import type { Timeout } from '../../run/timeout.ts';
import { attemptFolder } from '../../edge/run-folder/attempt-place.ts';
import type { LaunchSpec } from './backend.ts';
import { needVariables, needWords } from './launch-needs.ts';
import { reproScript } from './repro-script.ts';
import { keepConfig, LOG_LINK, linkFirstLog, linkLog } from './run-links.ts';
import { pushingThrough, setSpecialFilesAside } from './set-aside.ts';
import { withSetup } from './setup.ts';

/** How the runs of a sweep are started. Paths are absolute. */
export interface LaunchPlan {
  readonly rangeDir: string;
  readonly command: CommandTemplate;
  readonly cwd: CommandTemplate;
  /** What a relative SWEEP_CWD means. */
  readonly cwdBase: string;
  /** SWEEP_SETUP: shell lines before the command. */
  readonly setup: string;
  readonly graceS: number;
  readonly logLimitBytes: number | null;
  readonly retries: number;
  /** SWEEP_SCRATCH on a cluster: out_dir is a folder of the node. */
  readonly inScratch?: boolean;
  /** How the runs of a stage are started, where a sweep has stages. */
  readonly ofStage?: ReadonlyMap<string, StageLaunch>;
  /** Name of a run's configuration file: config.txt, ... */
  readonly configFile: string;
  /** Text of a run's configuration file; undefined where nobody knows. */
  configText?(run: RunId): string | undefined;
  /** config_017 */
  runName(run: RunState): string;
}

/** What a stage has to itself of the way its runs are started. */
export interface StageLaunch extends Pick<LaunchPlan, 'command' | 'setup' | 'retries'> {
  readonly timeout: Timeout;
  /** SWEEP_OUTPUTS: what its runs must leave. */
  readonly outputs: readonly string[];
}

/** A sweep whose runs are started. */
export interface LaunchedSweep {
  /** Absolute. */
  readonly sweepDir: string;
  readonly plan: LaunchPlan;
  /** Every run of the sweep: what a run needs is looked up there. */
  readonly runs: KnownRuns;
  /** Every symbol of the sweep: those a run lacks are unset for it. */
  readonly symbols: ReadonlySet<string>;
}

/** Returns a sweep with the runs that it has now. */
export function launchedSweep(sweepDir: string, plan: LaunchPlan, { runs }: SweepState): LaunchedSweep {
  const symbols = new Set<string>();
  for (const { values } of runs.values()) for (const { name } of values) symbols.add(name);
  return { sweepDir, plan, runs, symbols };
}

/** Returns how runs of a stage are started. */
export function stageLaunchOf(
  plan: LaunchPlan,
  { stage }: Pick<RunState, 'stage'>,
): Omit<StageLaunch, 'timeout' | 'outputs'> {
  return plan.ofStage?.get(stage ?? '') ?? plan;
}

export type LaunchRequest = Pick<LaunchSpec, 'attempt' | 'place' | 'devices' | 'env' | 'timeoutS' | 'mayExist'>;

/** Returns the attempt of a run with everything final. Throws DiagnosticsError when a template cannot be rendered for it. */
export function launchSpec(sweep: LaunchedSweep, run: RunState, request: LaunchRequest): LaunchSpec {
  const { sweepDir, plan } = sweep;
  const place = placeOf(sweep, run);
  const { config, outDir: runDir } = place;
  const attemptDir = attemptFolder({ home: sweepDir, folder: run.folder }, request);
  return {
    run: run.run,
    number: run.number,
    ...(run.stage === null ? {} : { stage: run.stage }),
    attempt: request.attempt,
    sweepDir,
    runDir,
    place: request.place,
    attemptDir,
    config,
    configText: () => plan.configText?.(run.run),
    ...renderCommand(plan, run, place),
    // With a run folder that the shell names: SWEEP_OUT_DIR and SWEEP_CONFIG of repro.sh.
    reproCommand: shellText(plan, run, { ...place, inScratch: true }),
    env: {
      ...runEnvironment(run.values, sweep.symbols, {
        run: run.run,
        number: run.number,
        config,
        runDir,
        attemptDir,
        sweepDir,
      }),
      ...needVariables(neededRuns(run, sweep.runs), sweepDir),
      ...request.env,
    },
    devices: request.devices,
    timeoutS: request.timeoutS,
    graceS: plan.graceS,
    logLimitBytes: plan.logLimitBytes,
    continues: false,
    mayExist: request.mayExist ?? false,
    values: run.values,
    retries: stageLaunchOf(plan, run).retries,
  };
}

/** Returns what the templates of a run may name. */
function placeOf({ sweepDir, plan, runs }: LaunchedSweep, run: RunState): CommandPlace {
  const outDir = joinInner(sweepDir, run.folder);
  return {
    config: joinInner(outDir, plan.configFile),
    outDir,
    number: run.number,
    name: plan.runName(run),
    rangeDir: plan.rangeDir,
    needs: needWords(neededRuns(run, runs), sweepDir),
  };
}

/** Returns the final command of a run and its folder. Throws DiagnosticsError when one of the templates cannot be rendered for it. */
export function commandOfRun(sweep: LaunchedSweep, run: RunState): { command: string; cwd: string } {
  return renderCommand(sweep.plan, run, placeOf(sweep, run));
}

function renderCommand(plan: LaunchPlan, run: RunState, place: CommandPlace): { command: string; cwd: string } {
  const command = shellText(plan, run, plan.inScratch === true ? { ...place, inScratch: true } : place);
  return { command, cwd: resolvedCwd(plan, filledIn(plan.cwd, run.values, place)) };
}

/** The folder that was resolved last for a plan: mostly all runs work in one. */
const CWDS = new WeakMap<LaunchPlan, { readonly text: string; readonly cwd: string }>();

function resolvedCwd(plan: LaunchPlan, text: string): string {
  const known = CWDS.get(plan);
  if (known?.text === text) return known.cwd;
  const cwd = resolve(plan.cwdBase, text);
  CWDS.set(plan, { text, cwd });
  return cwd;
}

function shellText(plan: LaunchPlan, run: RunState, place: CommandPlace): string {
  const { setup, command } = stageLaunchOf(plan, run);
  return withSetup(setup, filledIn(command, run.values, place));
}

/** Makes the folder of an attempt with the link to its log, and repro.sh with what is run now. Throws WriteError; may be called again then. */
export function prepareAttempt(spec: LaunchSpec): void {
  const { runDir, attemptDir, attempt } = spec;
  setLinksAside(spec);
  for (const path of [runDir, attemptDir]) refuseWayOut(spec.sweepDir, relativeInner(spec.sweepDir, path));
  const folders = [runDir, dirname(attemptDir), attemptDir].map((path) => ({ path, isFolder: true }));
  const files = [LOG_LINK, REPRO].map((name) => ({ path: joinInner(runDir, name), isFolder: false }));
  const suffix = `.before-${attempt}`;
  pushingThrough([...folders, ...files], suffix, () => fillAttempt(spec));
  if (attempt > 1) setSpecialFilesAside(runDir, suffix);
}

/** An earlier attempt may have put a link in the place of its folder; a first one finds none, unless somebody else made the sweep folder. */
function setLinksAside(spec: LaunchSpec): void {
  const { sweepDir, runDir, attemptDir, attempt } = spec;
  if (attempt === 1) return;
  for (const path of [runDir, dirname(attemptDir)])
    if (linkOnTheWay(sweepDir, relativeInner(sweepDir, path)) === path)
      writing(path, () => renameSync(path, `${path}.before-${attempt}`), goOn(spec));
}

function fillAttempt(spec: LaunchSpec): void {
  const isNew = spec.attempt === 1 && !existsSync(spec.attemptDir);
  const attempts = dirname(spec.attemptDir);
  writing(
    spec.attemptDir,
    () => {
      if (!existsSync(attempts)) makeFolder(attempts); // asked first: an error costs ten times as much as a look
      makeFolder(spec.attemptDir);
    },
    goOn(spec),
  );
  if (!existsSync(spec.runDir)) writing(spec.runDir, () => makeFolder(spec.runDir), goOn(spec)); // an earlier attempt removed it
  writing(spec.config, () => keepConfig(spec), goOn(spec));
  const link = joinInner(spec.runDir, LOG_LINK);
  // A run that was taken over from another folder has a log before its first attempt here.
  const isFirst = isNew && lstatSync(link, { throwIfNoEntry: false }) === undefined;
  writing(link, () => (isFirst ? linkFirstLog(spec) : linkLog(spec)), goOn(spec));
  // One that the disk had no room for, that a killed runner did not get to, or of a folder that was moved since, is written again.
  if (isNew || readRepro(spec) !== reproScript(spec)) writeRepro(spec);
}

function goOn({ sweepDir }: Pick<LaunchSpec, 'sweepDir'>): string {
  return `nothing was started in it, and what runs goes on by itself; when that is mended, ${makeLine('sweep-resume', sweepDir)} goes on`;
}

/** Name of the script in a run folder that runs its configuration again. */
const REPRO = 'repro.sh';

/** Writes repro.sh into the folder of a run. Throws WriteError. */
export function writeRepro(spec: LaunchSpec): void {
  const path = joinInner(spec.runDir, REPRO);
  try {
    writing(path, () => writeFileSync(path, reproScript(spec), { mode: 0o777 }), goOn(spec));
  } catch (error) {
    removeQuietly(path); // half of it would be worse than none
    throw error;
  }
}

function readRepro(spec: LaunchSpec): string | undefined {
  const path = joinInner(spec.runDir, REPRO);
  return writing(path, () => readTextIfExists(path), goOn(spec));
}
