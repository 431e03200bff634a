// SPDX-License-Identifier: MIT
import { createRng, type Rng } from '../core/rng.ts';
import { bestFirst } from './best-range.ts';
import { type Factor, levelOf } from './factors.ts';
import type { Goal } from './readers/metric-spec.ts';
import { mean, quantile } from './stats/describe.ts';

/** How much one parameter decides whether a run is among the best. */
export interface Importance {
  readonly name: string;
  /** Share of the sum over all parameters. */
  readonly share: number;
  /** Pearson divergence between its distribution among the best runs and among all. */
  readonly divergence: number;
  /** True when shuffled results give as much in more than one of twenty cases. */
  readonly isNoise: boolean;
}

/** The best tenth is compared with all, as Optuna does by default. */
const BEST_SHARE = 0.1;
const FEWEST_BEST = 5;
const SHUFFLES = 100;
const GRID = 50;

/**
 * Returns the importance of each parameter on sampled runs by PED-ANOVA (Watanabe, Bansal and Hutter, "PED-ANOVA:
 * Efficiently Quantifying Hyperparameter Importance in Arbitrary Subspaces", IJCAI 2023): the density of a parameter among the best
 * tenth of the runs against that among all of them. Undefined for fewer than 20 runs, which say nothing.
 */
export function pedAnova(
  factors: readonly Factor[],
  values: readonly number[],
  goal: Goal,
): readonly Importance[] | undefined {
  const n = values.length;
  if (n < 20) return undefined;
  const order = bestFirst(values, goal);
  const best = bestCount(
    order.map((at) => values[at] ?? Number.NaN),
    Math.max(FEWEST_BEST, Math.ceil(n * BEST_SHARE)),
  );
  const measures = factors.map(divergenceFrom);
  const chance = chanceLevels(measures, order, best);
  const divergences = factors.map(({ name }, i) => {
    const divergence = measures[i]?.(order.slice(0, best)) ?? 0;
    return { name, divergence, isNoise: divergence <= (chance[i] ?? 0) };
  });
  const total = divergences.reduce((sum, d) => sum + d.divergence, 0);
  return divergences
    .map((d) => ({ ...d, share: total > 0 ? d.divergence / total : 0 }))
    .sort((a, b) => b.share - a.share);
}

/** Divergence of a subset of the runs from all of them, in one parameter. */
type Measure = (runs: ArrayLike<number>) => number;

/**
 * Returns how many of the values, best first, are the best `wanted`: equal ones belong to them together, or not at all where they
 * are more than a half and enough others are better. Else the order of the runs would look like an effect.
 */
function bestCount(sorted: readonly number[], wanted: number): number {
  const last = sorted[wanted - 1];
  const better = sorted.indexOf(last ?? Number.NaN);
  const withEqual = sorted.lastIndexOf(last ?? Number.NaN) + 1;
  return withEqual > sorted.length / 2 && better >= FEWEST_BEST ? better : withEqual;
}

/** What shuffled results stay below in 95 of 100 cases, in each parameter; all of them see the same shuffles. */
function chanceLevels(measures: readonly Measure[], order: readonly number[], best: number): readonly number[] {
  const rng = createRng('ped-anova');
  const runs = Uint32Array.from(order);
  const drawn = Array.from({ length: SHUFFLES }, () => {
    drawSome(runs, best, rng);
    const some = runs.subarray(0, best);
    return measures.map((measure) => measure(some));
  });
  return measures.map((_, i) =>
    quantile(
      drawn.map((one) => one[i] ?? 0),
      0.95,
    ),
  );
}

/** Draws without putting back, to the front (the head of a Fisher-Yates shuffle); the rest is only mixed, ready for the next draw. */
function drawSome(runs: Uint32Array, count: number, rng: Rng): void {
  for (let i = 0; i < count; i += 1) {
    const j = i + rng.below(runs.length - i);
    const drawn = runs[j] ?? 0;
    runs[j] = runs[i] ?? 0;
    runs[i] = drawn;
  }
}

/** Returns the Pearson divergence of a subset's distribution from that of all runs, as a function of the subset. */
function divergenceFrom(factor: Factor): Measure {
  const all = [...factor.codes.keys()];
  const density =
    factor.numbers === undefined || factor.levels.length <= 6 ? levelFrequencies(factor) : kernelDensity(factor);
  const base = density(all).slice();
  return (runs) => {
    const own = density(runs);
    let sum = 0;
    for (let i = 0; i < base.length; i += 1) {
      const q = base[i] ?? 0;
      if (q > 0) sum += q * ((own[i] ?? 0) / q - 1) ** 2;
    }
    return sum;
  };
}

/** Density of a subset over levels or a grid; the array is used again by the next call. */
type Density = (runs: ArrayLike<number>) => Float64Array;

/** Share of each level, with one pseudo-count in all so that no level is impossible. */
function levelFrequencies(factor: Factor): Density {
  const size = factor.levels.length;
  const codes = Uint32Array.from(factor.codes);
  const counts = new Float64Array(size);
  return (runs) => {
    counts.fill(1 / size);
    for (let i = 0; i < runs.length; i += 1) {
      const code = codes[runs[i] ?? 0] ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
    }
    for (let i = 0; i < size; i += 1) counts[i] = (counts[i] ?? 0) / (runs.length + 1);
    return counts;
  };
}

/** Gaussian kernels with Scott's bandwidth on an even grid over the (logarithmic) range, normalized to sum 1. */
function kernelDensity(factor: Factor): Density {
  const positions = Float64Array.from(factor.codes, (_, run) => levelOf(factor, run));
  const low = positions.reduce((a, b) => Math.min(a, b));
  const high = positions.reduce((a, b) => Math.max(a, b));
  const middle = mean(positions);
  const step = (high - low) / (GRID - 1) || 1;
  const binOf = Uint8Array.from(positions, (at) => Math.round((at - low) / step));
  const bins = new Float64Array(GRID);
  const density = new Float64Array(GRID);
  return (runs) => {
    bins.fill(0);
    let [sum, squares] = [0, 0]; // from the middle of all, where the sums lose no digits
    for (let i = 0; i < runs.length; i += 1) {
      const run = runs[i] ?? 0;
      const bin = binOf[run] ?? 0;
      bins[bin] = (bins[bin] ?? 0) + 1;
      const off = (positions[run] ?? low) - middle;
      sum += off;
      squares += off * off;
    }
    const spread = Math.sqrt(Math.max(0, squares - (sum * sum) / runs.length) / Math.max(1, runs.length - 1));
    return smoothed(bins, Math.max(1, ((1.059 * spread) / step) * runs.length ** -0.2), density);
  };
}

function smoothed(bins: Float64Array, bandwidth: number, density: Float64Array): Float64Array {
  const weights = Float64Array.from({ length: GRID }, (_, distance) => Math.exp(-0.5 * (distance / bandwidth) ** 2));
  density.fill(0);
  let total = 0;
  for (let bin = 0; bin < GRID; bin += 1) {
    const count = bins[bin] ?? 0;
    if (count === 0) continue;
    for (let at = 0; at < GRID; at += 1) {
      const add = count * (weights[Math.abs(at - bin)] ?? 0);
      density[at] = (density[at] ?? 0) + add;
      total += add;
    }
  }
  for (let at = 0; at < GRID; at += 1) density[at] = (density[at] ?? 0) / total;
  return density;
}
