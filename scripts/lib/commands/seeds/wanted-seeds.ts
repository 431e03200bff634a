// SPDX-License-Identifier: MIT
import { UsageError } from '../../core/diagnostic.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { settingWords } from '../../core/settings/words.ts';
import type { WantedSeeds } from '../../run/further-seeds.ts';
import type { RunLayout } from '../../run/layouts/layout.ts';

/** SEEDS where nobody gives it. */
const USUAL_SEEDS = 10;

/**
 * Returns how many seeds each setting is to have, and which: those of SEED_LIST, else those that the system of the layout takes. Throws UsageError for a
 * list that holds no whole numbers, or others than SEEDS counts.
 */
export function wantedSeedsOf(
  settings: Settings<'SEEDS' | 'SEED_LIST'>,
  layout: Pick<RunLayout, 'firstSeed'> | undefined,
): WantedSeeds {
  const list = settingWords(settings.text('SEED_LIST'));
  const seeds = settings.get('SEEDS');
  if (list.length === 0) {
    const count = seeds ?? USUAL_SEEDS;
    const first = layout?.firstSeed;
    return {
      count,
      list: first === undefined ? undefined : Array.from({ length: count }, (_, i) => String(first + i)),
    };
  }
  const wrong = list.find((word) => !/^(0|[1-9]\d*)$/.test(word));
  if (wrong !== undefined)
    throw new UsageError(`SEED_LIST has "${wrong}", which is no whole number`, 'write SEED_LIST="0,1,2"');
  const twice = list.find((word, i) => list.indexOf(word) < i);
  if (twice !== undefined) throw new UsageError(`SEED_LIST has ${twice} twice`, 'delete one of them');
  if (seeds !== undefined && seeds !== list.length)
    throw new UsageError(`SEED_LIST has ${list.length} seeds and SEEDS is ${seeds}`, 'leave SEEDS out');
  return { count: list.length, list };
}
