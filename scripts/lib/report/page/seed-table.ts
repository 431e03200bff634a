// SPDX-License-Identifier: MIT
import { groupValue } from '../seed-setting.ts';
import type { SeedReport } from '../seeds.ts';
import { chanceText, seedCountText, methodOfSeeds, showBySpread, verdictLines, verdictText } from '../seed-words.ts';
import type { SweepView } from '../view.ts';
import type { PageCell } from './sections.ts';
import { bareName } from '../words.ts';

/** One setting over its seeds: the cells, and where its interval lies in per cent of the widest of the table. */
export interface SeedRow {
  readonly cells: readonly PageCell[];
  /** What stands behind the bar. */
  readonly verdict: readonly PageCell[];
  readonly left: string;
  readonly width: string;
  readonly at: string;
  readonly isAmongBest: boolean;
}

/** The comparison over seeds as the page's template takes it. */
export interface SeedTable {
  readonly method: string;
  readonly head: readonly PageCell[];
  /** Heads behind the bar. */
  readonly verdictHead: readonly PageCell[];
  readonly rows: readonly SeedRow[];
  readonly verdict: readonly string[];
  /** True for a table that hides nothing behind it. */
  readonly isShort: boolean;
  /** Empty when all settings are in the table. */
  readonly left: string;
}

/** Rows up to which the table is open at once. */
const SHORT = 12;
/** Settings that the table lists. */
const MOST_LISTED = 50;

/** Returns the comparison over seeds: mean, spread, interval, difference to the best, chance of being the best. */
export function seedTable(view: SweepView, report: SeedReport): SeedTable {
  const show = showBySpread(view, report);
  const groups = report.groups.slice(0, MOST_LISTED);
  const names = view.varying.filter((name) => name !== report.seedSymbol);
  const wild = new Set(report.statistics.comparison.own_spread);
  // A wild setting's interval would make dots of all others: it goes as far as the scale does.
  const ends = groups.flatMap(({ entry: { rank, ci_low, ci_high, adjusted_mean } }) =>
    wild.has(rank) ? [adjusted_mean ?? 0] : [ci_low ?? adjusted_mean ?? 0, ci_high ?? adjusted_mean ?? 0],
  );
  const low = Math.min(...ends);
  const span = Math.max(...ends) - low || 1;
  const percent = (x: number): number => Math.min(100, Math.max(0, 100 * ((x - low) / span)));
  const place = (x: number): string => percent(x).toFixed(1);
  const number = (shown: string): PageCell => ({ shown, full: '', isNumber: true });
  const word = (shown: string): PageCell => ({ shown, full: '', isNumber: false });
  const rows = groups.map(({ entry, configFile, runs }): SeedRow => {
    const mean = entry.adjusted_mean ?? 0;
    const [from, to] = [entry.ci_low ?? mean, entry.ci_high ?? mean];
    return {
      cells: [
        number(String(entry.rank)),
        word(configFile),
        number(show(mean)),
        number(show(entry.sd)),
        number(entry.ci_low === null ? '-' : `${show(from)} to ${show(to)}`),
      ],
      verdict: [
        number(entry.rank === 1 ? '-' : show(entry.diff)),
        number(chanceText(entry)),
        word(verdictText(entry)),
        number(seedCountText(entry)),
        ...names.map((name) => word(groupValue(runs, name))),
      ],
      left: place(from),
      width: (percent(to) - percent(from)).toFixed(1),
      at: place(mean),
      isAmongBest: entry.verdict === 'best' || entry.verdict === 'tied',
    };
  });
  const more = report.groups.length - groups.length;
  const isWord = new Set(['Configuration', ...names.map(bareName), 'verdict']);
  const heads = (titles: readonly string[]): readonly PageCell[] =>
    titles.map((shown) => (isWord.has(shown) ? word(shown) : number(shown)));
  return {
    method: `${methodOfSeeds(report)}, which the bars show too.`,
    head: heads(['#', 'Configuration', 'adjusted mean', 'sd', '95 % interval']),
    verdictHead: heads(['to the best', 'chance best', 'verdict', 'seeds', ...names.map(bareName)]),
    rows,
    verdict: verdictLines(report, show),
    isShort: rows.length <= SHORT,
    left: more > 0 ? `The ${groups.length} best of ${report.groups.length} settings.` : '',
  };
}
