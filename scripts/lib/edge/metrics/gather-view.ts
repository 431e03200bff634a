// SPDX-License-Identifier: MIT
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Checked, type Diagnostic, DiagnosticsError, hasErrors, valueOrThrow } from '../../core/diagnostic.ts';
import { didYouMean } from '../../core/nearest.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { buildView } from '../../report/build-view.ts';
import { parseCondition } from '../../report/conditions.ts';
import { parseDerived } from '../../report/derive.ts';
import type { SweepView } from '../../report/view.ts';
import { type MetricSpec, parseMetricSpec } from '../../results/readers/metric-spec.ts';
import { readRunMetrics, type RunMetrics } from '../../results/read-run.ts';
import { type LogPattern, parseLogPattern } from '../../results/readers/log-regex.ts';
import { parseMetricFiles } from '../../results/readers/metric-files.ts';
import type { MetricReader } from '../../results/readers/reading.ts';
import { parseUnits, type Units } from '../../results/units.ts';
import type { SweepState } from '../../run/state.ts';
import { readSweepState } from '../journal/journal-cache.ts';
import { openMetricCache } from './metric-cache.ts';
import { readOptionsOf } from './read-options.ts';
import { withinTime } from '../run-folder/within-time.ts';
import { factsOfStatus } from '../../run/status.ts';
import { openRunFiles } from '../run-folder/run-files.ts';

/** How the settings ask for metrics to be read and shown. */
export interface MetricSetup {
  /** What ranks; columns of SWEEP_DERIVE too. */
  readonly specs: readonly MetricSpec[];
  /** Of these, what a run has to report by itself. */
  readonly reported: readonly MetricSpec[];
  readonly units: Units;
  readonly logPattern: LogPattern | undefined;
  /** Of SWEEP_METRIC_FILES. */
  readonly ownReaders: readonly MetricReader[];
  /** Names what is read from the files: the cache's key. */
  readonly question: string;
}

/** Returns the metric settings, checked. Throws DiagnosticsError with all that is wrong in them. */
export function metricSetup(settings: Settings): MetricSetup {
  const metric = settings.text('METRIC');
  const regex = settings.text('METRIC_REGEX');
  const specs = isOfAnother(settings)
    ? parseMetricSpec(metric, undefined, settings.get('GOAL'))
    : parseMetricSpec(metric, settings.get('GOAL'));
  const units = parseUnits(settings.text('UNITS'));
  const named = settings.text('METRIC_FILES');
  const ownReaders = parseMetricFiles(named);
  const pattern: Checked<LogPattern | undefined> =
    regex === undefined || regex === '' ? { value: undefined, diagnostics: [] } : parseLogPattern(regex, withinTime);
  const diagnostics = [...specs.diagnostics, ...units.diagnostics, ...pattern.diagnostics, ...ownReaders.diagnostics];
  if (hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics);
  const ranking = valueOrThrow(specs);
  const filter = settings.text('FILTER') ?? '';
  if (filter.trim() !== '') parseCondition('FILTER', filter);
  const reported = reportedOf(ranking, new Set(parseDerived(settings.text('DERIVE')).map((column) => column.name)));
  return {
    specs: ranking,
    reported,
    units: valueOrThrow(units),
    logPattern: pattern.value,
    ownReaders: valueOrThrow(ownReaders),
    question: JSON.stringify([
      reported.map(({ text, name, source }) => [text, name, source]),
      regex ?? '',
      named ?? '',
    ]),
  };
}

/** A goal that the sweep was made with is that of its own metric: one that a call names instead goes by its name first. */
function isOfAnother(settings: Settings): boolean {
  return (
    ['make', 'flag', 'environment'].includes(settings.layer('METRIC')) &&
    ['sweep folder', 'range file'].includes(settings.layer('GOAL'))
  );
}

/** Returns what the runs have to report: all but the derived columns. Throws DiagnosticsError for a part of one: it is a number, not a list. */
function reportedOf(ranking: readonly MetricSpec[], derived: ReadonlySet<string>): readonly MetricSpec[] {
  const own = ranking.filter((spec) => spec.source === undefined && derived.has(spec.name));
  const diagnostics = own
    .filter((spec) => spec.text !== spec.name)
    .map(({ text, name }): Diagnostic => {
      const message = `SWEEP_METRIC has "${text}", but ${name} is a column of SWEEP_DERIVE: one number a run`;
      return {
        severity: 'error',
        code: 'E_SETTING_VALUE',
        message,
        hint: `write ${name}, or give the column another name`,
      };
    });
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics);
  return ranking.filter((spec) => !own.includes(spec));
}

/** Folder inside a sweep folder that prune moves run folders to. */
export const PRUNED_NAME = 'TO_BE_DELETED';

/** Returns where a run's files lie: a pruned run is still read as long as nobody deleted it. */
export function runFolderOf(sweepDir: string, folder: string): string {
  const own = join(sweepDir, folder);
  return existsSync(own) ? own : join(sweepDir, PRUNED_NAME, folder);
}

/** Reads a sweep folder: the fold of its journal and the metrics of its runs. Takes no lock and changes nothing but the cache. */
export function readSweep(
  sweepDir: string,
  setup: MetricSetup,
  nowMs: number,
): { state: SweepState; metrics: ReadonlyMap<string, RunMetrics> } {
  const state = readSweepState(sweepDir);
  return { state, metrics: readMetrics(sweepDir, state, setup, { nowMs, budgetMs: Number.POSITIVE_INFINITY }).metrics };
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
  const cache = openMetricCache(sweepDir, setup.question, nowMs);
  const metrics = new Map<string, RunMetrics>();
  let [unread, spentMs] = [0, 0];
  const present = new Set(readdirSync(sweepDir)); // one look instead of one for each run
  for (const run of state.runs.values()) {
    if (run.retired || !factsOfStatus(run.status).hasBegun) continue;
    const folder = present.has(run.folder) ? `${sweepDir}/${run.folder}` : runFolderOf(sweepDir, run.folder);
    // Another attempt or a new end changes what counts: both are part of the key.
    const key = `${run.run}/${run.attempts.length}/${run.outcome?.endedAtMs ?? ''}`;
    const read = cache.get<undefined>(key, folder, () => {
      if (spentMs >= budgetMs) return undefined;
      const began = performance.now();
      const found = readRunMetrics(openRunFiles(folder), readOptionsOf(run, folder, setup));
      spentMs += performance.now() - began;
      return found;
    });
    if (read === undefined) unread += 1;
    else metrics.set(run.run, read);
  }
  cache.save();
  return { metrics, unread };
}

/** A sweep folder as it is read for reports. */
export interface GatheredSweep {
  readonly setup: MetricSetup;
  readonly state: SweepState;
  readonly view: SweepView;
}

/** Returns the view of a sweep folder that all reports are made from, with what it was made from. */
export function gatherSweep(sweepDir: string, settings: Settings, nowMs: number): GatheredSweep {
  const setup = metricSetup(settings);
  const { state, metrics } = readSweep(sweepDir, setup, nowMs);
  const view = viewOf(sweepDir, state, metrics, { settings, setup });
  return { setup, state, view: { ...view, notes: [...view.notes, ...seedSymbolNotes(settings, view)] } };
}

/** A wrong name would show seeds as a parameter like any other; the one that a sweep was made with may be without repeats. */
function seedSymbolNotes(settings: Settings, { parameters, runs }: SweepView): readonly string[] {
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
  asked: { settings: Settings; setup: MetricSetup },
): SweepView {
  const { settings, setup } = asked;
  return buildView(state, metrics, {
    name: basename(resolve(sweepDir)),
    rangeFile: settings.text('RANGE_CONFIG') ?? '',
    specs: setup.specs,
    units: setup.units,
    top: settings.get('TOP'),
    filter: settings.text('FILTER'),
    seedSymbol: settings.get('SEED_SYMBOL'),
    derived: parseDerived(settings.text('DERIVE')),
  });
}

/** Returns the view of a sweep whose state is known, and how many runs there was no time to read: the next glance goes on there if the folder can be written. */
export function glanceAt(
  sweepDir: string,
  state: SweepState,
  settings: Settings,
  glance: Glance,
): { readonly view: SweepView; readonly unread: number } {
  const setup = metricSetup(settings);
  const { metrics, unread } = readMetrics(sweepDir, state, setup, glance);
  return { view: viewOf(sweepDir, state, metrics, { settings, setup }), unread };
}

/** Returns the view alone of a sweep folder. */
export function gatherView(sweepDir: string, settings: Settings, nowMs: number): SweepView {
  return gatherSweep(sweepDir, settings, nowMs).view;
}
