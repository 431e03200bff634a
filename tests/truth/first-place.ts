// SPDX-License-Identifier: MIT
import type { Draws } from '../../scripts/lib/results/stats/draws.ts';
import { pairedP } from './paired.ts';
import { type Figure, percent, type Rate, rateFigure, shareOf } from './rate.ts';
import { drawSweep, type DrawnSweep, normal, settingOf, tellSettings, type ToldSettings } from './sweeps.ts';

/** What many sweeps with hard seeds and failures said of first place. */
export interface FirstPlaceCount {
  readonly isBest: Rate;
  readonly oracle: Rate;
  /** Sweeps with a setting called worse that beats the leader on the seeds both have, by a paired t test at 5 %. */
  readonly wronged: Rate;
}

/** Ten settings with means N(0,1), noise 0.5, shared seeds with a spread of 3, five seeds, a fifth of the runs failed. */
export function countFirstPlaces(sweeps: number, draws: Draws): FirstPlaceCount {
  let [best, oracle, wronged] = [0, 0, 0];
  for (let i = 0; i < sweeps; i += 1) {
    const means = Array.from({ length: 10 }, () => draws.normal());
    const drawn = drawSweep({ means, seeds: 5, noise: normal, scale: 0.5, seedSpread: 3, failures: 0.2 }, draws);
    const truth = placeOfMost(means);
    const told = tellSettings(drawn);
    if (settingOf(told.settings[0]) === truth) best += 1;
    if (oraclePick(drawn, means.length) === truth) oracle += 1;
    if (hasWronged(drawn, told)) wronged += 1;
  }
  const of = sweeps;
  return { isBest: { hits: best, of }, oracle: { hits: oracle, of }, wronged: { hits: wronged, of } };
}

/** Returns the lines of the table. */
export function firstPlaceFigures(count: FirstPlaceCount): readonly Figure[] {
  const { isBest, oracle, wronged } = count;
  const behind = shareOf(oracle) - shareOf(isBest);
  return [
    rateFigure('first place is the true best', isBest, { least: 0.76 }),
    {
      name: 'behind an oracle that knows the luck of the seeds',
      nominal: 'at most 2 points',
      observed: percent(behind),
      error: `oracle ${percent(shareOf(oracle))}`,
      holds: behind <= 0.02,
    },
    rateFigure('a setting that beats the leader on common seeds is called worse', wronged, { most: 0 }),
  ];
}

/** The setting with the best mean of its runs, each without the luck of its seed. */
function oraclePick({ runs, luck }: DrawnSweep, settings: number): number {
  const sums = Array.from({ length: settings }, () => ({ sum: 0, n: 0 }));
  for (const run of runs) {
    const own = sums[Number(run.values['CONFIG_A']?.slice(1))];
    if (own === undefined || typeof run.metric !== 'number') continue;
    own.sum += run.metric - (luck[Number(run.values['CONFIG_SEED']) - 1] ?? 0);
    own.n += 1;
  }
  return placeOfMost(sums.map(({ sum, n }) => (n === 0 ? Number.NEGATIVE_INFINITY : sum / n)));
}

function placeOfMost(values: readonly number[]): number {
  return values.indexOf(values.reduce((a, b) => Math.max(a, b)));
}

function hasWronged({ runs }: DrawnSweep, { settings }: ToldSettings): boolean {
  const bySeed = (setting: number): ReadonlyMap<string, number> =>
    new Map(
      runs.flatMap((run) =>
        run.values['CONFIG_A'] === `s${setting}` && typeof run.metric === 'number'
          ? [[run.values['CONFIG_SEED'] ?? '', run.metric] as const]
          : [],
      ),
    );
  const leader = bySeed(settingOf(settings[0]));
  return settings.some((s) => s.verdict === 'worse' && pairedP(bySeed(settingOf(s)), leader) < 0.05);
}
