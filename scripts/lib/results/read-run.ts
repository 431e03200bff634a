// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';
import { type Gathered, gatherEntries, type GatherOptions, type RunFiles } from './gather-entries.ts';
import { type Peak, peakOf } from './peak.ts';
import type { MetricSpec, Reducer } from './readers/metric-spec.ts';
import { COMMA_WORDS, type Entry, hasDecimalComma, isSeries, type Scalar } from './readers/reading.ts';

export interface ReadOptions extends GatherOptions {
  /** Wall time of the run: the metric `total_time` when no file has one. Undefined while it is not known. */
  readonly totalTimeS?: number | undefined;
  /** What was measured of the run from outside (its GPUs): metrics where no file has one of that name. */
  readonly measured?: Readonly<Record<string, number>> | undefined;
}

/** What one run reports. */
export interface RunMetrics {
  /**
   * Every metric by name, arrays as their last entry, and each of SWEEP_METRIC under its own text; null is NaN. Folds are
   * averaged, with `acc_sd` (of the sample) and `acc_n` beside `acc`.
   */
  readonly values: Readonly<Record<string, Scalar>>;
  /** Of SWEEP_METRIC, by its text: the best epoch of an array whose last entry is worse. */
  readonly peaks?: Readonly<Record<string, Peak>>;
  /** Of SWEEP_METRIC: those that no file has (or has only as text). */
  readonly missing: readonly string[];
  /** Broken, half-written and outdated files, each `file:line:column: what`, and metrics that are texts. */
  readonly problems: readonly string[];
  /** Files that were read. */
  readonly files: readonly string[];
  /** Files of SWEEP_METRIC in folders of their own that were not there yet: their coming does not change the run folder. */
  readonly awaited?: readonly string[];
  /** Folders below the run folder whose names decided what was read, and files of which nothing was taken. */
  readonly looked?: readonly string[];
  /** What a file says of a run that ended well and has not finished all the same (hypnettorch's `finished 0`): it cannot rank. */
  readonly unfinished?: string;
  /** True when another look may find more although no file has changed. */
  readonly isProvisional?: true;
}

/** Returns what a run reports, from its files in their order: the first that has a metric wins. Never throws. */
export function readRunMetrics(files: RunFiles, options: ReadOptions): RunMetrics {
  const gathered = gatherEntries(files, options);
  const values: Record<string, Scalar> = {};
  for (const [name, entry] of gathered.entries) {
    const value = reduceEntry(entry, { kind: 'last' });
    if (value !== undefined) values[name] = value;
  }
  for (const [name, entries] of gathered.folds) {
    if (!gathered.entries.has(name)) putFolds(values, name, entries, { kind: 'last' });
  }
  if (options.totalTimeS !== undefined && !Object.hasOwn(values, 'total_time'))
    values['total_time'] = options.totalTimeS;
  for (const [name, value] of Object.entries(options.measured ?? {})) {
    if (!Object.hasOwn(values, name)) values[name] = value;
  }
  const missing: string[] = [];
  const peaks: Record<string, Peak> = {};
  for (const spec of options.specs) {
    const value = askedValue(spec, gathered, values);
    if (typeof value === 'string') gathered.problems.push(textProblem(spec.text, value));
    if (value === undefined || typeof value === 'string') missing.push(spec.text);
    else values[spec.text] = value;
    const peak = peakOf(seriesOf(spec, gathered), spec);
    if (peak !== undefined) peaks[spec.text] = peak;
  }
  const { problems, awaited, looked, unfinished, isProvisional } = gathered;
  return {
    values,
    ...(Object.keys(peaks).length > 0 ? { peaks } : {}),
    missing,
    problems,
    files: gathered.files,
    ...(awaited.length > 0 ? { awaited } : {}),
    ...(looked.length > 0 ? { looked } : {}),
    ...(unfinished === undefined ? {} : { unfinished }),
    ...(isProvisional ? { isProvisional } : {}),
  };
}

/** Returns what SWEEP_METRIC asks for; that of folds is put with its spread and their number. */
function askedValue(spec: MetricSpec, gathered: Gathered, values: Record<string, Scalar>): Scalar | undefined {
  if (spec.source !== undefined) {
    const entries = gathered.sources.get(spec) ?? [];
    if (spec.source.isFold !== true)
      return entries[0] === undefined ? undefined : reduceEntry(entries[0], spec.reducer);
    return putFolds(values, spec.text, entries, spec.reducer) ?? entries.find((entry) => typeof entry === 'string');
  }
  const entry = gathered.entries.get(spec.name);
  if (entry !== undefined) return reduceEntry(entry, spec.reducer);
  const folds = gathered.folds.get(spec.name);
  if (folds !== undefined) return putFolds(values, spec.text, folds, spec.reducer);
  return Object.hasOwn(values, spec.name) ? values[spec.name] : undefined;
}

/** Returns what a metric that ranks is taken from; undefined for folds, which have no common epochs. */
function seriesOf(spec: MetricSpec, gathered: Gathered): Entry | undefined {
  if (spec.source === undefined) return gathered.entries.get(spec.name);
  return spec.source.isFold === true ? undefined : gathered.sources.get(spec)?.[0];
}

function putFolds(
  values: Record<string, Scalar>,
  name: string,
  entries: readonly Entry[],
  reducer: Reducer,
): number | null | undefined {
  const folds = summarizeFolds(entries, reducer);
  if (folds === undefined) return undefined;
  values[name] = folds.mean;
  if (folds.sd !== undefined) values[`${name}_sd`] = folds.sd;
  values[`${name}_n`] = folds.n;
  return folds.mean;
}

function textProblem(name: string, value: string): string {
  const found = `${name} is the text ${shortened(value)}`;
  if (hasDecimalComma(value)) return `${found}: ${COMMA_WORDS}`;
  return `${found}; expected a number${Number.isNaN(Number(value)) ? '' : ' (without quotes)'}`;
}

/** A text for a message; one from a script may be a whole page. */
function shortened(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}

/** Returns every metric of a run that has one number an epoch: its learning curves. */
export function readRunCurves(files: RunFiles, options: ReadOptions): ReadonlyMap<string, readonly number[]> {
  const curves = new Map<string, readonly number[]>();
  for (const [name, entry] of gatherEntries(files, options).entries) {
    if (isSeries(entry)) curves.set(name, entry);
  }
  return curves;
}

/** What the folds of a cross-validation say of one metric together. */
interface FoldSummary {
  /** Mean over the folds; null when one of them has NaN. */
  readonly mean: number | null;
  /** Standard deviation of the sample (divided by n - 1); undefined for a single fold. */
  readonly sd: number | null | undefined;
  readonly n: number;
}

/** Returns the average over the folds, each reduced by itself first (`max(acc)` is the mean of their best); undefined when none has a number. */
function summarizeFolds(entries: readonly Entry[], reducer: Reducer): FoldSummary | undefined {
  const values = entries.map((entry) => reduceEntry(entry, reducer)).filter(isNumeric);
  const n = values.length;
  if (n === 0) return undefined;
  if (values.some((value) => value === null)) return { mean: null, sd: n > 1 ? null : undefined, n };
  const numbers = values.map(Number);
  const mean = numbers.reduce((sum, x) => sum + x, 0) / n;
  const squares = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : undefined, n };
}

function isNumeric(value: Scalar | undefined): value is number | boolean | null {
  return value !== undefined && typeof value !== 'string';
}

/**
 * Returns the one value that stands for an entry; undefined when there is none (an empty array, an index outside it).
 * `max` and `min` pass over NaN, as a run that diverged late still had its best epoch; `mean` of a NaN is NaN (null).
 */
function reduceEntry(entry: Entry, reducer: Reducer): Scalar | undefined {
  if (!isSeries(entry)) return reducer.kind === 'at' ? undefined : entry;
  if (entry.length === 0) return undefined;
  switch (reducer.kind) {
    case 'last':
      return finite(entry.at(-1));
    case 'at': {
      const value = entry.at(reducer.index);
      return value === undefined ? undefined : finite(value);
    }
    case 'max':
    case 'min':
      return finite(extreme(entry, reducer.kind));
    case 'mean':
      return finite(entry.reduce((sum, x) => sum + x, 0) / entry.length);
    default:
      return unreachable(reducer);
  }
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function extreme(series: readonly number[], kind: 'max' | 'min'): number {
  let best = Number.NaN;
  for (const x of series) {
    if (Number.isNaN(x)) continue;
    if (Number.isNaN(best) || (kind === 'max' ? x > best : x < best)) best = x;
  }
  return best;
}
