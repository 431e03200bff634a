// SPDX-License-Identifier: MIT
import type { Draws } from '../../scripts/lib/results/stats/draws.ts';
import type { Rate } from './rate.ts';
import { drawSweep, normal, settingOf, tellSettings } from './sweeps.ts';

/** How often the corrected interval of the winner covered its true mean, and how wide it was. */
export interface WinnerCount {
  readonly covered: Rate;
  /** Mean width of the interval, over that of an interval for all settings at once (max-|t|). */
  readonly width: number;
}

export interface WinnerSweep {
  readonly settings: number;
  readonly seeds: number;
  /** Spread of the true means over that of the noise; 0 for equal settings. */
  readonly spread: number;
}

/** Draws sweeps of such settings and looks where the true mean of the one in front lies. */
export function countWinners(sweeps: number, { settings, seeds, spread }: WinnerSweep, draws: Draws): WinnerCount {
  const critical = maxT(settings, (settings - 1) * (seeds - 1), draws);
  let [covered, width, all] = [0, 0, 0];
  for (let i = 0; i < sweeps; i += 1) {
    const means = Array.from({ length: settings }, () => spread * draws.normal());
    const { settings: told, comparison } = tellSettings(drawSweep({ means, seeds, noise: normal }, draws));
    const truth = means[settingOf(told[0])] ?? Number.NaN;
    const { low, high } = comparison.winner?.interval ?? { low: Number.NaN, high: Number.NaN };
    if (low <= truth && truth <= high) covered += 1;
    width += high - low;
    all += (2 * critical * (comparison.spreads.rest ?? Number.NaN)) / Math.sqrt(seeds);
  }
  return { covered: { hits: covered, of: sweeps }, width: width / all };
}

/** Returns what the largest |t| of so many means with a common error exceeds in one of twenty cases. */
function maxT(settings: number, degrees: number, draws: Draws): number {
  const largest = Float64Array.from({ length: 4000 }, () => {
    const error = Math.sqrt(draws.chiSquare(degrees) / degrees);
    let most = 0;
    for (let i = 0; i < settings; i += 1) most = Math.max(most, Math.abs(draws.normal()));
    return most / error;
  }).sort();
  return largest[3800] ?? Number.NaN;
}
