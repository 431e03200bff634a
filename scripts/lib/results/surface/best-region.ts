// SPDX-License-Identifier: MIT
import type { Rng } from '../../core/rng.ts';
import { createDraws, type Draws } from '../stats/draws.ts';
import { standardDeviation, mean } from '../stats/describe.ts';
import type { Surface } from './surface.ts';

/** A coordinate of the settings: a number between 0 and 1, or one of some levels. */
export type SurfaceAxis =
  | {
      readonly kind: 'number';
      /** Kept where the model says it is best, instead of looked around. */
      readonly isFixed: boolean;
      /** Below this nothing can lie, though the range ends there or above; undefined for no such end. */
      readonly least?: number | undefined;
    }
  | { readonly kind: 'levels'; readonly count: number; readonly isFixed: boolean };

/** Where the best lies on one axis. */
export interface AxisRegion {
  /** The model's best: a number on the axis, or the place of a level. */
  readonly best: number;
  /** Between these the best lies; they may lie beyond 0 and 1. Of levels 0 and 0. */
  readonly low: number;
  readonly high: number;
  /** The end of the range that the best lies on; undefined inside. */
  readonly edge: 'low' | 'high' | undefined;
  /** Levels that may be best, the best of them first; none of a number. */
  readonly levels: readonly number[];
}

/** Points that are tried for the best, worlds that are drawn, and points that each is asked at. */
const [TRIED, WORLDS, ASKED] = [800, 150, 220];
/** A best so near an end is on it. */
const AT_EDGE = 0.03;
/** Half of what is looked at around the best, inside and on an end, and the least that is. */
const [HALF_INSIDE, HALF_AT_END, HALF_LEAST] = [0.15, 0.2, 0.06];
/** Part of the worlds in which a level must be best to stay. */
const LEVEL_STAYS = 0.1;
/** Half of an even range over its standard deviation. */
const EVEN = Math.sqrt(3);

/** Returns the coordinates of a setting as the surface takes them: levels stand a step apart from each other. */
export function coordinatesOf(setting: readonly number[], axes: readonly SurfaceAxis[]): readonly number[] {
  return axes.flatMap((axis, i) => {
    const value = setting[i] ?? 0;
    if (axis.kind === 'number') return [value];
    return Array.from({ length: axis.count }, (_, level) => (level === value ? 1 : 0.5));
  });
}

/**
 * Returns where the best lies on each axis: the model's best within the ranges, and around it, in a window of three tenths of the range, where the best
 * of nine of ten worlds lies that the model holds possible (Thompson's sampling). Where the best lies on an end the window is wider, and half of it beyond.
 * `settings` are those that were run; `rng` decides the points.
 */
export function bestRegion(
  surface: Surface,
  axes: readonly SurfaceAxis[],
  { settings, rng }: { readonly settings: readonly (readonly number[])[]; readonly rng: Rng },
): readonly AxisRegion[] {
  const draws = createDraws(rng);
  const best = trustedBest(surface, axes, { settings, draws });
  const windows = axes.map((axis, i) => windowOf(axis, best[i] ?? 0));
  const asked = [best, ...Array.from({ length: ASKED }, () => pointIn(axes, windows, { best, draws }))];
  const posterior = surface.posterior(asked.map((point) => coordinatesOf(point, axes)));
  const bests = Array.from({ length: WORLDS }, () => {
    const values = posterior.draw(() => draws.normal());
    return asked[values.indexOf(values.reduce((a, b) => Math.max(a, b)))] ?? best;
  });
  return axes.map((axis, i): AxisRegion => {
    const own = bests.map((point) => point[i] ?? 0);
    const at = best[i] ?? 0;
    if (axis.kind === 'levels') {
      const counts = Array.from({ length: axis.count }, (_, level) => own.filter((x) => x === level).length);
      const levels = [...counts.keys()].filter((l) => l === at || (counts[l] ?? 0) >= LEVEL_STAYS * WORLDS);
      levels.sort((a, b) => (a === at ? -1 : b === at ? 1 : (counts[b] ?? 0) - (counts[a] ?? 0)));
      return { best: at, low: 0, high: 0, edge: undefined, levels: axis.isFixed ? [at] : levels };
    }
    const window = windows[i] ?? { low: 0, high: 1, edge: undefined };
    if (axis.isFixed) return { best: at, low: at, high: at, edge: undefined, levels: [] };
    const [middle, half] = [mean(own), Math.max(HALF_LEAST, EVEN * standardDeviation(own))];
    return {
      best: at,
      low: Math.max(window.low, Math.min(at - HALF_LEAST / 2, middle - half)),
      high: Math.min(window.high, Math.max(at + HALF_LEAST / 2, middle + half)),
      edge: window.edge,
      levels: [],
    };
  });
}

/** Points that the share of each axis is reckoned from, and places along it. */
const [PROBED, ALONG] = [60, 6];

/**
 * Returns for each axis which part of the surface's variance goes when it stays where it is (the total index of Sobol, by the
 * model): what an axis does by itself and together with others.
 */
export function axisShares(surface: Surface, axes: readonly SurfaceAxis[], rng: Rng): readonly number[] {
  const draws = createDraws(rng);
  const anywhere = (axis: SurfaceAxis): number =>
    axis.kind === 'number' ? draws.uniform() : Math.floor(draws.uniform() * axis.count);
  const points = Array.from({ length: PROBED }, () => axes.map(anywhere));
  const expected = (point: readonly number[]): number => surface.expected(coordinatesOf(point, axes));
  const whole = standardDeviation(points.map(expected)) ** 2;
  return axes.map((axis, i) => {
    const along = points.map(
      (point) => standardDeviation(Array.from({ length: ALONG }, () => expected(point.with(i, anywhere(axis))))) ** 2,
    );
    return whole > 0 ? mean(along) / whole : 0;
  });
}

interface Window {
  readonly low: number;
  readonly high: number;
  readonly edge: 'low' | 'high' | undefined;
}

function windowOf(axis: SurfaceAxis, at: number): Window {
  if (axis.kind === 'levels') return { low: 0, high: 0, edge: undefined };
  if (at < AT_EDGE) {
    const low = Math.max(-HALF_AT_END, axis.least ?? -HALF_AT_END);
    return { low, high: low + 2 * HALF_AT_END, edge: low < 0 ? 'low' : undefined };
  }
  if (at > 1 - AT_EDGE) return { low: 1 - HALF_AT_END, high: 1 + HALF_AT_END, edge: 'high' };
  const low = Math.max(0, Math.min(1 - 2 * HALF_INSIDE, at - HALF_INSIDE));
  return { low, high: low + 2 * HALF_INSIDE, edge: undefined };
}

function pointIn(
  axes: readonly SurfaceAxis[],
  windows: readonly Window[],
  { best, draws }: { readonly best: readonly number[]; readonly draws: Draws },
): readonly number[] {
  return axes.map((axis, i) => {
    if (axis.isFixed) return best[i] ?? 0;
    if (axis.kind === 'levels') return Math.floor(draws.uniform() * axis.count);
    const { low, high } = windows[i] ?? { low: 0, high: 1 };
    return low + (high - low) * draws.uniform();
  });
}

/** How far from what it can be sure of the model is followed. */
const TRUSTED = 0.2;
/** Standard deviations by which a best must be sure. */
const DOUBT = 1.5;

/**
 * The best of what is sure (one and a half standard deviations below what is expected), and from there the best of what is expected, not far off: where
 * the model knows the shape that is its top, where it does not a point near one that was good.
 */
function trustedBest(
  surface: Surface,
  axes: readonly SurfaceAxis[],
  { settings, draws }: { readonly settings: readonly (readonly number[])[]; readonly draws: Draws },
): readonly number[] {
  const expected = (point: readonly number[]): number => surface.expected(coordinatesOf(point, axes));
  const sure = (point: readonly number[]): number =>
    expected(point) - DOUBT * surface.spread(coordinatesOf(point, axes));
  const anywhere = (): readonly number[] =>
    axes.map((axis) => (axis.kind === 'number' ? draws.uniform() : Math.floor(draws.uniform() * axis.count)));
  const tried = [...settings, ...Array.from({ length: TRIED }, anywhere)].map((point) => ({
    point,
    value: sure(point),
  }));
  const start = tried.reduce((a, b) => (b.value > a.value ? b : a)).point;
  const safe = climb(start, axes, sure, () => [0, 1]);
  return climb(safe, axes, expected, (i) => {
    const at = safe[i] ?? 0;
    return [Math.max(0, at - TRUSTED), Math.min(1, at + TRUSTED)];
  });
}

/** Climbs along one axis after the other, with smaller and smaller steps. */
function climb(
  from: readonly number[],
  axes: readonly SurfaceAxis[],
  valueAt: (point: readonly number[]) => number,
  boundsOf: (axis: number) => readonly [number, number],
): readonly number[] {
  let top = { point: from, value: valueAt(from) };
  for (let step = 0.1; step > 0.005; ) {
    const near = axes.flatMap((axis, i) => {
      const own = top.point[i] ?? 0;
      const [low, high] = boundsOf(i);
      const others =
        axis.kind === 'levels'
          ? [...new Array<number>(axis.count).keys()].filter((level) => level !== own)
          : [Math.max(low, own - step), Math.min(high, own + step)];
      return others.map((other) => top.point.with(i, other));
    });
    const [first, ...rest] = near.map((point) => ({ point, value: valueAt(point) }));
    const better = first === undefined ? top : rest.reduce((a, b) => (b.value > a.value ? b : a), first);
    if (better.value > top.value) top = better;
    else step /= 2;
  }
  return top.point;
}
