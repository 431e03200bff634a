// SPDX-License-Identifier: MIT
import { numberOf } from '../build-view.ts';
import { shownMetrics } from '../labels.ts';
import { runsBySetting } from '../seed-setting.ts';
import { factorOf } from '../factors-of.ts';
import type { Statistics } from '../statistics-form.ts';
import type { SettingStatistics } from '../statistics-of.ts';
import type { Study } from '../study.ts';
import type { ReportRun, SweepView } from '../view.ts';
import type { Factor } from '../../results/factors.ts';
import { unitOf } from '../../results/units.ts';
import { decimalsOf } from './decimals.ts';
import { mean } from '../../results/stats/describe.ts';
import type { PageColumn, PageCurve, PageData, PageEffect, PageParameter, PageSweep } from '../page-data.ts';

/** Digits that a drawn number keeps, and the numbers of the runs when there are many: the summaries have them whole. */
const DIGITS = 7;
/** Up to so many numbers the page holds them whole. */
const MOST_WHOLE = 30_000;

export interface MeasuredInput {
  readonly view: SweepView;
  readonly curves: readonly PageCurve[];
  /** Sweeps to compare with; the page's own first. */
  readonly sweeps: readonly PageSweep[];
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
export function measuredData({ view, curves, sweeps }: MeasuredInput): PageData {
  const { runs } = view;
  return {
    title: view.name,
    seed: view.seedSymbol,
    metric: view.metrics[0]?.column ?? '',
    runs: {
      names: runs.map((r) => r.configFile),
      ranks: runs.map((r) => r.rank),
      statuses: runs.map((r) => r.status),
      reasons: runs.map((r) => (r.reason === 'ok' ? '' : r.detail || r.reason)),
    },
    settings: settingsOf(view),
    parameters: [],
    columns: numericColumns(view),
    curves: curves.map((c) => ({ ...c, values: c.values.map(rounded) })),
    effects: [],
    sweeps: sweeps.map((s) => ({ ...s, values: s.values.map((v) => Number(v.toPrecision(DIGITS))) })),
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
  const metric = view.metrics[0]?.column;
  const ranked = runs.map((run) => (metric === undefined || run.rank === null ? null : numberOf(run, metric)));
  const known = (name: string): Factor | undefined =>
    study?.runs.length === runs.length ? study.listed.find((factor) => factor.name === name) : undefined;
  const parameters = view.varying.map((name) => pageParameter(known(name) ?? factorOf(runs, name), ranked, study));
  return { ...measured, parameters, effects: pageEffects(statistics?.value) };
}

/** `ranked` has the metric of each run, null for those that are not ranked. */
function pageParameter(
  factor: Factor,
  ranked: readonly (number | null | undefined)[],
  study: Study | undefined,
): PageParameter {
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

function numericColumns(view: SweepView): readonly PageColumn[] {
  const shown = shownMetrics(view);
  const names = [...new Set([...shown.map((s) => s.column), ...view.columns])];
  const isWhole = view.runs.length * names.length <= MOST_WHOLE;
  return names.flatMap((name): PageColumn[] => {
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
        values,
      },
    ];
  });
}

function pageEffects(statistics: Statistics | undefined): readonly PageEffect[] {
  return (statistics?.effects ?? []).map((e) => ({
    symbols: e.symbols,
    kind: e.kind,
    share: rounded(e.share),
    p: rounded(e.p_adjusted),
    isShown: e.shown,
  }));
}

function rounded(value: number | null | undefined): number | null {
  const number = finite(value);
  return number === null ? null : Number(number.toPrecision(DIGITS));
}

function finite(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : value;
}
