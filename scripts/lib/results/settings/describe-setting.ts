// SPDX-License-Identifier: MIT
import {
  interquartileMean,
  type Interval,
  mean,
  meanInterval,
  quantile,
  standardDeviation,
} from '../stats/describe.ts';
import { tQuantile } from '../stats/distributions.ts';
import type { ComparedSetting, SettingVerdict } from './comparison.ts';
import type { Contrast } from './contrast.ts';
import type { SettingRuns } from './layout.ts';
import type { SettingModel } from './model.ts';
import type { Scale } from './scale.ts';

/** What is known of one setting, inside the scale. */
export interface SettingFacts {
  readonly index: number;
  readonly runs: SettingRuns;
  readonly model: SettingModel;
  /** Standard deviation in use; undefined when nothing is tested. */
  readonly error: number | undefined;
  /** The setting in front; undefined while nothing is ranked. */
  readonly best: number | undefined;
  readonly contrast: Contrast | undefined;
  readonly chance: number | undefined;
  readonly verdict: SettingVerdict | undefined;
  readonly scale: Scale;
}

/** Returns one setting in the metric's own units. */
export function describeSetting(facts: SettingFacts): ComparedSetting {
  const { index, runs, model, contrast, scale } = facts;
  const isBest = index === facts.best;
  const values = runs.runs.map((r) => r.value);
  const n = values.length;
  const some = (of: () => number): number | undefined => (n === 0 ? undefined : scale.value(of()));
  const interval = intervalOf(facts, values);
  return {
    index,
    n,
    failed: runs.failed,
    mean: some(() => mean(values)),
    adjusted: some(() => model.adjusted(index)),
    sd: n < 2 ? undefined : scale.size(standardDeviation(values)),
    median: some(() => quantile(values, 0.5)),
    interquartileMean: some(() => interquartileMean(values)),
    interval: interval === undefined ? undefined : scale.values(interval),
    difference: differenceOf(facts, n),
    differenceInterval: contrast?.interval === undefined ? undefined : scale.differences(contrast.interval),
    p: contrast?.p,
    pAdjusted: contrast?.pAdjusted,
    chanceOfBest: facts.chance,
    verdict: isBest ? 'best' : (facts.verdict ?? 'untested'),
  };
}

/** To the best one in adjusted means, whether that is tested or not. */
function differenceOf({ index, best, model, contrast, scale }: SettingFacts, n: number): number | undefined {
  if (index === best) return 0;
  if (n === 0 || best === undefined) return undefined;
  return scale.difference(contrast?.difference ?? model.adjusted(index) - model.adjusted(best));
}

/** By the pooled spread where the model has the setting; by its own values where it stands alone. */
function intervalOf({ index, model, error }: SettingFacts, values: readonly number[]): Interval | undefined {
  if (model.seeds.changeNothing || values.length === 0) return undefined;
  if (error === undefined || !model.isFitted(index)) return meanInterval(values);
  const half = tQuantile(0.975, model.fit.degrees) * error * Math.sqrt(model.fit.variance(index));
  return { low: model.adjusted(index) - half, high: model.adjusted(index) + half };
}
