// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';
import { formatMetric, type Unit, unitForSpread, unitOf } from '../results/units.ts';
import type { SeedGroup, SeedReport } from './seeds.ts';
import type { SettingEntry, Statistics } from './statistics-form.ts';
import { percent } from './effects-text.ts';
import type { SweepView } from './view.ts';

/** Names that a sentence lists. */
const LISTED = 12;

/** How a number of the metric prints: with the decimals that its spread supports. */
export type Show = (value: number | null) => string;

/** Returns how the numbers of the settings print. */
export function showBySpread(view: SweepView, { metric, groups, statistics }: SeedReport): Show {
  const { sd_rest, floored } = statistics.comparison;
  const spreads = [...groups.map((g) => g.entry.sd), floored ? null : sd_rest].map((sd) => sd ?? undefined);
  const unit: Unit | undefined = unitForSpread(unitOf(view.units, metric.column), spreads);
  return (value) => (value === null ? '-' : formatMetric(value, unit));
}

/** Returns what the numbers over seeds are, as a sentence without its end. */
export function methodOfSeeds({ metric, seedSymbol, statistics: { comparison } }: SeedReport): string {
  const model =
    comparison.model === 'setting+seed'
      ? `Means of ${metric.column} adjusted for the values of ${seedSymbol} that each setting has`
      : `Means of ${metric.column} over ${seedSymbol}`;
  if (comparison.method === 'none') return model;
  const whose = comparison.own_spread.length === 0 ? 'all settings' : 'all but the wild ones named below';
  return `${model}, with their 95 % intervals over these (one spread for ${whose})`;
}

/** Returns `99.0%`, or a word where the seeds are too few for per cent; `-` where nothing is known. */
export function chanceText({ p_best, p_best_words }: SettingEntry): string {
  return p_best === null ? (p_best_words ?? '-') : bestChanceText(p_best);
}

/** Returns the number of values of a setting, and of its runs that gave none. */
export function seedCountText({ n, failed }: SettingEntry): string {
  return failed === 0 ? String(n) : `${n} (${failed} failed)`;
}

/** Returns what a verdict says of a setting, for a table. */
export function verdictText({ verdict }: SettingEntry): string {
  switch (verdict) {
    case 'best':
      return 'best mean';
    case 'tied':
      return 'not told apart';
    case 'worse':
      return 'worse';
    case 'untested':
      return 'not tested';
    default:
      return unreachable(verdict);
  }
}

/** Returns what the comparison says, in sentences: verdicts, the corrected winner, spreads, what more seeds would show, warnings. */
export function verdictLines(report: SeedReport, show: Show): readonly string[] {
  const { statistics } = report;
  return [
    ...comparedLines(report),
    ...roughChances(statistics),
    ...winnerLines(statistics, show),
    ...robustLines(report, show),
    ...spreadLines(statistics, show),
    ...statistics.warnings.map((w) => w.text),
  ];
}

/** Two to four settings hardly teach how far such settings lie apart: the same lead comes true more or less often by that. */
const [FEW_SETTINGS, SEEDS_OF_FEW] = [4, 10];

function roughChances({ settings }: Statistics): readonly string[] {
  const told = settings.filter((s) => s.p_best !== null);
  const isRough = told.length > 1 && settings.length <= FEW_SETTINGS && told.some((s) => s.n < SEEDS_OF_FEW);
  return isRough
    ? [
        `P(best) of ${settings.length} settings is rough with fewer than ${SEEDS_OF_FEW} seeds: it may be 13 points off.`,
      ]
    : [];
}

function comparedLines({ groups, statistics }: SeedReport): readonly string[] {
  const [best, ...others] = groups;
  if (best === undefined || others.length === 0) return [];
  const named = (verdict: SettingEntry['verdict']): readonly SeedGroup[] =>
    others.filter((g) => g.entry.verdict === verdict);
  const [worse, tied, untested] = [named('worse'), named('tied'), named('untested')];
  const test = statistics.comparison.method === 'welch' ? 'Welch, Games and Howell' : 'Tukey';
  const method = `${test}, 5 % for all together`;
  const lines: string[] = [];
  if (tied.length > 0) lines.push(`Not told apart from ${best.configFile} (${method}): ${listed(tied)}.`);
  if (worse.length > 0)
    lines.push(
      tied.length + untested.length === 0
        ? `All others are worse than ${best.configFile} (${method}).`
        : `Worse than ${best.configFile} (${method}): ${listed(worse)}.`,
    );
  if (untested.length > 0) lines.push(`Not tested against ${best.configFile}: ${listed(untested)}.`);
  return lines;
}

/**
 * Returns which setting a model of this sweep and of those that it refines has in front, and what the luckiest run has beside it;
 * undefined where the first one is in front by itself.
 */
export function recommendationOf({ winner, comparison, settings }: Statistics, show: Show): string | undefined {
  if (winner === null || winner.corrected === null || winner.picked_of < 2 || comparison.method !== 'none')
    return undefined;
  const name = winner.configs[0] ?? '';
  const sure = `${show(winner.corrected)} is likely (95 %: ${show(winner.ci_low)} to ${show(winner.ci_high)})`;
  const by = `by ${winner.method}`;
  const [first] = settings;
  if (winner.rank === 1) return `Recommended: ${name}, the best run (${show(winner.raw)}), ${by}: ${sure}.`;
  return `Recommended: ${name} (${show(winner.raw)}), ${by}: ${sure}. The best single run, ${first?.configs[0] ?? ''} (${show(first?.adjusted_mean ?? null)}), owes more to luck.`;
}

/** Returns what may be believed of the setting that was picked. */
export function winnerLines(statistics: Statistics, show: Show): readonly string[] {
  const { winner, metric, comparison, settings } = statistics;
  if (winner === null) return [];
  const lines: string[] = [];
  const recommended = recommendationOf(statistics, show);
  if (recommended !== undefined) lines.push(recommended);
  else if (winner.picked_of > 1 && winner.corrected !== null)
    lines.push(
      `Picked as the best of ${winner.picked_of}, it owes some of its ${show(winner.raw)} to luck: over all seeds ${show(winner.corrected)} is likely (95 %: ${show(winner.ci_low)} to ${show(winner.ci_high)}).`,
    );
  if (
    winner.picked_of > 1 &&
    winner.corrected === null &&
    comparison.method === 'none' &&
    !comparison.seeds_change_nothing
  ) {
    const top = settings
      .filter((s) => s.adjusted_mean !== null)
      .slice(0, Math.max(2, Math.ceil(winner.picked_of / 10)));
    const last = top.at(-1)?.adjusted_mean ?? null;
    lines.push(
      `The best of ${winner.picked_of} single runs: ${show(winner.raw)}; the best ${top.length} go down to ${show(last)}.`,
    );
  }
  const { test, fresh } = winner;
  if (fresh !== null && fresh.mean !== null) {
    const interval = fresh.ci_low === null ? '' : `, 95 %: ${show(fresh.ci_low)} to ${show(fresh.ci_high)}`;
    lines.push(
      `By its ${fresh.n} fresh ${fresh.n === 1 ? 'seed' : 'seeds'}, which did not pick it: ${show(fresh.mean)}${interval === '' ? '' : ` (${interval.slice(2)})`}; all together ${show(winner.raw)}.`,
    );
  }
  if (test !== null && test.mean !== null) {
    const interval = test.ci_low === null ? '' : `, 95 %: ${show(test.ci_low)} to ${show(test.ci_high)}`;
    lines.push(
      `By ${test.metric}, which did not pick it (${metric} did): ${show(test.mean)} (${test.n} ${test.n === 1 ? 'run' : 'runs'}${interval}).`,
    );
  }
  return lines;
}

function robustLines({ groups, statistics }: SeedReport, show: Show): readonly string[] {
  const { robust } = statistics.comparison;
  if (robust === null) return [];
  const who = robust.rank === 1 ? 'it leads too' : `${groups[robust.rank - 1]?.configFile ?? ''} leads`;
  return [
    `By interquartile means, which single runs do not move, ${who}: ${show(robust.iqm)} (bootstrap 95 %: ${show(robust.ci_low)} to ${show(robust.ci_high)}).`,
  ];
}

function spreadLines({ comparison }: Statistics, show: Show): readonly string[] {
  const { shares, sd_rest, detectable } = comparison;
  if (sd_rest === null) return [];
  const parts =
    shares === null
      ? []
      : [
          ...(shares.seed === null ? [] : [`seeds ${percent(shares.seed)}`]),
          `settings ${percent(shares.setting)}`,
          `the rest ${percent(shares.rest)}`,
        ];
  const sizes = Object.entries(detectable).slice(0, 2);
  const [now, more] = sizes;
  return [
    ...(parts.length === 0 ? [] : [`Of the variance: ${parts.join(', ')} (a standard deviation of ${show(sd_rest)}).`]),
    ...(now === undefined || more === undefined
      ? []
      : [`${now[0]} seeds tell ${show(now[1])} apart in four of five cases; ${more[0]} would tell ${show(more[1])}.`]),
  ];
}

function listed(groups: readonly SeedGroup[]): string {
  const more = groups.length > LISTED ? ` and ${groups.length - LISTED} more` : '';
  return `${groups
    .slice(0, LISTED)
    .map((g) => g.configFile)
    .join(', ')}${more}`;
}

/** Returns the chance of being the best: an estimate, so never printed as certain. */
function bestChanceText(chance: number): string {
  if (chance >= 0.999) return '>99.9%';
  return chance < 0.001 ? '<0.1%' : `${(100 * chance).toFixed(1)}%`;
}
