// SPDX-License-Identifier: MIT
import { createRng, shuffled } from '../../core/rng.ts';
import type { Factor } from '../factors.ts';
import { type Dependence, dependenceOn, type Forest, growForest } from '../forest/forest.ts';
import { type TreeColumn, treeColumn } from '../forest/tree.ts';
import { mean, quantile } from '../stats/describe.ts';

/** How the metric goes with one factor, the others being as they were in the settings. */
export interface DependenceCurve {
  /** Codes of values that were run, ascending. */
  readonly codes: readonly number[];
  readonly mean: readonly number[];
  /** Between these lie the middle four fifths of the trees. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** What a forest says of one factor. */
export interface ForestShare {
  /** Of the variance, as far as trees foresee settings that they were not grown on. */
  readonly share: number;
  readonly curve: DependenceCurve;
}

/** Settings that a forest is grown on: of more, so many are drawn. */
const MOST_SETTINGS = 500;
/** Fewer grow no tree. */
const FEWEST_SETTINGS = 20;
/** Settings times factors beyond which it would take longer than a second. */
const MOST_CELLS = 30_000;
/** Points of a curve. */
const MOST_POINTS = 24;

/**
 * Returns the shares and curves of factors, by their places, from a forest on them; undefined for fewer than 20 settings, and where it would
 * take longer than a second. `isDecided` tells where another factor decides which settings have one.
 */
export function forestShares(
  factors: readonly Factor[],
  values: readonly number[],
  isDecided: (place: number) => boolean,
): ReadonlyMap<number, ForestShare> | undefined {
  const rng = createRng('forest');
  const all = [...values.keys()];
  const settings =
    values.length <= MOST_SETTINGS
      ? all
      : shuffled(all, rng)
          .slice(0, MOST_SETTINGS)
          .sort((a, b) => a - b);
  if (settings.length < FEWEST_SETTINGS || settings.length * factors.length > MOST_CELLS) return undefined;
  const columns = factors.map((factor, place) => columnOf(factor, settings, isDecided(place)));
  const own = Float64Array.from(settings, (i) => values[i] ?? Number.NaN);
  const forest = growForest(columns, own, rng);
  return new Map(
    factors.flatMap((factor, place): readonly (readonly [number, ForestShare])[] => {
      const rows = [...settings.keys()].filter((row) => factor.codes[settings[row] ?? 0] !== factor.absent);
      if (rows.length < FEWEST_SETTINGS) return [];
      const dependence = dependenceOn(forest, { place, codes: pointsOf(factor, rows, settings), rows });
      const codes = rows.map((row) => factor.codes[settings[row] ?? 0] ?? 0);
      return [[place, { share: shareOf(forest, dependence, { rows, codes }), curve: curveOf(dependence) }]];
    }),
  );
}

/** Returns why there is no forest of so many settings. */
export function whyNoForest(settings: number): string {
  return settings < FEWEST_SETTINGS
    ? `no shares: fewer than ${FEWEST_SETTINGS} settings`
    : 'no shares: a forest on so many parameters would take too long';
}

/**
 * The absent stand below all numbers, and among texts beside them. Where another factor decides over them they stand with the middle one of those
 * present: else trees would split by who is absent, and the share of the factor that decides would go to the one that it decides over.
 */
function columnOf(factor: Factor, settings: readonly number[], isDecided: boolean): TreeColumn {
  const isOrdered = factor.numbers !== undefined;
  const codes = settings.map((i) => factor.codes[i] ?? 0);
  const present = isDecided ? codes.filter((code) => code !== factor.absent).sort((a, b) => a - b) : [];
  const middle = present[present.length >> 1];
  const absent = middle ?? (isOrdered ? -1 : factor.absent);
  const own = Int32Array.from(codes, (code) => (code === factor.absent ? (absent ?? code) : code));
  return treeColumn(own, factor.levels.length, isOrdered);
}

/** The values of a factor that were run, of many those at even parts of the settings. */
function pointsOf(factor: Factor, rows: readonly number[], settings: readonly number[]): readonly number[] {
  const codes = rows.map((row) => factor.codes[settings[row] ?? 0] ?? 0).sort((a, b) => a - b);
  const distinct = [...new Set(codes)];
  if (distinct.length <= MOST_POINTS || factor.numbers === undefined) return distinct;
  const even = Array.from(
    { length: MOST_POINTS },
    (_, i) => codes[Math.round((i * (codes.length - 1)) / (MOST_POINTS - 1))] ?? 0,
  );
  return [...new Set(even)];
}

/**
 * The part of the variance that goes with the factor's curve, each setting asked of the trees that did not see it: the squared correlation, since
 * trees flatten what they tell, times the part of the variance that lies among the settings that have the factor.
 */
function shareOf(
  { trees, values }: Forest,
  { codes, byTree }: Dependence,
  own: { readonly rows: readonly number[]; readonly codes: readonly number[] },
): number {
  const answers = own.rows.map((row, i) => {
    const at = nearest(codes, own.codes[i] ?? 0);
    let [sum, n] = [0, 0];
    for (const [t, { isOut }] of trees.entries()) {
      if (isOut[row] !== 1) continue;
      sum += byTree[t]?.[at] ?? 0;
      n += 1;
    }
    return n === 0 ? undefined : { x: sum / n, y: values[row] ?? 0 };
  });
  const known = answers.flatMap((a) => (a === undefined ? [] : [a]));
  const [xs, ys] = [mean(known.map((k) => k.x)), mean(known.map((k) => k.y))];
  const grand = mean(values);
  let [xx, xy, yy] = [0, 0, 0];
  for (const { x, y } of known) {
    xx += (x - xs) ** 2;
    xy += (x - xs) * (y - ys);
    yy += (y - ys) ** 2;
  }
  const total = values.reduce((sum, y) => sum + (y - grand) ** 2, 0);
  if (!(xy > 0 && total > 0)) return 0;
  return Math.min(1, ((xy * xy) / xx / yy) * Math.min(1, yy / total));
}

/** Place of the code that is nearest among ascending ones. */
function nearest(codes: readonly number[], code: number): number {
  let [low, high] = [0, codes.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((codes[middle] ?? 0) <= code) low = middle;
    else high = middle;
  }
  return code - (codes[low] ?? 0) <= (codes[high] ?? 0) - code ? low : high;
}

function curveOf({ codes, byTree }: Dependence): DependenceCurve {
  const at = codes.map((_, i) => byTree.map((tree) => tree[i] ?? 0));
  return { codes, mean: at.map(mean), low: at.map((x) => quantile(x, 0.1)), high: at.map((x) => quantile(x, 0.9)) };
}
