// SPDX-License-Identifier: MIT
import { numberOf, requestedColumn } from '../build-view.ts';
import { shownMetrics } from '../labels.ts';
import { runsBySetting } from '../seed-setting.ts';
import { factorOf } from '../factors-of.ts';
import type { Study } from '../study.ts';
import type { ReportRun, SweepView } from '../view.ts';
import type { Factor } from '../../results/factors.ts';
import { unitOf } from '../../results/units.ts';
import { decimalsOf } from './decimals.ts';
import { displayText, type Value } from '../../core/value.ts';
import { mean } from '../../results/stats/describe.ts';
import { flatColumns } from '../flat-row.ts';
import { parameterValue } from '../parameters.ts';
import type { PageAttempts, PageColumn, PageCurve, PageData, PageEffect, PageParameter } from '../page-data.ts';

/** Digits that a drawn number keeps, and the numbers of the runs when there are many: the summaries have them whole. */
const DIGITS = 7;
/** Up to so many numbers the page holds them whole. */
const MOST_WHOLE = 30_000;

/** What the page shows of runs beside the view. */
export interface RunRecords {
  readonly curves: readonly PageCurve[];
  readonly attempts: PageAttempts | null;
  readonly logs: PageData['logs'];
  readonly needs: PageData['needs'];
}

/** Nothing beside the view. */
export const NO_RECORDS: RunRecords = { curves: [], attempts: null, logs: {}, needs: null };

export interface MeasuredInput {
  readonly view: SweepView;
  readonly records: RunRecords;
  /** Sweeps that are compared; missing for one. */
  readonly sweeps?: PageData['sweeps'];
}

export interface PageInput extends MeasuredInput {
  readonly study: Study | undefined;
}

/** Returns the numbers of the page from the view: by columns, numbers rounded to what can be seen. */
export function buildPageData(input: PageInput): PageData {
  return withParameters(measuredData(input), input.view, input.study);
}

/** Returns the numbers that take no study: parameters and effects are still missing, and so are their charts. */
export function measuredData({ view, records, sweeps }: MeasuredInput): PageData {
  const { runs } = view;
  const { columns, isWhole } = numericColumns(view);
  return {
    title: view.name,
    seed: view.seedSymbol,
    metric: view.metrics[0]?.column ?? '',
    runs: {
      names: runs.map((r) => r.configFile),
      numbers: runs.map((r) => r.number),
      ranks: runs.map((r) => r.rank),
      statuses: runs.map((r) => r.status),
      reasons: runs.map((r) => (r.reason === 'ok' ? '' : r.detail || r.reason)),
      causes: runs.map((r) => (r.reason === 'ok' || r.reason === r.detail ? '' : r.reason)),
      folders: runs.map((r) => r.folder),
    },
    settings: settingsOf(view),
    parameters: [],
    fixed: fixedValues(view),
    columns,
    texts: textColumns(view, new Set(columns.map((c) => c.name))),
    order: flatColumns(view),
    isWhole,
    effects: [],
    sweeps: sweeps ?? { names: [view.name], of: null },
    ...records,
    curves: records.curves.map((c) => ({ ...c, values: c.values.map(rounded) })),
  };
}

/** Only a front of several metrics asks whose runs are one setting. */
function settingsOf({ runs, seedSymbol, varying }: SweepView): readonly number[] | null {
  if (!varying.includes(seedSymbol)) return null;
  const groups = runsBySetting(runs, seedSymbol);
  if (groups.length === runs.length) return null;
  const placeOf = new Map(groups.flatMap((own, place) => own.map((run) => [run, place] as const)));
  return runs.map((run) => placeOf.get(run) ?? 0);
}

/** Returns all numbers of the page, once the study is there. */
export function withParameters(measured: PageData, view: SweepView, study: Study | undefined): PageData {
  const { runs } = view;
  const metric = view.metrics[0]?.column;
  const ranked = runs.map((run) => (metric === undefined || run.rank === null ? null : numberOf(run, metric)));
  const known = (name: string): Factor | undefined =>
    study?.runs.length === runs.length ? study.listed.find((factor) => factor.name === name) : undefined;
  const parameters = view.varying.map((name) => {
    const factor = known(name) ?? factorOf(runs, name);
    return { ...pageParameter(factor, ranked, study), cells: levelCells(view, factor) };
  });
  return { ...measured, parameters, effects: effectsOf(study) };
}

/** `ranked` has the metric of each run, null for those that are not ranked. */
function pageParameter(
  factor: Factor,
  ranked: readonly (number | null | undefined)[],
  study: Study | undefined,
): Omit<PageParameter, 'cells'> {
  const { name } = factor;
  const marginal = study?.marginals.find((m) => m.factor.name === name);
  // The study has coded the ranked runs only, so its levels are found by their text.
  const codeOf = (code: number): number => factor.levels.indexOf(marginal?.factor.levels[code] ?? '');
  const best = marginal?.best;
  const byLevel = factor.levels.map((): number[] => []);
  for (const [i, value] of ranked.entries())
    if (typeof value === 'number' && Number.isFinite(value)) byLevel[factor.codes[i] ?? 0]?.push(value);
  return {
    name,
    levels: factor.levels,
    codes: factor.codes.map((code) => (code === factor.absent ? -1 : code)),
    numbers: factor.numbers ?? null,
    isLog: factor.isLog,
    best: best === undefined ? null : { low: codeOf(best.low), high: codeOf(best.high), median: codeOf(best.median) },
    means: byLevel.map((level) => rounded(mean(level))),
  };
}

/** Returns the text of a value in sweep_summary.csv. */
function cellText(value: Value): string {
  const read = parameterValue(value);
  return typeof read === 'object' && read !== null ? JSON.stringify(read) : String(read ?? '');
}

function fixedValues({ runs, parameters, varying }: SweepView): PageData['fixed'] {
  const swept = new Set(varying);
  const values = runs[0]?.values ?? [];
  return parameters.flatMap((name) => {
    const found = swept.has(name) ? undefined : values.find((v) => v.name === name);
    return found === undefined ? [] : [{ name, text: displayText(found.value), cell: cellText(found.value) }];
  });
}

/** Cells of sweep_summary.csv of a parameter's levels; null where they are the levels themselves. */
function levelCells({ runs }: SweepView, { name, levels, codes }: Factor): readonly string[] | null {
  const cells = [...levels];
  const seen = new Set<number>();
  for (const [i, code] of codes.entries()) {
    if (seen.has(code)) continue;
    seen.add(code);
    const found = runs[i]?.values.find((v) => v.name === name);
    cells[code] = found === undefined ? '' : cellText(found.value);
  }
  return cells.every((cell, code) => cell === levels[code]) ? null : cells;
}

/** Metrics that are texts, and what a Kconfig tree made something else of. */
function textColumns({ runs, columns, requested }: SweepView, numeric: ReadonlySet<string>): PageData['texts'] {
  const words = columns
    .filter((name) => !numeric.has(name))
    .map((name) => ({ name, values: runs.map((run) => textOf(run.metrics[name])) }));
  const asked = requested.map((name) => ({
    name: requestedColumn(name),
    values: runs.map((run) => {
      const found = run.requested.find((one) => one.name === name);
      return found === undefined ? null : cellText(found.value);
    }),
  }));
  return [...words, ...asked].filter(({ values }) => values.some((value) => value !== null));
}

function textOf(value: string | number | boolean | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function numericColumns(view: SweepView): { readonly columns: readonly PageColumn[]; readonly isWhole: boolean } {
  const shown = shownMetrics(view);
  const names = [...new Set([...shown.map((s) => s.column), ...view.columns])];
  const isWhole = view.runs.length * names.length <= MOST_WHOLE;
  const columns = names.flatMap((name): PageColumn[] => {
    const values = view.runs.map((run: ReportRun) =>
      isWhole ? finite(numberOf(run, name)) : rounded(numberOf(run, name)),
    );
    if (values.every((v) => v === null)) return [];
    const label = shown.find((s) => s.column === name)?.long ?? name;
    return [
      {
        name,
        label,
        goal: view.metrics.find((m) => m.column === name)?.goal ?? null,
        unit: unitOf(view.units, name) ?? null,
        decimals: decimalsOf(values),
        isBoolean: view.runs.some((run) => typeof run.metrics[name] === 'boolean'),
        values,
      },
    ];
  });
  return { columns, isWhole };
}

function effectsOf(study: Study | undefined): readonly PageEffect[] {
  const anova = study?.anova?.effects.map((e) => ({
    name: e.names.join(' x '),
    share: e.share,
    isNoise: e.p !== undefined && e.p > 0.05,
  }));
  const sampled = study?.importances?.map((i) => ({ name: i.name, share: i.share, isNoise: i.isNoise }));
  return (anova ?? sampled ?? []).filter((e) => e.share >= 0.002).slice(0, 12);
}

function rounded(value: number | null | undefined): number | null {
  const number = finite(value);
  return number === null ? null : Number(number.toPrecision(DIGITS));
}

function finite(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : value;
}
