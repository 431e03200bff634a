// SPDX-License-Identifier: MIT
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { recordedPlace } from '../sweep-folder/recorded-place.ts';
import { DiagnosticsError } from '../../core/diagnostic.ts';
import { didYouMean } from '../../core/nearest.ts';
import { settingWords } from '../../core/settings/words.ts';
import type { FolderViewSetting, MetricViewSetting } from '../../core/settings/groups.ts';
import { settingSpec } from '../../core/settings/index.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { buildView } from '../../report/build-view.ts';
import { parseDerived } from '../../report/derive.ts';
import type { SweepView } from '../../report/view.ts';
import { readRunMetrics, type RunMetrics } from '../../results/read-run.ts';
import { chosenStage } from '../../run/stages/chosen.ts';
import { neededRuns } from '../../run/stages/needed.ts';
import { stagesOf, stateOfStage } from '../../run/stages/of-stage.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { readSweepState } from '../journal/journal-file.ts';
import { factsOfStatus } from '../../run/status.ts';
import { type EarlierSweeps, earlierSweeps } from './earlier-sweeps.ts';
import { withKeptMetrics } from './kept-metrics.ts';
import { openMetricCache } from './metric-cache.ts';
import { readOptionsOf } from './read-options.ts';
import { measuresIn } from './measures.ts';
import { type MetricSetup, metricSetup } from './metric-setup.ts';
import { openRunFiles } from '../run-folder/run-files.ts';

/** Folder inside a sweep folder that prune moves run folders to. */
export const PRUNED_NAME = 'TO_BE_DELETED';

/** Returns where a run's files lie: a pruned run is still read as long as nobody deleted it. */
export function runFolderOf(sweepDir: string, folder: string): string {
  const own = join(sweepDir, folder);
  return existsSync(own) ? own : join(sweepDir, PRUNED_NAME, folder);
}

/** A sweep folder that was read: the fold of its journal, and the metrics of its runs. */
export interface ReadSweepFolder {
  /** Of all stages. */
  readonly state: SweepState;
  /** By run id; of runs that have begun. */
  readonly metrics: ReadonlyMap<string, RunMetrics>;
}

/** Reads a sweep folder. Takes no lock and changes nothing but the cache. */
export function readSweep(sweepDir: string, setup: MetricSetup, nowMs: number): ReadSweepFolder {
  const state = readSweepState(sweepDir);
  const glance = { nowMs, budgetMs: Number.POSITIVE_INFINITY };
  return { state, metrics: readMetrics(sweepDir, state, setup, glance).metrics };
}

/** A look at a sweep that shall not take long. */
export interface Glance {
  readonly nowMs: number;
  /** Milliseconds for reading what no report and no earlier glance has read. */
  readonly budgetMs: number;
}

/** Returns the metrics of runs: from the cache, or from their files while there is time for it. The others are counted. */
function readMetrics(
  sweepDir: string,
  state: SweepState,
  setup: MetricSetup,
  { nowMs, budgetMs }: Glance,
): { metrics: ReadonlyMap<string, RunMetrics>; unread: number } {
  const reader = openMetricReader(sweepDir, setup, nowMs);
  const metrics = new Map<string, RunMetrics>();
  let [unread, spentMs] = [0, 0];
  for (const run of state.runs.values()) {
    if (run.retired || !factsOfStatus(run.status).hasBegun) continue;
    const read = reader.read(run, (look) => {
      if (spentMs >= budgetMs) return undefined;
      const began = performance.now();
      const found = look();
      spentMs += performance.now() - began;
      return found;
    });
    if (read === undefined) unread += 1;
    else metrics.set(run.run, read);
  }
  reader.save();
  return { metrics, unread };
}

/** Reads the metrics of runs: from the cache of their sweep folder, else from their files. */
export interface MetricReading {
  /** Returns the metrics of a run; `when` is handed how to look at its files, and may say that there is no time for it. */
  read(run: RunState, when: (look: () => RunMetrics) => RunMetrics | undefined): RunMetrics | undefined;
  /** Keeps what was read for the next look, where the folder can be written. The one thing here that writes. */
  save(): void;
}

/** Returns the reader of a sweep folder's metrics, as its cache is now. */
export function openMetricReader(sweepDir: string, setup: MetricSetup, nowMs: number): MetricReading {
  const cache = openMetricCache(sweepDir, setup.question, nowMs);
  const present = new Set(readdirSync(sweepDir)); // one look instead of one for each run
  return {
    read: (run, when) => {
      const folder = present.has(run.folder) ? `${sweepDir}/${run.folder}` : runFolderOf(sweepDir, run.folder);
      // Another attempt or a new end changes what counts: both are part of the key.
      const key = `${run.run}/${run.attempts.length}/${run.outcome?.endedAtMs ?? ''}`;
      const read = cache.get<undefined>(key, folder, () => when(() => readMetricsOf(sweepDir, run, setup, folder)));
      return read === undefined ? undefined : withKeptMetrics(read, run, folder);
    },
    save: () => cache.save(),
  };
}

/** Returns the metrics of a run as its files are now, with what the journal kept of those that are gone. */
export function metricsNow(sweepDir: string, run: RunState, setup: MetricSetup): RunMetrics {
  const folder = runFolderOf(sweepDir, run.folder);
  return withKeptMetrics(readMetricsOf(sweepDir, run, setup, folder), run, folder);
}

function readMetricsOf(sweepDir: string, run: RunState, setup: MetricSetup, folder: string): RunMetrics {
  return readRunMetrics(openRunFiles(folder, sweepDir), readOptionsOf(run, folder, setup));
}

/** A sweep folder as it is read for reports. */
export interface GatheredSweep {
  readonly setup: MetricSetup;
  /** In a sweep with stages: of one stage, with the values of what its runs need. */
  readonly state: SweepState;
  /** With the runs of all stages. */
  readonly whole: SweepState;
  /** Where reports of a stage other than the last go; undefined for the sweep folder itself. */
  readonly stageFolder: string | undefined;
  readonly view: SweepView;
}

/** Returns the view of a sweep folder that all reports are made from, with what it was made from; `onRead` is handed what was read of it and of those it refines. */
export function gatherSweep(
  sweepDir: string,
  settings: Settings<FolderViewSetting | 'TOP'>,
  nowMs: number,
  onRead?: OnRead,
): GatheredSweep {
  return gatherTop(sweepDir, settings, {
    nowMs,
    top: settings.get('TOP'),
    earlier: keptEarlier(sweepDir, settings, { nowMs, onRead }),
    onRead,
  });
}

/** What a sweep folder was read from. */
export interface SweepFiles extends ReadSweepFolder {
  readonly sweepDir: string;
}

/** Takes what was read of a sweep folder. */
type OnRead = (read: SweepFiles) => void;

function gatherTop(
  sweepDir: string,
  settings: Settings<FolderViewSetting>,
  { nowMs, top, earlier, onRead }: { nowMs: number; top: number; earlier: EarlierSweeps; onRead?: OnRead | undefined },
): GatheredSweep {
  const setup = metricSetup(settings);
  const read = readSweep(sweepDir, setup, nowMs);
  onRead?.({ sweepDir, ...read });
  return gatheredOf(sweepDir, read, { settings, setup, top, earlier });
}

/**
 * Returns the sweeps that a sweep refines, each as `read` has it by the metric settings of this one; all of their runs, whatever FILTER leaves
 * of its own. One that `read` throws for is told in a note.
 */
export function readEarlier(
  sweepDir: string,
  settings: Settings<FolderViewSetting>,
  read: (folder: string) => ReadSweepFolder,
): EarlierSweeps {
  const setup = metricSetup(settings);
  return earlierSweeps(sweepDir, settings.text('REFINES'), (folder) => {
    const own = read(folder);
    const { state, metrics } = ofStage(own.state, own.metrics, settings);
    return viewOf(folder, state, metrics, { settings, setup, top: 1, isWhole: true });
  });
}

function keptEarlier(
  sweepDir: string,
  settings: Settings<FolderViewSetting>,
  { nowMs, onRead }: { nowMs: number; onRead?: OnRead | undefined },
): EarlierSweeps {
  const setup = metricSetup(settings);
  return readEarlier(sweepDir, settings, (folder) => {
    const read = readSweep(folder, setup, nowMs);
    onRead?.({ sweepDir: folder, ...read });
    return read;
  });
}

/** Returns the view of a sweep folder that was read. */
export function gatheredOf(
  sweepDir: string,
  read: ReadSweepFolder,
  {
    settings,
    setup,
    top,
    earlier,
  }: { settings: Settings<FolderViewSetting>; setup: MetricSetup; top: number; earlier: EarlierSweeps },
): GatheredSweep {
  const { state, metrics, stage } = ofStage(read.state, read.metrics, settings);
  const view = viewOf(sweepDir, state, metrics, { settings, setup, top });
  const stages = stagesOf(read.state);
  const isLast = stage === stages.at(-1);
  const stageFolder = isLast ? undefined : stage;
  return {
    setup,
    state,
    whole: read.state,
    stageFolder,
    view: {
      ...view,
      ...(stage === undefined
        ? {}
        : { stage: { name: stage, isLast, others: stages.filter((name) => name !== stage) } }),
      ...(earlier.found.length === 0 ? {} : { earlier: earlier.found }),
      notes: [...view.notes, ...seedSymbolNotes(settings, view), ...earlier.notes],
    },
  };
}

/** Returns the stage of a sweep that STAGE names, else its last, with the metrics of what its runs need: target.loss. */
function ofStage(
  state: SweepState,
  metrics: ReadonlyMap<string, RunMetrics>,
  settings: Settings<'STAGE'>,
): Pick<GatheredSweep, 'state'> & { metrics: ReadonlyMap<string, RunMetrics>; stage: string | undefined } {
  const { value: stage, diagnostics } = chosenStage({ STAGE: settings.text('STAGE') }, stagesOf(state));
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics);
  if (stage === undefined) return { state, metrics, stage };
  const part = stateOfStage(state, stage);
  const own = new Map<string, RunMetrics>();
  for (const run of part.runs.values()) {
    const read = metrics.get(run.run);
    if (read === undefined) continue;
    const needed = neededRuns(run, state.runs).flatMap((need) =>
      Object.entries(metrics.get(need.run)?.values ?? {}).map(
        ([name, value]) => [`${need.stage}.${name}`, value] as const,
      ),
    );
    own.set(
      run.run,
      needed.length === 0 ? read : { ...read, values: { ...read.values, ...Object.fromEntries(needed) } },
    );
  }
  return { state: part, metrics: own, stage };
}

/** A wrong name would show seeds as a parameter like any other; the one that a sweep was made with may be without repeats. */
function seedSymbolNotes(settings: Settings<MetricViewSetting>, { parameters, runs }: SweepView): readonly string[] {
  const symbol = settings.get('SEED_SYMBOL');
  if (
    !['make', 'flag', 'environment'].includes(settings.layer('SEED_SYMBOL')) ||
    symbol === '' ||
    runs.length === 0 ||
    parameters.includes(symbol)
  )
    return [];
  const meant =
    didYouMean(symbol, parameters) ??
    (parameters.includes(`CONFIG_${symbol}`) ? `did you mean CONFIG_${symbol}?` : undefined);
  return [
    `SEED_SYMBOL=${symbol} is no parameter of this sweep, so no runs are taken together over seeds${meant === undefined ? '' : ` (${meant})`}.`,
  ];
}

function viewOf(
  sweepDir: string,
  state: SweepState,
  metrics: ReadonlyMap<string, RunMetrics>,
  asked: { settings: Settings<FolderViewSetting>; setup: MetricSetup; top: number; isWhole?: boolean },
): SweepView {
  const { settings, setup, top, isWhole = false } = asked;
  return buildView(state, metrics, {
    name: basename(resolve(sweepDir)),
    ...recordedPlace(sweepDir),
    rangeFile: settings.text('RANGE_CONFIG') ?? '',
    specs: setup.specs,
    units: setup.units,
    top,
    filter: isWhole ? undefined : settings.text('FILTER'),
    seedSymbol: settings.get('SEED_SYMBOL'),
    seedWith: settingWords(settings.text('SEED_WITH')),
    derived: parseDerived(settings.text('DERIVE')),
    measuresOf: measuresIn(sweepDir),
  });
}

/** Returns the view of a sweep whose state is known, and how many runs there was no time to read: the next glance goes on there if the folder can be written. */
export function glanceAt(
  sweepDir: string,
  state: SweepState,
  settings: Settings<FolderViewSetting | 'TOP'>,
  glance: Glance,
): { readonly view: SweepView; readonly unread: number } {
  const setup = metricSetup(settings);
  const { metrics, unread } = readMetrics(sweepDir, state, setup, glance);
  const part = ofStage(state, metrics, settings);
  return { view: viewOf(sweepDir, part.state, part.metrics, { settings, setup, top: settings.get('TOP') }), unread };
}

/** Returns the view alone of a sweep folder, for those who list its best in their own way. */
export function gatherView(sweepDir: string, settings: Settings<FolderViewSetting>, nowMs: number): SweepView {
  return gatherTop(sweepDir, settings, { nowMs, top: SHOWN_TOP, earlier: { found: [], notes: [] } }).view;
}

/** Returns the same with the sweeps that it refines, which a model learns from as well. */
export function gatherRefined(sweepDir: string, settings: Settings<FolderViewSetting>, nowMs: number): SweepView {
  return gatherTop(sweepDir, settings, { nowMs, top: SHOWN_TOP, earlier: keptEarlier(sweepDir, settings, { nowMs }) })
    .view;
}

const SHOWN_TOP = Number(settingSpec('TOP').default);
