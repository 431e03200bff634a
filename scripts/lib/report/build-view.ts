// SPDX-License-Identifier: MIT
import { configurationName, numberWidth } from '../core/configuration-name.ts';
import type { ConfigId } from '../core/hash.ts';
import type { Measures } from '../core/measures.ts';
import { valueKey } from '../core/value.ts';
import { type Criterion, rankItems } from '../results/rank.ts';
import { type MetricSpec, oddGoals } from '../results/readers/metric-spec.ts';
import type { RunMetrics } from '../results/read-run.ts';
import type { Scalar } from '../results/readers/reading.ts';
import { type Units, unitsBySpelling } from '../results/units.ts';
import type { Outcome, RunStatus, Unranked } from '../run/outcome.ts';
import { totalTimeOf } from '../run/duration.ts';
import type { RunState, SweepState } from '../run/state.ts';
import { checkNames, namesOf, parseCondition, satisfies, unknownNames } from './conditions.ts';
import { type DerivedColumn, withDerived } from './derive.ts';
import { measureColumns } from './measures.ts';
import { filterNotes, retiredNotes } from './left-out.ts';
import {
  derivedNotes,
  journalNotes,
  rankingNotes,
  requestedNotes,
  runNotes,
  takenNotes,
  unfinishedNotes,
} from './notes.ts';
import { parameterValue } from './parameters.ts';
import { bare, isRankable, type ParameterValue, type RankMetric, type ReportRun, type SweepView } from './view.ts';
import { factsOfStatus, noCounts } from '../run/status.ts';

export interface ViewOptions extends Pick<SweepView, 'place' | 'hasTree'> {
  readonly name: string;
  readonly rangeFile: string;
  readonly specs: readonly MetricSpec[];
  readonly units: Units;
  readonly top: number;
  /** FILTER as it was written: only runs that satisfy it are reported. */
  readonly filter?: string | undefined;
  /** Runs that differ in it only are one setting (SEED_SYMBOL). */
  readonly seedSymbol?: string | undefined;
  /** Symbols that have its value in runs of sweep-seeds (SEED_WITH). */
  readonly seedWith?: readonly string[] | undefined;
  /** Further columns, of SWEEP_DERIVE. */
  readonly derived?: readonly DerivedColumn[] | undefined;
  /** What SWEEP_CHECK_COMMAND measured of a configuration: columns beside the metrics. */
  readonly measuresOf?: ((config: ConfigId) => Measures | undefined) | undefined;
}

/** Columns that every run has; a metric of such a name becomes metric.x, as one named like a parameter does. */
export const OWN_COLUMNS: readonly string[] = ['config_file', 'number', 'status', 'reason', 'total_time'];

/** Returns the column of what a symbol was to be, where a Kconfig tree made something else of it. */
export function requestedColumn(name: string): string {
  return `requested.${name}`;
}

const NO_METRICS: RunMetrics = { values: {}, missing: [], problems: [], files: [] };

/**
 * Returns what the reports show of a sweep, from the fold of its journal and the metrics of its runs (by run id). Throws
 * DiagnosticsError for a FILTER that cannot be understood.
 */
export function buildView(
  state: SweepState,
  metricsOf: ReadonlyMap<string, RunMetrics>,
  options: ViewOptions,
): SweepView {
  const all = [...state.runs.values()];
  const current = all.filter((r) => !r.retired);
  const parameters = distinct(current, (r) => r.values.map((v) => v.name));
  const requested = distinct(current, (r) => r.requested.map((v) => v.name));
  const taken = new Set([...parameters, ...requested.map(requestedColumn), ...OWN_COLUMNS]);
  const width = numberWidth(state.lastNumber);
  const ranks = options.specs.length > 0;
  const measuresOf = options.measuresOf ?? (() => undefined);
  const seedWith = options.seedWith ?? [];
  const read = current.map((r) => reportRun(r, metricsOf.get(r.run), { taken, width, ranks, measuresOf, seedWith }));
  const columns = (options.derived ?? []).map(
    ({ name, expression }): DerivedColumn => ({ name: ownName(name, taken), expression }),
  );
  const derived = withDerived(read, columns);
  const kept = filtered(derived, options.filter);
  const metrics = options.specs.map(
    (spec): RankMetric => ({ spec, column: columnName(spec.text, taken), goal: spec.goal }),
  );
  const unfinished = kept.filter((run) => run.unranked === 'not finished');
  const ranking = rankItems(
    kept.filter((run) => isRankable(run) && run.unranked !== 'not finished'),
    metrics.map(criterionOf),
  );
  const names = distinct(kept, (r) => Object.keys(r.metrics));
  const units = unitsBySpelling(options.units, names);
  // The runs were made above and nobody else has seen them yet.
  for (const { item, rank, tied } of ranking.ranked) Object.assign(item, { rank, tied });
  return {
    name: options.name,
    place: options.place,
    ...(options.hasTree === true ? { hasTree: true } : {}),
    rangeFile: options.rangeFile,
    runs: kept,
    ranked: ranking.ranked.map((r) => r.item),
    metrics,
    parameters,
    varying: varyingNames(current).filter((name) => !seedWith.includes(name)),
    requested,
    columns: names,
    measures: measureColumns(columns, names, namesOf(read)),
    counts: countStatuses(kept),
    units,
    seedSymbol: options.seedSymbol ?? '',
    top: options.top,
    notes: [
      ...retiredNotes(all.length - current.length),
      ...filterNotes(derived, kept, options),
      ...oddGoals(options.specs).map((sentence) => `${sentence}.`),
      ...rankingNotes(ranking, metrics, units, options.seedSymbol ?? ''),
      ...unfinishedNotes(unfinished),
      ...derivedNotes(columns, derived.filter(isRankable), (column) =>
        unknownNames(column.expression, namesOf(derived)),
      ),
      ...runNotes(kept),
      ...takenNotes(kept),
      ...requestedNotes(kept),
      ...journalNotes(current.map((run) => ({ configFile: configFileOf(run, width), notes: run.notes }))),
    ],
  };
}

/** Returns the names of all items, each once, in the order they came in. */
function distinct<T>(items: readonly T[], namesOf: (item: T) => readonly string[]): readonly string[] {
  const names = new Set<string>();
  for (const item of items) for (const name of namesOf(item)) names.add(name);
  return [...names];
}

function filtered(runs: readonly ReportRun[], filter: string | undefined): readonly ReportRun[] {
  if (filter === undefined || filter.trim() === '') return runs;
  const condition = parseCondition('FILTER', filter);
  if (runs.some(isRankable)) checkNames(condition, runs); // before the first result nobody knows the names of the metrics
  const names = namesOf(runs);
  return runs.filter((run) => satisfies(condition, run, names));
}

function reportRun(
  run: RunState,
  found: RunMetrics | undefined,
  columns: {
    readonly taken: ReadonlySet<string>;
    readonly width: number;
    readonly ranks: boolean;
    readonly measuresOf: NonNullable<ViewOptions['measuresOf']>;
    readonly seedWith: readonly string[];
  },
): ReportRun {
  // A run that waits for its next attempt, or has begun it, has no result yet, whatever the last one left.
  const outcome = factsOfStatus(run.status).hasEnded ? run.outcome : null;
  const read = found ?? NO_METRICS;
  const unranked = outcome?.status === 'done' && columns.ranks ? unrankedBy(found, outcome) : null;
  const metrics = bare<Scalar>({}); // a metric may be called constructor
  for (const [name, value] of Object.entries(columns.measuresOf(run.config) ?? {}))
    metrics[name === 'total_time' ? 'metric.total_time' : columnName(name, columns.taken)] = value;
  for (const [name, value] of Object.entries(read.values)) {
    // total_time is the wall time we measured; one that a script wrote itself stands beside it.
    if (name !== 'total_time') metrics[columnName(name, columns.taken)] = value;
    else if (value !== totalTimeOf(run)) metrics['metric.total_time'] = value;
  }
  const parameters = bare<ParameterValue>({});
  for (const { name, value } of run.values) parameters[name] = parameterValue(value);
  return {
    run: run.run,
    config: run.config,
    number: run.number,
    configFile: configFileOf(run, columns.width),
    folder: run.folder,
    status: run.status,
    reason: unranked ?? outcome?.reason ?? (run.status === 'blocked' ? 'dependency' : ''),
    // What it lacked at its end says nothing where it has what is asked for now.
    detail: outcome?.unranked !== undefined && unranked === null ? '' : (outcome?.detail ?? ''),
    unranked,
    values: run.values,
    ...(columns.seedWith.length === 0 ? {} : { seedWith: columns.seedWith }),
    requested: run.requested,
    parameters,
    metrics,
    ...(read.peaks === undefined ? {} : { peaks: read.peaks }),
    totalTimeS: outcome === null ? null : totalTimeOf(run),
    endedAtMs: outcome?.endedAtMs ?? null,
    host: outcome?.host ?? run.attempts.at(-1)?.host ?? '',
    devices: outcome?.devices ?? run.attempts.at(-1)?.devices ?? [],
    problems: read.problems,
    importedFrom: run.importedFrom,
    ...(run.isExtra ? { isExtra: true } : {}),
    rank: null,
    tied: false,
  };
}

/** Files that were looked at say it; else what its end said. */
function unrankedBy(found: RunMetrics | undefined, outcome: Outcome): Unranked | null {
  if (found === undefined) return outcome.unranked ?? null;
  if (found.unfinished !== undefined) return 'not finished';
  return found.missing.length > 0 && found.isProvisional !== true ? 'no metric' : null;
}

/** Returns the name of a derived column, which stands beside the parameters and our own columns. */
function ownName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? `metric.${name}` : name;
}

function columnName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) && name !== 'total_time' ? `metric.${name}` : name;
}

/** Returns `config_017`: the number a run's folder was named with keeps its width when the sweep grows. */
export function configFileOf(run: RunState, width: number): string {
  const base = run.folder.slice(run.folder.lastIndexOf('/') + 1);
  const own = /^(config_0*(\d+))_[0-9a-f]{8}$/.exec(base);
  return own?.[1] !== undefined && Number(own[2]) === run.number ? own[1] : configurationName(run.number, width);
}

/** Returns how to read a ranking metric off a run. */
export function criterionOf(metric: RankMetric): Criterion<ReportRun> {
  return { goal: metric.goal, value: (run) => numberOf(run, metric.column) };
}

/** Returns a column's number: null when it is NaN, undefined when there is none. */
export function numberOf(run: ReportRun, column: string): number | null | undefined {
  const value = column === 'total_time' ? (run.totalTimeS ?? undefined) : run.metrics[column];
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' ? undefined : value;
}

/** Returns the number that a ranked run has in a column, in a list that is empty where it has none or is not ranked. */
export function rankedNumber(run: ReportRun, column: string): readonly number[] {
  const value = run.rank === null ? undefined : numberOf(run, column);
  return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
}

/** Names of the symbols with more than one value (absent counts as one) among the runs, in file order. */
function varyingNames(runs: readonly RunState[]): readonly string[] {
  const seen = new Map<string, { keys: Set<string>; count: number }>();
  for (const run of runs) {
    for (const { name, value } of run.values) {
      const entry = seen.get(name) ?? { keys: new Set(), count: 0 };
      if (entry.keys.size < 2) entry.keys.add(valueKey(value));
      entry.count += 1;
      seen.set(name, entry);
    }
  }
  return [...seen].filter(([, e]) => e.keys.size > 1 || e.count < runs.length).map(([name]) => name);
}

function countStatuses(runs: readonly ReportRun[]): Record<RunStatus, number> {
  const counts = noCounts();
  for (const run of runs) counts[run.status] += 1;
  return counts;
}
