// SPDX-License-Identifier: MIT
import type { Factor } from '../results/factors.ts';
import type { Goal } from '../results/readers/metric-spec.ts';
import { sortedQuantile } from '../results/stats/describe.ts';
import { fitSurface } from '../results/surface/surface.ts';
import { canBeAxis, coordinates, type ModelAxis, modelCoordinates, type StudyModel } from './study-model.ts';

/** One point a setting. */
export interface ModelledSettings {
  /** Over the settings. */
  readonly factors: readonly Factor[];
  readonly values: readonly number[];
  /** Name of the first run of each. */
  readonly names: readonly string[];
  readonly goal: Goal;
}

/** Settings that a model needs, and coordinates beyond which it would take longer than a second. */
const [FEWEST_SETTINGS, MOST_COORDINATES] = [12, 20];
/** A page is not waited for. */
const [LEARNT_FROM, KEPT_OF] = [80, 100];
/** Spreads of the middle half beyond which a bad value is an accident (Tukey, "Exploratory Data Analysis", 1977). */
const FENCE = 1.5;
const DIGITS = 9;

/** Returns the model; undefined for too few settings, too many coordinates, values that are all equal, or no two parameters to draw against each other. */
export function fitModel({ factors, values, names, goal }: ModelledSettings): StudyModel | undefined {
  const axes = factors.map(axisOf);
  const size = axes.reduce((sum, axis) => sum + coordinates(axis), 0);
  const drawable = factors.filter(canBeAxis);
  if (values.length < FEWEST_SETTINGS || size > MOST_COORDINATES || drawable.length < 2) return undefined;
  const fence = fenceOf(values, goal);
  const clipped = goal === 'max' ? values.map((v) => Math.max(v, fence)) : values.map((v) => Math.min(v, fence));
  const points = values.map((_, i) =>
    factors.flatMap((factor, place) => {
      const code = factor.codes[i] ?? 0;
      const axis = axes[place];
      if (axis === undefined) return [];
      return modelCoordinates(axis, { level: factor.levels[code] ?? '', number: factor.numbers?.[code] });
    }),
  );
  const surface = fitSurface({ points, values: clipped, learntFrom: LEARNT_FROM, keptOf: KEPT_OF });
  if (surface === undefined) return undefined;
  const { kept, weights, kernel, middle, scale } = surface.model;
  const short = (x: number): number => Number(x.toPrecision(DIGITS));
  return {
    axes,
    runs: kept.map((i) => names[i] ?? ''),
    weights: Array.from(weights, short),
    kernel: { scales: kernel.scales, weights: kernel.weights, bowlWeight: kernel.bowlWeight },
    middle,
    scale,
    fence: clipped.some((v, i) => v !== values[i]) ? fence : null,
    foreseen: short(surface.foreseen()),
  };
}

function axisOf({ name, numbers, levels, isLog }: Factor): ModelAxis {
  return numbers === undefined ? { name, levels } : { name, low: numbers[0] ?? 0, high: numbers.at(-1) ?? 0, isLog };
}

/** One diverged run would bend the model everywhere. */
function fenceOf(values: readonly number[], goal: Goal): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [first, third] = [sortedQuantile(sorted, 0.25), sortedQuantile(sorted, 0.75)];
  return goal === 'max' ? first - FENCE * (third - first) : third + FENCE * (third - first);
}
