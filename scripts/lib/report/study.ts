// SPDX-License-Identifier: MIT
import { analyseVariance, type Anova, isFullFactorial } from '../results/anova.ts';
import { bestRange, type BestRange } from '../results/best-range.ts';
import { isNearlyFactorial, mainEffects } from '../results/main-effects.ts';
import { type Factor, presentPart } from '../results/factors.ts';
import { type Summary, summarize } from '../results/groups.ts';
import { type Importance, pedAnova } from '../results/ped-anova.ts';
import { holm } from '../results/stats/holm.ts';
import { numberOf } from './build-view.ts';
import { factorOf } from './factors-of.ts';
import { settingMeans } from './setting-means.ts';
import type { RankMetric, ReportRun, SweepView } from './view.ts';

/** One parameter against the metric: every level with its results. */
export interface Marginal {
  readonly factor: Factor;
  /** Empty for a parameter with so many levels that each is a run or two. */
  readonly levels: readonly { readonly text: string; readonly values: Summary }[];
  /** Undefined for fewer than eight runs: a quarter of them would be one. */
  readonly best: BestRange | undefined;
}

/** What the parameters did to the first ranking metric, over the runs that have it. */
export interface Study {
  readonly metric: RankMetric;
  readonly runs: readonly ReportRun[];
  readonly values: readonly number[];
  readonly factors: readonly Factor[];
  /** The same factors over the same runs, in the order of the view's runs. */
  readonly listed: readonly Factor[];
  /** Set on full factorials, and on grids with holes; its chances are corrected for how many effects are told. */
  readonly anova: Anova | undefined;
  /** What the analysis of variance is of. */
  readonly design: 'full factorial' | 'grid with holes' | 'sample';
  /** Set on samples of at least 20 runs. */
  readonly importances: readonly Importance[] | undefined;
  readonly marginals: readonly Marginal[];
  /** Parameters that cannot be told from noise. */
  readonly withoutEffect: readonly string[];
}

/** A table of more levels would be a list of runs. */
const MOST_LISTED = 40;

/** A main effect below this chance is believed. */
const SIGNIFICANCE = 0.05;

/** Without anything to compare with, a share of the variance below this is called no effect. */
const NEGLIGIBLE_SHARE = 0.01;

/** Returns what mattered; undefined without a ranking metric, a varying parameter or at least four runs. The seed is noise, no parameter. */
export function studyOf(view: SweepView, seedSymbol: string): Study | undefined {
  const metric = view.metrics[0];
  if (metric === undefined) return undefined;
  const runs = view.ranked;
  const values = runs.map((run) => Number(numberOf(run, metric.column)));
  const names = view.varying.filter((name) => name !== seedSymbol);
  const { listed, factors } = factorsOf(view, names);
  if (factors.length === 0 || runs.length < 4) return undefined;
  const { anova, design } = anovaOf(factors, values);
  const settings = settingMeans(runs, values, seedSymbol);
  const points = factors.map((factor) => ({
    ...factor,
    codes: settings.places.map((place) => factor.codes[place] ?? 0),
  }));
  const importances = anova === undefined ? importancesOf(points, settings.values, metric) : undefined;
  return {
    metric,
    runs,
    values,
    factors,
    listed,
    anova,
    design,
    importances,
    marginals: factors.map((factor, i) => ({
      ...marginalOf(factor, values),
      best: bestRangeOf(points[i] ?? factor, settings.values, metric),
    })),
    withoutEffect: withoutEffect(anova, importances),
  };
}

/** A parameter that some runs lack is judged among those that have it: the others say nothing of its values. */
function importancesOf(
  factors: readonly Factor[],
  values: readonly number[],
  { goal }: RankMetric,
): readonly Importance[] | undefined {
  const always = pedAnova(
    factors.filter((f) => f.absent === undefined),
    values,
    goal,
  );
  if (always === undefined) return undefined;
  const conditional = factors.flatMap((whole): readonly Importance[] => {
    const { factor, places } = presentPart(whole);
    if (places === undefined || factor.levels.length < 2) return [];
    return (
      pedAnova(
        [factor],
        places.map((run) => values[run] ?? Number.NaN),
        goal,
      ) ?? []
    );
  });
  const all = [...always, ...conditional];
  const total = all.reduce((sum, i) => sum + i.divergence, 0);
  return all.map((i) => ({ ...i, share: total > 0 ? i.divergence / total : 0 })).sort((a, b) => b.share - a.share);
}

/** No analysis of a design whose every value is one run: there the parameter is the run. */
function anovaOf(factors: readonly Factor[], values: readonly number[]): Pick<Study, 'anova' | 'design'> {
  if (isFullFactorial(factors)) {
    const anova = analyseVariance(factors, values);
    if (anova.residual.degrees > 0) return { anova: corrected(anova), design: 'full factorial' };
  }
  const found = isNearlyFactorial(factors) ? mainEffects(factors, values) : undefined;
  const anova = found === undefined ? undefined : corrected(found);
  return anova === undefined ? { anova, design: 'sample' } : { anova, design: 'grid with holes' };
}

/** One report makes all these claims, so their chances are corrected together: main effects, and interactions, by Holm. */
function corrected(anova: Anova): Anova {
  const isMain = ({ names }: Anova['effects'][number]): boolean => names.length === 1;
  const [main, pairs] = [anova.effects.filter(isMain), anova.effects.filter((e) => !isMain(e))].map((family) => {
    const ps = holm(family.map((e) => e.p));
    return new Map(family.map((e, i) => [e, ps[i]]));
  });
  return { ...anova, effects: anova.effects.map((e) => ({ ...e, p: (isMain(e) ? main : pairs)?.get(e) })) };
}

/** Texts have no order of their own, so the levels stand as the configurations do, and not as the results came out. */
function factorsOf(view: SweepView, names: readonly string[]): Pick<Study, 'listed' | 'factors'> {
  const isRanked = new Set(view.ranked);
  const runs = view.runs.filter((run) => isRanked.has(run));
  const listed = names.map((name) => factorOf(runs, name)).filter((f) => f.levels.length > 1);
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

function withoutEffect(anova: Anova | undefined, importances: readonly Importance[] | undefined): readonly string[] {
  if (anova === undefined) return (importances ?? []).filter((i) => i.isNoise).map((i) => i.name);
  const isSmall = (e: Anova['effects'][number]): boolean =>
    e.p === undefined ? e.share < NEGLIGIBLE_SHARE : e.p > SIGNIFICANCE;
  const matters = new Set(anova.effects.filter((e) => !isSmall(e)).flatMap((e): readonly string[] => e.names));
  return anova.effects.filter((e) => e.names.length === 1 && !matters.has(e.names[0])).map((e) => e.names[0]);
}
