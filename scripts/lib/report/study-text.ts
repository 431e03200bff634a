// SPDX-License-Identifier: MIT
import { formatMetric, formatNumber, unitOf } from '../results/units.ts';
import type { SeedReport } from './seeds.ts';
import type { Marginal, Study } from './study.ts';
import type { SweepView } from './view.ts';

/** Effects and parameters that a text lists. */
const LISTED = 12;

/** Returns what mattered in lines for people, largest first, ending with the parameters without effect. */
export function studyLines(study: Study): readonly string[] {
  const lines = [`${methodSentence(study)}`];
  for (const effect of (study.anova?.effects ?? []).slice(0, LISTED)) {
    if (effect.names.length === 2 && effect.share < 0.005) continue;
    lines.push(`  ${effect.names.join(' x ')}: ${percent(effect.share)}${chanceText(effect.p)}${effect.names.length === 1 ? bestText(study, effect.names[0]) : ''}`);
  }
  for (const one of (study.importances ?? []).slice(0, LISTED)) {
    lines.push(`  ${one.name}: ${percent(one.share)}${one.isNoise ? ' (not more than noise)' : bestText(study, one.name)}`);
  }
  if (study.anova === undefined && study.importances === undefined) {
    for (const { factor } of study.marginals.slice(0, LISTED)) lines.push(`  ${factor.name}${bestText(study, factor.name).replace('; ', ': ')}`);
  }
  if (study.withoutEffect.length > 0) lines.push(`No effect told: ${study.withoutEffect.join(', ')}`);
  return lines;
}

/** Returns how importance was measured, as a sentence. */
export function methodSentence(study: Study): string {
  const runs = `${study.values.length} runs`;
  if (study.anova !== undefined) return `Share of the variance of ${study.metric.column} (analysis of variance, full factorial of ${runs}):`;
  if (study.importances !== undefined) return `Importance for being among the best tenth by ${study.metric.column} (PED-ANOVA, ${runs}):`;
  return `Too few runs (${study.values.length}) to tell shares; likely best values:`;
}

function bestText(study: Study, name: string): string {
  const marginal = study.marginals.find((m) => m.factor.name === name);
  return marginal === undefined ? '' : `; best ${bestRangeText(marginal)}`;
}

/** Returns the range of a parameter that holds the best models: `0.87 (95 %: 0.85 to 0.9)`. */
export function bestRangeText({ factor, best }: Marginal): string {
  if (best === undefined) return `of ${factor.levels.length} values`;
  const { numbers } = factor;
  if (numbers === undefined) {
    const top = best.chances.indexOf(Math.max(...best.chances));
    return `${factor.levels[top] ?? ''} (${percent(best.chances[top] ?? 0)} of draws)`;
  }
  const [median, low, high] = [best.median, best.low, best.high].map((code) => formatNumber(numbers[code] ?? Number.NaN));
  return low === high ? `${median}` : `${median} (95 %: ${low} to ${high})`;
}

/** Returns the comparison over seeds in lines for people: mean, spread, interval, difference to the best. */
export function seedLines(view: SweepView, report: SeedReport): readonly string[] {
  const unit = unitOf(view.units, report.metric.column);
  const show = (x: number | undefined): string => formatMetric(x, unit);
  const lines = report.groups.slice(0, view.top).map((group, i) => {
    const { values } = group;
    const range = values.interval === undefined ? '' : ` [${show(values.interval.low)}, ${show(values.interval.high)}]`;
    const chance = group.probabilityBest === undefined ? '' : `, best with probability ${percent(group.probabilityBest)}`;
    const difference = i === 0 || group.difference === undefined ? '' : `, ${show(group.difference)} to the best${group.isAmongBest ? ' (cannot be told from it)' : ''}`;
    return `${i + 1}. ${group.item.configFile}: ${show(values.mean)} +- ${show(values.sd)}${range}, n = ${values.count}${difference}${chance}`;
  });
  return [
    `Mean +- standard deviation of ${report.metric.column} over ${report.seedSymbol}, with its 95 % interval:`,
    ...lines,
    `${report.amongBest} of ${report.groups.length} configurations cannot be told from the best (paired t test, Holm, 5 %).`,
  ];
}

function chanceText(p: number | undefined): string {
  if (p === undefined) return '';
  return p < 0.001 ? ' (p < 0.001)' : ` (p = ${p.toFixed(3)})`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
