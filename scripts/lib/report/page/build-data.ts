// SPDX-License-Identifier: MIT
import { numberOf } from '../build-view.ts';
import { shownMetrics } from '../labels.ts';
import { runsBySetting } from '../seed-setting.ts';
import { factorsOver } from '../factors-of.ts';
import type { Statistics } from '../statistics-form.ts';
import type { SettingStatistics } from '../statistics-of.ts';
import type { Study } from '../study.ts';
import type { ReportRun, SweepView } from '../view.ts';
import type { Factor } from '../../results/factors.ts';
import { unitOf } from '../../results/units.ts';
import { decimalsOf } from './decimals.ts';
import { constantValues, levelCells, textColumns } from './summary-cells.ts';
import { flatColumns } from '../flat-row.ts';
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
  /** What the distribution is split by; missing: nothing. */
  readonly groups?: PageData['groups'];
  /** Where a run's folder is from the page, which lies in the sweep folder unless this tells; by the folder in the view. */
  readonly folderOf?: (folder: string) => string;
}

/** What the numbers of a page are made of beside what was measured. */
export interface StudiedInput {
  readonly study: Study | undefined;
  readonly statistics?: Pick<SettingStatistics, 'value'> | undefined;
}

export interface PageInput extends MeasuredInput, StudiedInput {}

/** Returns the numbers of the page from the view: by columns, numbers rounded to what can be seen. */
export function buildPageData(input: PageInput): PageData {
  return withParameters(measuredData(input), input.view, input);
}

/** Returns the numbers that take no study: parameters and effects are still missing, and so are their charts. */
export function measuredData({
  view,
  records,
  sweeps,
  groups,
  folderOf = (folder) => folder,
}: MeasuredInput): PageData {
  const { runs } = view;
  const { columns, isWhole } = numericColumns(view);
  return {
    title: view.name,
    stagePrefix: view.stage === undefined || view.stage.isLast ? '' : `${view.stage.name}/`,
    seed: view.seedSymbol,
    metric: view.metrics[0]?.column ?? '',
    runs: {
      names: runs.map((r) => r.configFile),
      numbers: runs.map((r) => r.number),
      ranks: runs.map((r) => r.rank),
      statuses: runs.map((r) => r.status),
      reasons: runs.map((r) => (r.reason === 'ok' ? '' : r.detail || r.reason)),
      causes: runs.map((r) => (r.reason === 'ok' || r.detail === '' || r.reason === r.detail ? '' : r.reason)),
      folders: runs.map((r) => folderOf(r.folder)),
    },
    settings: settingsOf(view),
    parameters: [],
    fixed: constantValues(view),
    columns,
    texts: textColumns(view, new Set(columns.map((c) => c.name))),
    order: flatColumns(view),
    isWhole,
    effects: [],
    model: null,
    sweeps: sweeps ?? { names: [view.name], places: [view.place ?? view.name], of: null },
    groups: groups ?? null,
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
export function withParameters(measured: PageData, view: SweepView, { study, statistics }: StudiedInput): PageData {
  const { runs } = view;
  const listed = study?.runs.length === runs.length ? study.listed : [];
  const known = new Map(listed.map((factor) => [factor.name, factor]));
  const others = view.varying.filter((name) => !known.has(name));
  for (const factor of factorsOver(runs, others)) known.set(factor.name, factor);
  const parameters = view.varying.flatMap((name) => {
    const factor = known.get(name);
    return factor === undefined ? [] : [{ ...pageParameter(factor, study), cells: levelCells(view, factor) }];
  });
  return {
    ...measured,
    parameters,
    effects: pageEffects(statistics?.value),
    model: study?.model ?? null,
  };
}

function pageParameter(factor: Factor, study: Study | undefined): Omit<PageParameter, 'cells'> {
  const { name } = factor;
  const marginal = study?.marginals.find((m) => m.factor.name === name);
  // The study has coded the ranked runs only, so its levels are found by their text.
  const codeOf = (code: number): number => factor.levels.indexOf(marginal?.factor.levels[code] ?? '');
  const best = marginal?.best;
  return {
    name,
    levels: factor.levels,
    codes: factor.codes.map((code) => (code === factor.absent ? -1 : code)),
    numbers: factor.numbers ?? null,
    isLog: factor.isLog,
    best: best === undefined ? null : { low: codeOf(best.low), high: codeOf(best.high), median: codeOf(best.median) },
  };
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

function pageEffects(statistics: Statistics | undefined): readonly PageEffect[] {
  return (statistics?.effects ?? []).map((e) => ({
    symbols: e.symbols,
    kind: e.kind,
    share: rounded(e.share),
  }));
}

function rounded(value: number | null | undefined): number | null {
  const number = finite(value);
  return number === null ? null : Number(number.toPrecision(DIGITS));
}

function finite(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : value;
}
