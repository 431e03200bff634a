// SPDX-License-Identifier: MIT
import { type Factor, levelOf } from '../factors.ts';
import { normalCdf } from '../stats/normal.ts';

/** Density of some of the runs of a factor, over its grid or its levels; the array is used again by the next call. */
export type Density = (runs: ArrayLike<number>) => Float64Array;

/** Points of a grid, and what the prior counts beside the runs: Optuna's. */
const GRID = 50;
const PRIOR = 1;
const LEAST = 1e-12;
/** A narrower kernel would lie between two points of the grid. */
const NARROWEST = 0.5 / 1.64;

/**
 * Returns the densities that Optuna's PED-ANOVA takes, of a factor that no run lacks: normal kernels on a grid of 50 points over the (logarithmic)
 * range, as wide as Scott's rule says, cut off at its ends, with a flat prior of one run; of a text each level with its share of the prior.
 */
export function densityOf(factor: Factor): Density {
  return factor.numbers === undefined ? levelDensity(factor) : gridDensity(factor);
}

function levelDensity({ codes, levels }: Factor): Density {
  const size = levels.length;
  const counts = new Float64Array(size);
  const density = new Float64Array(size);
  return (runs) => {
    counts.fill(0);
    for (let i = 0; i < runs.length; i += 1) {
      const code = codes[runs[i] ?? 0] ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
    }
    // One kernel a level that was run, each with a part of the prior for all levels, and the prior itself.
    const kernels = 1 + counts.reduce((n, count) => n + (count > 0 ? 1 : 0), 0);
    const part = PRIOR / kernels;
    const total = runs.length + PRIOR;
    for (let code = 0; code < size; code += 1) {
      const own = counts[code] ?? 0;
      const smeared = (own + runs.length * part) / (1 + size * part);
      density[code] = (smeared + PRIOR / size) / total + LEAST;
    }
    return density;
  };
}

function gridDensity(factor: Factor): Density {
  const places = Float64Array.from(factor.codes, (_, run) => levelOf(factor, run));
  const low = places.reduce((a, b) => Math.min(a, b));
  const high = places.reduce((a, b) => Math.max(a, b));
  const size = Math.min(GRID, stepsOf(factor));
  const step = (high - low) / (size - 1) || 1;
  const binOf = Uint8Array.from(places, (at) => Math.min(size - 1, Math.max(0, Math.ceil((at - low) / step - 0.5))));
  const counts = new Float64Array(size);
  const density = new Float64Array(size);
  const prior = kernel((size - 1) / 2, size, size).map((x) => x * PRIOR);
  return (runs) => {
    counts.fill(0);
    for (let i = 0; i < runs.length; i += 1) {
      const bin = binOf[runs[i] ?? 0] ?? 0;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    density.set(prior);
    addKernels(counts, widthOf(counts, runs.length), density);
    const total = runs.length + PRIOR;
    for (let at = 0; at < size; at += 1) density[at] = (density[at] ?? 0) / total + LEAST;
    return density;
  };
}

/** Evenly spaced numbers have a point each. */
function stepsOf({ numbers = [], isLog }: Factor): number {
  const at = isLog ? numbers.map(Math.log) : numbers;
  const gaps = at.slice(1).map((x, i) => x - (at[i] ?? 0));
  const least = gaps.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const isEven = gaps.every((gap) => Math.abs(gap / least - Math.round(gap / least)) < 1e-6);
  const steps = Math.round(((at.at(-1) ?? 0) - (at[0] ?? 0)) / least) + 1;
  return isEven && steps < GRID ? steps : GRID;
}

/** Scott's rule on the counts of a grid, by the smaller of the standard deviation and the quartiles' distance over 1.34. */
function widthOf(counts: Float64Array, n: number): number {
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin += 1) sum += bin * (counts[bin] ?? 0);
  const middle = sum / n;
  let squares = 0;
  for (let bin = 0; bin < counts.length; bin += 1) squares += (counts[bin] ?? 0) * (bin - middle) ** 2;
  const spread = Math.sqrt(squares / Math.max(1, n - 1));
  const [low, high] = [binAt(counts, Math.floor(n / 4), false), binAt(counts, Math.floor((3 * n) / 4), true)];
  const width = 1.059 * Math.min((high - low) / 1.34, spread) * n ** -0.2;
  return Math.max(width, NARROWEST);
}

/** The first bin at which the counts reach a number, or exceed it; the last one that has a count where none does. */
function binAt(counts: Float64Array, wanted: number, isBeyond: boolean): number {
  let [sum, last] = [0, 0];
  for (let bin = 0; bin < counts.length; bin += 1) {
    const count = counts[bin] ?? 0;
    if (count === 0) continue;
    sum += count;
    last = bin;
    if (isBeyond ? sum > wanted : sum >= wanted) return bin;
  }
  return last;
}

/** Adds a kernel for each count, all of one width; each has all its mass on the grid. */
function addKernels(counts: Float64Array, width: number, density: Float64Array): void {
  const size = counts.length;
  // Mass at a distance of so many points: the same for all kernels but for what is cut off.
  const masses = new Float64Array(size);
  const beyond = new Float64Array(size + 1);
  for (let d = 0; d <= size; d += 1) beyond[d] = normalCdf(-(d + 0.5) / width);
  masses[0] = 1 - 2 * (beyond[0] ?? 0);
  for (let d = 1; d < size; d += 1) masses[d] = (beyond[d - 1] ?? 0) - (beyond[d] ?? 0);
  for (let bin = 0; bin < size; bin += 1) {
    const count = counts[bin] ?? 0;
    if (count === 0) continue;
    const share = count / (1 - (beyond[bin] ?? 0) - (beyond[size - 1 - bin] ?? 0));
    for (let at = 0; at < size; at += 1) density[at] = (density[at] ?? 0) + share * (masses[Math.abs(at - bin)] ?? 0);
  }
}

/** The masses of one kernel that stands anywhere on a grid. */
function kernel(middle: number, width: number, size: number): Float64Array {
  const below = (at: number): number => normalCdf((at - middle) / width);
  const all = below(size - 0.5) - below(-0.5);
  return Float64Array.from({ length: size }, (_, at) => (below(at + 0.5) - below(at - 0.5)) / all);
}
