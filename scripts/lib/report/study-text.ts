// SPDX-License-Identifier: MIT
import { formatMetric, formatNumber, unitOf } from '../results/units.ts';
import type { SeedReport } from './seeds.ts';
import type { Marginal, Study } from './study.ts';
import type { SweepView } from './view.ts';

/** Effects and parameters that a text lists. */
const LISTED = 12;

/** Returns what mattered in lines for people, largest first, ending with the parameters without effect. */
export function studyLines(view: SweepView, study: Study): readonly string[] {
  const best = (name: string): string => bestText(view, study, name);
  const lines = [`${methodSentence(study)}`];
  for (const effect of (study.anova?.effects ?? []).slice(0, LISTED)) {
    if (effect.names.length === 2 && effect.share < 0.005) continue;
    lines.push(`  ${effect.names.join(' x ')}: ${percent(effect.share)}${chanceText(effect.p)}${effect.names.length === 1 ? best(effect.names[0]) : ''}`);
  }
  for (const one of (study.importances ?? []).slice(0, LISTED)) {
    lines.push(`  ${one.name}: ${percent(one.share)}${one.isNoise ? ' (not more than noise)' : best(one.name)}`);
  }
  if (study.anova === undefined && study.importances === undefined) {
    for (const { factor } of study.marginals.slice(0, LISTED)) lines.push(`  ${factor.name}${best(factor.name).replace('; ', ': ')}`);
  }
  if (study.withoutEffect.length > 0) lines.push(`${unprovenTitle(study)}: ${study.withoutEffect.join(', ')}`);
  return lines;
}

/** Returns how importance was measured, as a sentence. */
export function methodSentence(study: Study): string {
  const runs = `${study.values.length} runs`;
  if (study.anova !== undefined) return `Share of the variance of ${study.metric.column} (analysis of variance, full factorial of ${runs}):`;
  if (study.importances !== undefined) return `Importance for being among the best tenth by ${study.metric.column} (PED-ANOVA, ${runs}):`;
  return `Too few runs (${study.values.length}) to tell shares; likely best values:`;
}

/** Says no more than was shown: a large share over few runs may still be chance. */
function unprovenTitle(study: Study): string {
  if (study.anova === undefined) return 'Not more than noise';
  return study.anova.effects.some((e) => e.p !== undefined) ? 'Not proven by these runs (p > 0.05)' : 'Hardly any effect (under 1% of the variance)';
}

function bestText(view: SweepView, study: Study, name: string): string {
  const marginal = study.marginals.find((m) => m.factor.name === name);
  if (marginal === undefined) return '';
  const texts = [bestLevelText(view, study, marginal), winnersText(marginal)].filter((text) => text !== '');
  return texts.map((text) => `; ${text}`).join('');
}

/** The value with the best mean: `best 0.6 (mean 88.51%)`; empty for a parameter with too many values to have means. */
function bestLevelText(view: SweepView, { metric }: Study, { levels }: Marginal): string {
  const sign = metric.goal === 'max' ? 1 : -1;
  const scoreOf = ({ values }: Marginal['levels'][number]): number => (values.mean === undefined ? Number.NEGATIVE_INFINITY : sign * values.mean);
  const [first, ...others] = levels;
  if (first === undefined) return '';
  const best = others.reduce((a, b) => (scoreOf(b) > scoreOf(a) ? b : a), first);
  return `best ${best.text} (mean ${formatMetric(best.values.mean, unitOf(view.units, metric.column))})`;
}

/** Where the best single runs lie: `best runs at 0.87 (95 %: 0.85 to 0.9)`; empty for too few runs. */
function winnersText({ factor, best }: Marginal): string {
  if (best === undefined) return '';
  const { numbers } = factor;
  if (numbers === undefined) {
    const top = best.chances.indexOf(Math.max(...best.chances));
    return `best runs with ${factor.levels[top] ?? ''} (${percent(best.chances[top] ?? 0)} of draws)`;
  }
  const [median, low, high] = [best.median, best.low, best.high].map((code) => formatNumber(numbers[code] ?? Number.NaN));
  return low === high ? `best runs at ${median}` : `best runs at ${median} (95 %: ${low} to ${high})`;
}

/** Returns the comparison over seeds in lines for people: mean, spread, interval, difference to the best. */
export function seedLines(view: SweepView, report: SeedReport): readonly string[] {
  const unit = unitOf(view.units, report.metric.column);
  const show = (x: number | undefined): string => formatMetric(x, unit);
  const lines = report.groups.slice(0, view.top).map((group, i) => {
    const { values } = group;
    const range = values.interval === undefined ? '' : ` [${show(values.interval.low)}, ${show(values.interval.high)}]`;
    const chance = group.probabilityBest === undefined ? '' : `, best with probability ${percent(group.probabilityBest)}`;
    const difference = i === 0 || group.difference === undefined ? '' : `, ${show(group.difference)} to the best${group.isAmongBest ? ' (may be as good)' : ''}`;
    return `${i + 1}. ${group.item.configFile}: ${show(values.mean)} +- ${show(values.sd)}${range}, n = ${values.count}${difference}${chance}`;
  });
  return [
    `Mean +- standard deviation of ${report.metric.column} over ${report.seedSymbol}, with its 95 % interval:`,
    ...lines,
    ...verdictLines(report),
  ];
}

/** Names those that may be as good as the best, or says that none is. */
function verdictLines({ groups }: SeedReport): readonly string[] {
  const [best, ...others] = groups.map((g) => ({ name: g.item.configFile, isAmongBest: g.isAmongBest }));
  if (best === undefined || others.length === 0) return [];
  const method = 'paired t test, Holm, 5 %';
  const equals = others.filter((g) => g.isAmongBest).map((g) => g.name);
  if (equals.length === 0) return [`${best.name} is told apart from all others (${method}).`];
  const more = equals.length > LISTED ? ` and ${equals.length - LISTED} more` : '';
  return [`Also ${equals.slice(0, LISTED).join(', ')}${more} may be as good as ${best.name} (${method}).`];
}

function chanceText(p: number | undefined): string {
  if (p === undefined) return '';
  return p < 0.001 ? ' (p < 0.001)' : ` (p = ${p.toFixed(3)})`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
