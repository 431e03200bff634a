// SPDX-License-Identifier: MIT
import { groupValue } from './seed-setting.ts';
import type { SeedGroup, SeedReport } from './seeds.ts';
import { chanceText, seedCountText, type Show, showBySpread, verdictLines } from './seed-words.ts';
import { alignedTable, brokenInTwo, columnWidth } from './table.ts';
import type { TerminalOptions } from './text.ts';
import type { SweepView } from './view.ts';

/** One column of the comparison. */
interface SeedColumn {
  readonly head: string;
  readonly cells: readonly string[];
  readonly side: 'left' | 'right';
  /** What a narrow terminal does without goes by this, smallest first; undefined: always shown. */
  readonly dropped?: number;
}

/**
 * Returns the best settings as rows of cells, the first one their head: the parameters, adjusted mean, standard deviation, 95 %
 * interval, number of seeds, difference to the best one, and the chance of being it.
 */
export function seedRows(view: SweepView, report: SeedReport): readonly (readonly string[])[] {
  return rowsOf(columnsOf(view, report));
}

/** Returns the comparison over seeds for a terminal: the table, as far as it fits, and what it says. */
export function renderSeedTable(
  view: SweepView,
  report: SeedReport,
  { columns: width, rest = 'sweep_analysis.txt' }: TerminalOptions,
): string {
  const all = columnsOf(view, report);
  const columns = fitting(all, width);
  const hidden = all.filter((c) => !columns.some(({ cells }) => cells === c.cells)).map((c) => c.head);
  const [head = [], ...rows] = rowsOf(columns);
  const more = report.groups.length - rows.length;
  return [
    alignedTable(
      head,
      rows,
      columns.map((c) => c.side),
    ),
    ...(hidden.length === 0 ? [] : [`(in ${rest} too: ${hidden.join(', ')})`]),
    ...(more > 0 ? [`(the ${rows.length} best of ${report.groups.length} settings)`] : []),
    ...verdictLines(report, showBySpread(view, report)),
    '',
  ].join('\n');
}

/** Breaks long headings first, then leaves columns out: settings that differ must not look alike. */
function fitting(all: readonly SeedColumn[], width: number): readonly SeedColumn[] {
  if (widthOf(all) <= width) return all;
  let columns = all.map((column) => ({ ...column, head: brokenInTwo(column.head, column.cells) }));
  while (widthOf(columns) > width) {
    const next = columns.filter((c) => c.dropped !== undefined).sort((a, b) => (a.dropped ?? 0) - (b.dropped ?? 0))[0];
    if (next === undefined) break;
    columns = columns.filter((c) => c !== next);
  }
  return columns;
}

/** All values have as many decimals as the spread supports, so that columns can be read downwards. */
function columnsOf(view: SweepView, report: SeedReport): readonly SeedColumn[] {
  const groups = report.groups.slice(0, view.top);
  const names = view.varying.filter((name) => name !== report.seedSymbol);
  const show = showBySpread(view, report);
  const number = (head: string, cell: (group: SeedGroup, place: number) => string): SeedColumn => ({
    head,
    cells: groups.map(cell),
    side: 'right',
  });
  return [
    number('#', (_, place) => String(place + 1)),
    { head: 'Configuration', cells: groups.map((g) => g.configFile), side: 'left' },
    ...names.map(
      (name, i): SeedColumn => ({
        head: name.replace(/^CONFIG_/, ''),
        cells: groups.map((g) => groupValue(g.runs, name)),
        side: 'left',
        dropped: 3 + names.length - i,
      }),
    ),
    number(`Mean ${report.metric.column}`, (g) => show(g.entry.adjusted_mean)),
    { ...number('Sd', (g) => show(g.entry.sd)), dropped: 1 },
    // Of two rows that look alike nobody can choose one: the first parameter goes last of all.
    {
      ...number('95 % interval', (g) => intervalText(g, show)),
      dropped: 2.5 + names.length,
    },
    { ...number('N', (g) => seedCountText(g.entry)), dropped: 2 },
    { ...number('To the best', (g, place) => (place === 0 ? '' : differenceText(g.entry.diff, show))), dropped: 0 },
    {
      ...number('P(best)', (g) => chanceText(g.entry)),
      dropped: 3,
    },
  ];
}

function rowsOf(columns: readonly SeedColumn[]): readonly (readonly string[])[] {
  const count = columns[0]?.cells.length ?? 0;
  return [columns.map((c) => c.head), ...Array.from({ length: count }, (_, i) => columns.map((c) => c.cells[i] ?? ''))];
}

function widthOf(columns: readonly SeedColumn[]): number {
  return columns.reduce((sum, { head, cells }) => sum + columnWidth(head, cells), 1);
}

function intervalText({ entry }: SeedGroup, show: Show): string {
  return entry.ci_low === null ? '-' : `${show(entry.ci_low)} to ${show(entry.ci_high)}`;
}

function differenceText(difference: number | null, show: Show): string {
  if (difference === null) return '-';
  return `${difference > 0 ? '+' : ''}${show(difference)}`;
}
