// SPDX-License-Identifier: MIT
import type { Factor } from '../results/factors.ts';
import type { Goal } from '../results/readers/metric-spec.ts';
import { fenceBelow } from '../results/surface/fence.ts';
import { fitSurface } from '../results/surface/surface.ts';
import { canBeAxis, coordinates, modelAxis, modelPoint, type StudyModel } from './study-model.ts';

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
const DIGITS = 9;

/** Returns the model; undefined for too few settings, too many coordinates, values that are all equal, or no two parameters to draw against each other. */
export function fitModel({ factors, values, names, goal }: ModelledSettings): StudyModel | undefined {
  const axes = factors.map((factor) => modelAxis(factor));
  const size = axes.reduce((sum, axis) => sum + coordinates(axis), 0);
  const drawable = factors.filter(canBeAxis);
  if (values.length < FEWEST_SETTINGS || size > MOST_COORDINATES || drawable.length < 2) return undefined;
  const fence = goal === 'max' ? fenceBelow(values) : -fenceBelow(values.map((v) => -v));
  const clipped = goal === 'max' ? values.map((v) => Math.max(v, fence)) : values.map((v) => Math.min(v, fence));
  const points = values.map((_, i) => modelPoint(axes, factors, i));
  const surface = fitSurface({ points, values: clipped, learntFrom: LEARNT_FROM, keptOf: KEPT_OF });
  if (surface === undefined) return undefined;
  const { weights, kernel, middle, scale } = surface.model;
  const short = (x: number): number => Number(x.toPrecision(DIGITS));
  return {
    axes,
    runs: surface.kept.map((i) => names[i] ?? ''),
    weights: Array.from(weights, short),
    kernel: { scales: kernel.scales, weights: kernel.weights, bowlWeight: kernel.bowlWeight },
    middle,
    scale,
    fence: clipped.some((v, i) => v !== values[i]) ? fence : null,
    foreseen: short(surface.foreseen()),
  };
}
