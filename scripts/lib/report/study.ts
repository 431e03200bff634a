// SPDX-License-Identifier: MIT
import { bestRange, type BestRange } from '../results/best-range.ts';
import { type Factor, presentPart } from '../results/factors.ts';
import { numberOf } from './build-view.ts';
import { factorsOver } from './factors-of.ts';
import { fitModel } from './fit-model.ts';
import type { StudyModel } from './study-model.ts';
import type { RankMetric, ReportRun, SweepView } from './view.ts';
import { mean, summarize, type Summary } from '../results/stats/describe.ts';
import { runsBySetting } from './seed-setting.ts';

/** One parameter against the metric: every level with its results. */
export interface Marginal {
  readonly factor: Factor;
  /** Empty for a parameter with so many levels that each is a run or two. */
  readonly levels: readonly { readonly text: string; readonly values: Summary }[];
  /** Undefined for fewer than eight runs: a quarter of them would be one. */
  readonly best: BestRange | undefined;
}

/** The parameters against the first ranking metric, each alone, over the runs that have it: what is drawn and listed. What mattered is in the statistics. */
export interface Study {
  readonly metric: RankMetric;
  readonly runs: readonly ReportRun[];
  readonly values: readonly number[];
  readonly factors: readonly Factor[];
  /** The same factors over the same runs, in the order of the view's runs. */
  readonly listed: readonly Factor[];
  readonly marginals: readonly Marginal[];
  /** All parameters together; undefined where no two could be drawn against each other, or too little is known. */
  readonly model: StudyModel | undefined;
}

/** Parameters that were coded already, over one run of each setting that has a value. */
export interface CodedSettings {
  readonly rows: readonly ReportRun[];
  readonly columns: readonly Factor[];
}

/** A table of more levels would be a list of runs. */
const MOST_LISTED = 40;

/** Returns each parameter against the metric; undefined without a ranking metric, a varying parameter or at least four runs. The seed is noise, no parameter. */
export function studyOf(view: SweepView, seedSymbol: string, coded?: CodedSettings): Study | undefined {
  const metric = view.metrics[0];
  if (metric === undefined) return undefined;
  const runs = view.ranked;
  const values = runs.map((run) => Number(numberOf(run, metric.column)));
  const names = view.varying.filter((name) => name !== seedSymbol);
  const { listed, factors } = factorsOf(view, names, coded);
  if (factors.length === 0 || runs.length < 4) return undefined;
  const isOneEach = coded !== undefined && coded.rows.length === runs.length;
  const settings = isOneEach ? { places: undefined, values } : settingMeans(runs, values, seedSymbol);
  const points = factors.map((factor) => {
    const { places } = settings;
    return places === undefined ? factor : { ...factor, codes: places.map((place) => factor.codes[place] ?? 0) };
  });
  return {
    metric,
    runs,
    values,
    factors,
    listed,
    marginals: factors.map((factor, i) => ({
      ...marginalOf(factor, values),
      best: bestRangeOf(points[i] ?? factor, settings.values, metric),
    })),
    model: fitModel({
      factors: points,
      values: settings.values,
      names: (settings.places ?? [...runs.keys()]).map((place) => runs[place]?.configFile ?? ''),
      goal: metric.goal,
    }),
  };
}

/** Texts have no order of their own, so the levels stand as the configurations do, and not as the results came out. */
function factorsOf(
  view: SweepView,
  names: readonly string[],
  coded: CodedSettings | undefined,
): Pick<Study, 'listed' | 'factors'> {
  const isRanked = new Set(view.ranked);
  const runs = view.runs.filter((run) => isRanked.has(run));
  const isKnown = coded?.rows.length === runs.length && runs.every((run, i) => coded.rows[i] === run);
  const all = isKnown ? coded.columns : factorsOver(runs, names);
  const listed = all.filter((f) => f.levels.length > 1);
  const placeOf = new Map(runs.map((run, place) => [run, place]));
  const places = view.ranked.map((run) => placeOf.get(run) ?? 0);
  return {
    listed,
    factors: listed.map((factor) => ({ ...factor, codes: places.map((place) => factor.codes[place] ?? 0) })),
  };
}

function marginalOf(factor: Factor, values: readonly number[]): Omit<Marginal, 'best'> {
  const isListed = factor.levels.length <= MOST_LISTED;
  const byLevel = isListed ? factor.levels.map((): number[] => []) : [];
  if (isListed) for (const [run, value] of values.entries()) byLevel[factor.codes[run] ?? 0]?.push(value);
  return {
    factor,
    levels: isListed ? factor.levels.map((text, code) => ({ text, values: summarize(byLevel[code] ?? []) })) : [],
  };
}

/** Where the best of the runs that have the parameter lie; its codes are those of the whole factor, which has the absent last. */
function bestRangeOf(whole: Factor, values: readonly number[], { goal }: RankMetric): BestRange | undefined {
  const { factor, places } = presentPart(whole);
  const own = places === undefined ? values : places.map((run) => values[run] ?? Number.NaN);
  return own.length < 8 ? undefined : bestRange(factor, own, goal);
}

/** Settings as one value each: where their first run stands, and the mean of their values. */
interface SettingMeans {
  readonly places: readonly number[];
  readonly values: readonly number[];
}

/** Returns the settings of ranked runs, one point each: several seeds of a setting are no independent configurations. */
function settingMeans(runs: readonly ReportRun[], values: readonly number[], seedSymbol: string): SettingMeans {
  const placeOf = new Map(runs.map((run, place) => [run, place]));
  const groups = runsBySetting(runs, seedSymbol).map((own) => own.flatMap((run) => placeOf.get(run) ?? []));
  return {
    places: groups.map((own) => own[0] ?? 0),
    values: groups.map((own) => mean(own.map((place) => values[place] ?? Number.NaN))),
  };
}
