// SPDX-License-Identifier: MIT
import { stringify } from 'csv-stringify/sync';
import { flatColumns, type FlatRow, flatRows } from './flat-row.ts';
import { withoutControls } from './plain-text.ts';
import type { ReportRun, SweepView } from './view.ts';

/** Returns sweep_summary.csv: the columns of sweep_summary.json; an empty cell is null, a list is JSON. */
export function renderSummaryCsv(view: SweepView, rows: readonly FlatRow[] = flatRows(view)): string {
  const columns = flatColumns(view);
  return csvText(
    columns,
    rows.map((row) => columns.map((name) => row[name])),
  );
}

/** Letters that stand in a cell as they are, by any rule of quoting. */
const PLAIN = /^[\w.+-]*$/;

const OPTIONS = { cast: { boolean: (b: boolean) => String(b), number: (n: number) => String(n) } };

/**
 * Returns a CSV text with a header; `delimiter` is a comma or a semicolon. A control character is \ufffd in it. Rows of plain cells, nearly all in a sweep of thousands, are joined: asking the library
 * about each of their cells takes ten times as long. Any other row is the library's.
 */
export function csvText(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  delimiter: ',' | ';' = ',',
): string {
  return [columns, ...rows]
    .map((row) =>
      row.every(isPlain) ? `${row.join(delimiter)}\n` : stringify([row.map(harmlessCell)], { ...OPTIONS, delimiter }),
    )
    .join('');
}

/** Control characters tell terminals and spreadsheets things; a cell is for people and programs that read texts. */
function harmlessCell(cell: unknown): unknown {
  if (typeof cell === 'string') return withoutControls(cell);
  return typeof cell === 'object' && cell !== null ? withoutControls(JSON.stringify(cell)) : cell;
}

function isPlain(cell: unknown): boolean {
  switch (typeof cell) {
    case 'string':
      return PLAIN.test(cell);
    case 'number':
    case 'boolean':
    case 'undefined':
      return true;
    default:
      return cell === null;
  }
}

/** Metrics of a run that have several values, by name; NaN where one is none. */
type RunCurves = ReadonlyMap<string, readonly number[]>;

/**
 * Returns sweep_curves.csv: one row a value, with the run's name and number, what varies, the metric, the step (from 0) and the
 * value, empty where it is NaN or infinite. Undefined where no run has a metric of two values.
 */
export function renderCurves(view: SweepView, curvesOf: (run: ReportRun) => RunCurves): string | undefined {
  const columns = ['config_file', 'number', ...view.varying, 'metric', 'step', 'value'];
  const rows = view.runs.flatMap((run) => {
    const own = [run.configFile, run.number, ...view.varying.map((name) => run.parameters[name] ?? null)];
    return [...curvesOf(run)].flatMap(([metric, values]) =>
      values.length < 2
        ? []
        : values.map((value, step) => [...own, metric, step, Number.isFinite(value) ? value : null]),
    );
  });
  return rows.length === 0 ? undefined : csvText(columns, rows);
}
