// SPDX-License-Identifier: MIT
import { columnText } from '../charts/theme.ts';
import { groupValue } from '../group-values.ts';
import type { SeedReport } from '../seeds.ts';
import { bestChanceText, methodOfSeeds, verdictLines } from '../study-text.ts';
import type { SweepView } from '../view.ts';
import type { PageCell } from './cells.ts';
import { columnNamed, type PageData } from '../page-data.ts';
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
  /** Empty when all settings are in the table. */
  readonly left: string;
}

/** Settings that the table lists. */
const MOST_LISTED = 50;

/** Returns the comparison over seeds: mean, spread, interval, difference to the best, chance of being the best. */
export function seedTable(view: SweepView, data: PageData, report: SeedReport): SeedTable {
  const column = columnNamed(data, report.metric.column);
  const show = (x: number | undefined): string => columnText(column, x ?? null);
  const groups = report.groups.slice(0, MOST_LISTED);
  const names = view.varying.filter((name) => name !== report.seedSymbol);
  const ends = groups.flatMap(({ values }) => [
    values.interval?.low ?? values.mean ?? 0,
    values.interval?.high ?? values.mean ?? 0,
  ]);
  const low = Math.min(...ends);
  const span = Math.max(...ends) - low || 1;
  const place = (x: number): string => (100 * ((x - low) / span)).toFixed(1);
  const number = (shown: string): PageCell => ({ shown, full: '', isNumber: true });
  const word = (shown: string): PageCell => ({ shown, full: '', isNumber: false });
  const rows = groups.map((group, i): SeedRow => {
    const { mean = 0, sd, interval, count } = group.values;
    const [from, to] = [interval?.low ?? mean, interval?.high ?? mean];
    const difference = i === 0 ? '-' : show(group.difference);
    const verdict =
      i === 0 ? 'best mean' : group.isAmongBest ? 'may be as good' : group.p === undefined ? 'not tested' : 'worse';
    return {
      cells: [
        number(String(i + 1)),
        word(group.item.configFile),
        number(show(mean)),
        number(show(sd)),
        number(interval === undefined ? '-' : `${show(from)} to ${show(to)}`),
      ],
      verdict: [
        number(difference),
        number(group.probabilityBest === undefined ? '-' : bestChanceText(group.probabilityBest)),
        word(verdict),
        number(String(count)),
        ...names.map((name) => word(groupValue(group.item.runs, name))),
      ],
      left: place(from),
      width: (100 * ((to - from) / span)).toFixed(1),
      at: place(mean),
      isAmongBest: group.isAmongBest,
    };
  });
  const more = report.groups.length - groups.length;
  const isWord = new Set(['Configuration', ...names.map(bareName), 'verdict']);
  const heads = (titles: readonly string[]): readonly PageCell[] =>
    titles.map((shown) => (isWord.has(shown) ? word(shown) : number(shown)));
  return {
    method: `${methodOfSeeds(report)}, which the bars show too.`,
    head: heads(['#', 'Configuration', 'mean', 'sd', '95 % interval']),
    verdictHead: heads(['to the best', 'chance best', 'verdict', 'seeds', ...names.map(bareName)]),
    rows,
    verdict: verdictLines(report),
    left: more > 0 ? `The ${groups.length} best of ${report.groups.length} settings.` : '',
  };
}
