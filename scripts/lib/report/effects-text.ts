// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';
import { formatMetric, formatNumber, unitForSpread, unitOf } from '../results/units.ts';
import type { CurveEntry, EffectEntry, EffectsModelEntry, LevelEntry, Statistics, Values } from './statistics-form.ts';
import type { ParameterValue, SweepView } from './view.ts';
import { bareName } from './words.ts';

/** Of fewer runs nothing is said: each value is a run or two. */
export const FEWEST_RUNS = 4;
/** Effects that a text lists. */
const LISTED = 12;

/** What one factor, or a pair of them, did, in words. */
export interface EffectRow {
  /** Symbols of each factor. */
  readonly factors: readonly (readonly string[])[];
  /** Of the variance; undefined for what is not shown. */
  readonly share: number | undefined;
  /** Chance, condition and the one best value: `p < 0.001; best 8 (2.79, 2.7 to 2.9, n = 12)`. */
  readonly remarks: readonly string[];
  readonly isShown: boolean;
}

/** Size of what was tested, for the sentence. */
export interface EffectCounts {
  readonly runs: number;
  readonly settings: number;
  readonly blocks: string | null;
  readonly metric: string;
}

/** How effects were tested, before it is said. */
export interface EffectsModel extends Omit<EffectsModelEntry, 'sentence'> {
  readonly leftOut: string | undefined;
  /** Configurations of the settings that least squares left out. */
  readonly apart: readonly string[];
}

/** Returns how effects were tested, as a sentence that ends in a colon. */
export function effectsSentence(
  { method, error, leftOut, apart }: EffectsModel,
  effects: readonly EffectEntry[],
  { runs, settings, blocks, metric }: EffectCounts,
): string {
  const hasPairs = effects.some((e) => e.kind === 'interaction');
  const terms = [hasPairs ? 'main effects and interactions' : 'main effects', ...(blocks === null ? [] : [blocks])];
  switch (method) {
    case 'least_squares':
      return `Shares of the variance of ${metric} by least squares on ${terms.join(' and ')} (${runs} runs${apartWords(apart)}${errorWords(error)}; chances corrected by Holm):`;
    case 'permutation':
      return `Shares of the variance of ${metric} by a forest, tested by shuffling it among ${settings} settings (chances corrected for all parameters together${leftOut === undefined ? '' : `; ${leftOut}`}):`;
    case 'none':
      return leftOut === undefined
        ? `Nothing is left to compare effects on ${metric} with (${runs} runs), so none is shown:`
        : `No effect on ${metric} is tested (${runs} runs): ${leftOut}.`;
    default:
      return unreachable(method);
  }
}

/** Settings that are left out by name; of more their number. */
const MOST_NAMED = 3;

function apartWords(apart: readonly string[]): string {
  if (apart.length === 0) return '';
  const names = apart.length > MOST_NAMED ? `${apart.length} settings` : apart.join(', ');
  return `, without those of ${names}, whose seeds scatter too widely for one error with the others`;
}

function errorWords(error: EffectsModelEntry['error']): string {
  switch (error) {
    case 'settings':
      return '; settings scatter by more than their seeds, so each counts as one';
    case 'seeds':
      return '; against the scatter of the seeds';
    case 'runs':
    case null:
      return '';
    default:
      return unreachable(error);
  }
}

/** Returns what was shown, largest first; of a sweep that allows no test all main effects, with the values that are ahead. */
export function effectRows(view: SweepView, statistics: Statistics): readonly EffectRow[] {
  const { effects, effects_model: model } = statistics;
  const told = effects.filter((e) => e.shown || (model?.method === 'none' && e.kind === 'main'));
  const show = showOf(view, statistics);
  const rows = told.map((e) => ({
    factors: e.factors,
    share: e.share ?? undefined,
    remarks: [
      ...(e.shown && e.p_adjusted !== null ? [pValueText(e.p_adjusted)] : []),
      ...(e.condition === null ? [] : [`where ${e.condition}`]),
      ...bestText(e, show),
    ],
    isShown: e.shown,
  }));
  return rows.filter((row) => row.share !== undefined || row.remarks.length > 0).slice(0, LISTED);
}

/** Means with as many digits as their intervals make sense of. */
function showOf(view: SweepView, { effects, metric }: Statistics): (x: number) => string {
  const halves = effects.flatMap((e) => [
    ...e.levels.map((l) => (l.ci_low === null || l.ci_high === null ? undefined : (l.ci_high - l.ci_low) / 2)),
    ...(e.curve ?? []).map((c) => (c.high - c.low) / 2),
  ]);
  const unit = unitForSpread(unitOf(view.units, metric), halves);
  return (x) => formatMetric(x, unit);
}

/** Returns the sentences on what was asked and not shown; none where nothing was tested. */
export function notShownLines({ effects, effects_model: model }: Statistics): readonly string[] {
  if (model === null || model.method === 'none') return [];
  const hidden = effects.filter((e) => !e.shown);
  const main = hidden.filter((e) => e.kind === 'main').map((e) => factorName(e.symbols));
  const pairs = effects.filter((e) => e.kind === 'interaction');
  const open = pairs.filter((e) => !e.shown).length;
  return [
    ...(main.length === 0 ? [] : [`Not shown by these runs: ${main.join(', ')}`]),
    ...(open === 0 ? [] : [pairsText(open, pairs.length)]),
  ];
}

function pairsText(open: number, all: number): string {
  if (open === all) return all === 1 ? 'The interaction is not shown' : `None of ${all} interactions is shown`;
  return `${open === 1 ? 'One' : open} of ${all} interactions ${open === 1 ? 'is' : 'are'} not shown`;
}

/** Returns what mattered in lines for people: what was shown, largest first, and what was not. */
export function effectLines(view: SweepView, statistics: Statistics): readonly string[] | undefined {
  const { effects_model: model } = statistics;
  if (model === null || statistics.runs.ranked < FEWEST_RUNS) return undefined;
  const lines = effectRows(view, statistics).map(({ factors, share, remarks }) => {
    const facts = [...(share === undefined ? [] : [percent(share)]), ...remarks];
    return `  ${factors.map(factorName).join(' x ')}: ${facts.join('; ')}`;
  });
  const nothing = lines.length === 0 && model.method !== 'none' ? ['  No effect is shown.'] : [];
  return [model.sentence, ...lines, ...nothing, ...notShownLines(statistics)];
}

/** Returns what mattered in one sentence, for where there is room for no more; undefined where nothing is shown. */
export function effectsInOne(view: SweepView, statistics: Statistics): string | undefined {
  const rows = effectRows(view, statistics).filter((row) => row.isShown);
  const hidden = notShownLines(statistics)[0];
  if (rows.length === 0) return nothingShown(statistics);
  const told = rows.map(({ factors, share, remarks }) => {
    const best = remarks.find((remark) => remark.startsWith('best'));
    const facts = [...(share === undefined ? [] : [percent(share)]), ...(best === undefined ? [] : [best])];
    return `${factors.map(factorName).join(' x ')}${facts.length === 0 ? '' : ` ${facts.join(', ')}`}`;
  });
  return `Shown to matter: ${told.join('; ')}.${hidden === undefined ? '' : ` ${hidden}.`}`;
}

/** Undefined where nothing was asked. */
function nothingShown({ effects, effects_model: model }: Statistics): string | undefined {
  const main = effects.filter((e) => e.kind === 'main').map((e) => factorName(e.symbols));
  if (model === null || model.method === 'none' || main.length === 0) return undefined;
  return main.length === 1
    ? `No effect of ${main[0] ?? ''} is shown by these runs.`
    : `None of these is shown to matter by these runs: ${main.join(', ')}.`;
}

/** Returns the symbols of one factor, which change together. */
function factorName(symbols: readonly string[]): string {
  return symbols.join(' with ');
}

/** The one value with the best adjusted mean: `best 8 (2.79, 2.7 to 2.9, n = 12)`. */
function bestText(
  { best, levels, curve, symbols, shown, kind, n }: EffectEntry,
  show: (x: number) => string,
): readonly string[] {
  if (best === null) return [];
  const isBest = ({ values }: { readonly values: Values }): boolean =>
    symbols.every((name) => values[name] === best[name]);
  const level = levels.find(isBest);
  const point = level === undefined ? curve?.find(isBest) : undefined;
  // Of a choice the one that is chosen is named; of a pair both are.
  const present = symbols.filter((name) => best[name] !== null);
  const isPlain = kind === 'main' && present.length === symbols.length;
  const text = isPlain
    ? symbols.map((name) => valueText(best[name] ?? null)).join(' with ')
    : present.map((name) => `${bareName(name)}=${valueText(best[name] ?? null)}`).join(' ');
  const told = level !== undefined ? meanText(level, show) : point === undefined ? '' : curveText(point, n, show);
  return [`${shown ? 'best' : 'ahead'} ${text}${told === '' ? '' : ` (${told})`}`];
}

function meanText(
  { adjusted_mean: adjusted, ci_low: low, ci_high: high, n }: LevelEntry,
  show: (x: number) => string,
): string {
  const range = low === null || high === null ? '' : `, ${show(low)} to ${show(high)}`;
  return `${adjusted === null ? '-' : show(adjusted)}${range}, n = ${n}`;
}

function curveText({ mean, low, high }: CurveEntry, n: number, show: (x: number) => string): string {
  return `${show(mean)}, ${show(low)} to ${show(high)}, n = ${n}`;
}

function valueText(value: ParameterValue): string {
  if (typeof value === 'number') return formatNumber(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Returns `p = 0.012`, or `p < 0.001`. */
export function pValueText(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
