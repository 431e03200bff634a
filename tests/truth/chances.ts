// SPDX-License-Identifier: MIT
import type { Draws } from '../../scripts/lib/results/stats/draws.ts';
import { type Figure, percent } from './rate.ts';
import { drawSweep, normal, settingOf, tellSettings } from './sweeps.ts';

/** Claims of P(best) from 50 to 60, ... 90 to 100 %: how many, what they add up to, and how many came true. */
export interface Claims {
  readonly count: number;
  readonly claimed: number;
  readonly came: number;
}

export const BINS = 5;

/** Settings, seeds and the spread of the true means over that of the noise. */
export interface ChanceSweep {
  readonly settings: number;
  readonly seeds: number;
  readonly spread: number;
}

/** Draws sweeps and compares each claim with the truth. */
export function countClaims(sweeps: number, { settings, seeds, spread }: ChanceSweep, draws: Draws): readonly Claims[] {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, claimed: 0, came: 0 }));
  for (let i = 0; i < sweeps; i += 1) {
    const means = Array.from({ length: settings }, () => spread * draws.normal());
    const best = means.indexOf(means.reduce((a, b) => Math.max(a, b)));
    for (const entry of tellSettings(drawSweep({ means, seeds, noise: normal }, draws)).settings) {
      const chance = entry.p_best ?? 0;
      const bin = bins[Math.min(BINS - 1, Math.floor((chance - 0.5) * 10))];
      if (bin === undefined) continue;
      bin.count += 1;
      bin.claimed += chance;
      if (settingOf(entry) === best) bin.came += 1;
    }
  }
  return bins;
}

/** Adds claims of several kinds of sweeps, bin by bin. */
export function addClaims(all: readonly (readonly Claims[])[]): readonly Claims[] {
  return Array.from({ length: BINS }, (_, bin) =>
    all.reduce(
      (sum, claims) => {
        const own = claims[bin] ?? { count: 0, claimed: 0, came: 0 };
        return { count: sum.count + own.count, claimed: sum.claimed + own.claimed, came: sum.came + own.came };
      },
      { count: 0, claimed: 0, came: 0 },
    ),
  );
}

/** Bins with fewer claims say nothing. */
const FEWEST = 50;

/** Returns a line for each bin; `within` is how far what came may lie from what was claimed, beside two Monte Carlo errors in small bins. */
export function claimFigures(name: string, claims: readonly Claims[], within: number): readonly Figure[] {
  return claims.flatMap(({ count, claimed, came }, bin): Figure[] => {
    if (count < FEWEST) return [];
    const [said, seen] = [claimed / count, came / count];
    const error = Math.sqrt((seen * (1 - seen)) / count);
    return [
      {
        name: `${name}: P(best) ${50 + 10 * bin} to ${60 + 10 * bin} %, ${count} claims`,
        nominal: `${percent(said)} within ${(100 * within).toFixed(0)}`,
        observed: percent(seen),
        error: percent(error),
        holds: Math.abs(seen - said) <= within + (count < 1000 ? 2 * error : 0),
      },
    ];
  });
}
