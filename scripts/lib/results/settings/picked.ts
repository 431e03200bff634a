// SPDX-License-Identifier: MIT
import type { ComparedSetting, PickedWinner } from './comparison.ts';
import type { Scale } from './scale.ts';
import type { Winner } from './winner.ts';

/** Returns the setting in front with its corrected mean; of a single setting nothing was picked, and its mean stands as it is. */
export function pickedWinner(
  settings: readonly ComparedSetting[],
  winner: Winner | undefined,
  scale: Scale,
): PickedWinner | undefined {
  const [best, second] = settings;
  if (best?.adjusted === undefined) return undefined;
  if (winner !== undefined)
    return { raw: best.adjusted, corrected: scale.value(winner.corrected), interval: scale.values(winner.interval) };
  const isAlone = second?.adjusted === undefined;
  return {
    raw: best.adjusted,
    corrected: isAlone ? best.adjusted : undefined,
    interval: isAlone ? best.interval : undefined,
  };
}
