// SPDX-License-Identifier: MIT
import { valueTextIn } from '../core/value.ts';
import { factsOfStatus } from '../run/status.ts';
import { shownMetrics, shownValue } from './labels.ts';
import { roundedDrawn } from './words.ts';
import { alignedTable, brokenInTwo, columnWidth, tableWidth } from './table.ts';
import type { ReportRun, SweepView } from './view.ts';

export interface TerminalOptions {
  /** Columns of the terminal; what does not fit is left out. */
  readonly columns: number;
  /** The file that has what is left out; when it is not said, one that always has it. */
  readonly rest?: string;
}

/** Returns the best runs as a table for a terminal, with the parameters that vary as far as they fit. */
export function renderTopTable(view: SweepView, options: TerminalOptions): string {
  const runs = (view.metrics.length > 0 ? view.ranked : view.runs).slice(0, view.top);
  if (runs.length === 0) return view.metrics.length > 0 ? unrankedWords(view) : 'No runs.\n';
  const labels = shownMetrics(view);
  const fixed = [['#', 'Configuration', ...labels.map((l) => l.short)]];
  for (const [i, run] of runs.entries()) {
    fixed.push([String(run.rank ?? i + 1), run.configFile, ...labels.map((l) => shownValue(view, run, l.column))]);
  }
  const { columns: parameters, left, isRounded } = fittingParameters(view, runs, options.columns - tableWidth(fixed));
  const rows = fixed.map((row, i) => [...row, ...parameters.map((p) => (i === 0 ? p.heading : p.cells[i - 1]) ?? '')]);
  const numeric = labels.length + 2;
  const [head = [], ...body] = rows;
  const table = alignedTable(
    head,
    body,
    head.map((_, i) => (i === 0 || (i > 1 && i < numeric) ? 'right' : 'left')),
  );
  const said = [
    ...(left === 0 ? [] : [`${left} more parameter${left === 1 ? '' : 's'}`]),
    ...(isRounded ? ['values rounded'] : []),
  ];
  const rest = said.length === 0 ? '' : `(${said.join(', ')}: see ${options.rest ?? 'sweep_summary.csv'})\n`;
  return `${table}\n${rest}`;
}

function unrankedWords({ runs }: SweepView): string {
  const mayCome = runs.some(({ status }) => !factsOfStatus(status).hasEnded);
  return `No run can be ranked${mayCome ? ' yet' : ''}.\n`;
}

/** Returns rows as a plain bordered table for a terminal: the first row is its head, broken in two where it is too wide; then the last columns go. */
export function renderTable(
  rows: readonly (readonly string[])[],
  { numericFrom, columns }: { readonly numericFrom: number; readonly columns: number },
): string {
  const [titles = [], ...cells] = rows;
  const isWide = tableWidth(rows) > columns;
  const heads = isWide
    ? titles.map((title, i) =>
        brokenInTwo(
          title,
          cells.map((row) => row[i] ?? ''),
        ),
      )
    : titles;
  let count = heads.length;
  while (count > numericFrom + 1 && tableWidth([heads.slice(0, count), ...cells]) > columns) count -= 1;
  const [head, body] = [heads.slice(0, count), cells.map((row) => row.slice(0, count))];
  return `${alignedTable(
    head,
    body,
    head.map((_, i) => (i >= numericFrom ? 'right' : 'left')),
  )}\n`;
}

interface ParameterColumn {
  readonly heading: string;
  readonly cells: readonly string[];
}

interface FittingParameters {
  readonly columns: readonly ParameterColumn[];
  /** How many others there are. */
  readonly left: number;
  readonly isRounded: boolean;
}

/** Headings are broken in two, and drawn numbers rounded, before a parameter is left out. */
function fittingParameters(view: SweepView, runs: readonly ReportRun[], room: number): FittingParameters {
  const all = view.varying.map((name): ParameterColumn => {
    const cells = runs.map((run) => valueTextIn(run.values, name, '-'));
    return { heading: name.replace(/^CONFIG_/, ''), cells };
  });
  if (fittingCount(all, room) === all.length) return { columns: all, left: 0, isRounded: false };
  const broken = all.map(({ heading, cells }) => ({ heading: brokenInTwo(heading, cells), cells }));
  const whole = fittingCount(broken, room);
  const rounded = broken.map(({ heading, cells }) => ({ heading, cells: roundedDrawn(cells) }));
  const count = fittingCount(rounded, room);
  const columns = (count > whole ? rounded : broken).slice(0, count);
  return {
    columns,
    left: all.length - count,
    isRounded: columns.some((c, i) => c.cells.some((cell, k) => cell !== all[i]?.cells[k])),
  };
}

/** Returns how many columns, from the first on, fit. */
function fittingCount(columns: readonly ParameterColumn[], room: number): number {
  let [count, used] = [0, 0];
  for (const { heading, cells } of columns) {
    used += columnWidth(heading, cells);
    if (used > room) break;
    count += 1;
  }
  return count;
}
