// SPDX-License-Identifier: MIT
import { formatMetric, unitOf } from '../results/units.ts';
import { winnerLines } from './seed-words.ts';
import type { SettingStatistics } from './statistics-of.ts';
import type { SweepView } from './view.ts';

/** Returns what may be believed of a ranking without repeats; undefined where fewer than two settings are ranked. */
export function sureLines(view: SweepView, { value, metric }: SettingStatistics): readonly string[] | undefined {
  if (value.winner === null || value.winner.picked_of < 2) return undefined;
  const unit = unitOf(view.units, metric.column);
  const show = (x: number | null): string => (x === null ? '-' : formatMetric(x, unit));
  return [value.design.sentence, ...winnerLines(value, show), ...value.warnings.map((w) => w.text)];
}
