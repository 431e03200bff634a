// SPDX-License-Identifier: MIT
import { formatMetric, unitOf } from '../results/units.ts';
import { recommendationOf, winnerLines } from './seed-words.ts';
import type { SettingStatistics } from './statistics-of.ts';
import type { SweepView } from './view.ts';

/** Returns what may be believed of a ranking without repeats; undefined where fewer than two settings are ranked. */
export function sureLines(view: SweepView, { value, metric }: SettingStatistics): readonly string[] | undefined {
  if (value.winner === null || value.winner.picked_of < 2) return undefined;
  const unit = unitOf(view.units, metric.column);
  const show = (x: number | null): string => (x === null ? '-' : formatMetric(x, unit));
  return [value.design.sentence, ...winnerLines(value, show), ...value.warnings.map((w) => w.text)];
}

/** Returns the setting that a model of this sweep and of those it refines recommends, as a sentence; nothing where it refines none. */
export function recommendedLines(view: SweepView, statistics: SettingStatistics | undefined): readonly string[] {
  if (statistics === undefined) return [];
  const unit = unitOf(view.units, statistics.metric.column);
  const line = recommendationOf(statistics.value, (x) => (x === null ? '-' : formatMetric(x, unit)));
  return line === undefined ? [] : [line];
}
