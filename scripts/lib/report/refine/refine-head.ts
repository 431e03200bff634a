// SPDX-License-Identifier: MIT
import { formatMetric, unitForSpread, unitOf } from '../../results/units.ts';
import type { Statistics } from '../statistics-form.ts';
import type { SweepView } from '../view.ts';
import { luckRemarks } from '../next-rules.ts';
import { bareName } from '../words.ts';
import type { RefinedFactor } from './refine-plan.ts';

/** Returns the first comments of a refined range file: which sweep it goes on from, what was best there, whether that may be luck, and what was fixed. */
export function refineHead(view: SweepView, statistics: Statistics, plan: readonly RefinedFactor[]): readonly string[] {
  const { winner, metric, settings, effects, comparison } = statistics;
  const counted = settings.filter((s) => s.n > 0).length;
  const best = formatMetric(winner?.raw, unitForSpread(unitOf(view.units, metric), [comparison.sd_rest ?? undefined]));
  const isGuess = effects.length > 0 && !effects.some((e) => e.shown);
  const values = Object.entries(winner?.values ?? {}).map(([name, value]) => `${bareName(name)}=${String(value)}`);
  const fixed = plan.filter((f) => f.isFixed).map((f) => f.symbols.map(bareName).join(' with '));
  return [
    winner === null || winner.rank === 1
      ? `Goes on from ${view.name}: the best ${metric} of ${counted} settings was ${best} (${values.join(' ')}).`
      : `Goes on from ${view.name}: of ${counted} settings the recommended one has ${metric} ${best} (${values.join(' ')}).`,
    ...luckRemarks(statistics),
    ...(isGuess
      ? [
          'No effect was shown by these runs: nothing is fixed, and where the best lies is a guess. More seeds or runs may serve better.',
        ]
      : []),
    ...(fixed.length === 0 ? [] : [`Fixed, since no effect of them was shown: ${fixed.join(', ')}.`]),
  ].map((line) => line.replace(/\s+/g, ' '));
}
