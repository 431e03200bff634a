// SPDX-License-Identifier: MIT
import type { Draws } from '../../scripts/lib/results/stats/draws.ts';
import type { Rate } from './rate.ts';
import { drawSweep, type SettingSweep, tellVerdicts } from './sweeps.ts';

/** Counts the sweeps of equal settings in which some setting is called worse. */
export function countFalseAlarms(
  sweeps: number,
  sweep: Omit<SettingSweep, 'means'> & { readonly settings: number },
  draws: Draws,
): Rate {
  const means = new Array<number>(sweep.settings).fill(0);
  let hits = 0;
  for (let i = 0; i < sweeps; i += 1)
    if ([...tellVerdicts(drawSweep({ ...sweep, means }, draws)).values()].includes('worse')) hits += 1;
  return { hits, of: sweeps };
}

/** Counts the sweeps in which a setting that lies so many standard deviations below all others is called worse. */
export function countFound(
  sweeps: number,
  { settings, below, ...sweep }: Omit<SettingSweep, 'means'> & { settings: number; below: number },
  draws: Draws,
): Rate {
  const means = Array.from({ length: settings }, (_, i) => (i === 0 ? -below : 0));
  let hits = 0;
  for (let i = 0; i < sweeps; i += 1) {
    if (tellVerdicts(drawSweep({ ...sweep, means }, draws)).get(0) === 'worse') hits += 1;
  }
  return { hits, of: sweeps };
}
