// SPDX-License-Identifier: MIT
import { formatMetric, formatNumber, unitOf } from '../results/units.ts';
import type { Marginal, Study } from './study.ts';
import type { SweepView } from './view.ts';

/** Effects and parameters that a text lists. */
const LISTED = 12;

/** What one parameter, or a pair of them, did. */
export interface EffectRow {
  readonly names: readonly string[];
  /** Of the variance, or of the importance; undefined when there are too few runs to tell. */
  readonly share: number | undefined;
  /** Whether it may be chance: `p = 0.012`, `not more than noise`; empty when that cannot be told. */
  readonly chance: string;
  readonly isNoise: boolean;
  /** Which values were best: none, one or two phrases. */
  readonly hints: readonly string[];
}

/** Returns what mattered, largest first. */
export function effectRows(view: SweepView, study: Study): readonly EffectRow[] {
  const hintsOf = (name: string): readonly string[] => bestHints(view, study, name);
  if (study.anova !== undefined) {
    return study.anova.effects
      .slice(0, LISTED)
      .filter(({ names, share }) => names.length === 1 || share >= 0.005)
      .map(({ names, share, p }) => ({
        names,
        share,
        chance: chanceText(p),
        isNoise: p !== undefined && p > 0.05,
        hints: names.length === 1 ? hintsOf(names[0]) : [],
      }));
  }
  if (study.importances !== undefined) {
    return study.importances.slice(0, LISTED).map(({ name, share, isNoise }) => ({
      names: [name],
      share,
      chance: isNoise ? 'not more than noise' : '',
      isNoise,
      hints: isNoise ? [] : hintsOf(name),
    }));
  }
  return study.marginals.slice(0, LISTED).map(({ factor }) => ({
    names: [factor.name],
    share: undefined,
    chance: '',
    isNoise: false,
    hints: hintsOf(factor.name),
  }));
}

/** Returns what mattered in lines for people, largest first, ending with the parameters without effect. */
export function studyLines(view: SweepView, study: Study): readonly string[] {
  const lines = effectRows(view, study).map(({ names, share, chance, hints }) => {
    const facts = [
      ...(share === undefined ? [] : [`${percent(share)}${chance === '' ? '' : ` (${chance})`}`]),
      ...hints,
    ];
    return `  ${names.join(' x ')}: ${facts.join('; ')}`;
  });
  const unproven = unprovenLine(study);
  return [methodSentence(study), ...lines, ...(unproven === undefined ? [] : [unproven])];
}

/** Returns the sentence that names the parameters without effect; undefined when there is none. */
export function unprovenLine(study: Study): string | undefined {
  return study.withoutEffect.length === 0 ? undefined : `${unprovenTitle(study)}: ${study.withoutEffect.join(', ')}`;
}

/** Returns how importance was measured, as a sentence. */
export function methodSentence(study: Study): string {
  const runs = `${study.values.length} runs`;
  const method =
    study.design === 'full factorial'
      ? `analysis of variance, full factorial of ${runs}${byHolm(study)}`
      : `main effects beyond each other by least squares, grid with holes of ${runs}${byHolm(study)}`;
  if (study.anova !== undefined) return `Share of the variance of ${study.metric.column} (${method}):`;
  if (study.importances !== undefined)
    return `Importance for being among the best tenth by ${study.metric.column} (PED-ANOVA, ${runs}; further down a parameter may matter too):`;
  return `Too few runs (${study.values.length}) to tell shares; likely best values:`;
}

function byHolm({ anova }: Study): string {
  return anova?.effects.some((e) => e.p !== undefined) === true ? '; p corrected by Holm' : '';
}

/** Says no more than was shown: a large share over few runs may still be chance. */
function unprovenTitle(study: Study): string {
  if (study.anova === undefined) return 'Not more than noise';
  return study.anova.effects.some((e) => e.p !== undefined)
    ? 'Not proven by these runs (p > 0.05)'
    : 'Hardly any effect (under 1% of the variance)';
}

function bestHints(view: SweepView, study: Study, name: string): readonly string[] {
  const marginal = study.marginals.find((m) => m.factor.name === name);
  // Equal results have no best value.
  if (marginal === undefined || study.values.every((value) => value === study.values[0])) return [];
  return [bestLevelText(view, study, marginal), winnersText(marginal)].filter((text) => text !== '');
}

/** The value with the best mean: `best 0.6 (mean 88.51%)`; empty for a parameter with too many values to have means. */
function bestLevelText(view: SweepView, { metric }: Study, { levels }: Marginal): string {
  const sign = metric.goal === 'max' ? 1 : -1;
  const scoreOf = ({ values }: Marginal['levels'][number]): number =>
    values.mean === undefined ? Number.NEGATIVE_INFINITY : sign * values.mean;
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
  const [median, low, high] = [best.median, best.low, best.high].map((code) =>
    formatNumber(numbers[code] ?? Number.NaN),
  );
  return low === high ? `best runs at ${median}` : `best runs at ${median} (95 %: ${low} to ${high})`;
}

function chanceText(p: number | undefined): string {
  if (p === undefined) return '';
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** Returns the chance of being the best: an estimate, so never printed as certain. */
export function bestChanceText(chance: number): string {
  if (chance >= 0.999) return '>99.9%';
  return chance < 0.001 ? '<0.1%' : `${(100 * chance).toFixed(1)}%`;
}
