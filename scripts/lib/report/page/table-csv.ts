// SPDX-License-Identifier: MIT
import { withoutControls } from '../plain-text.ts';
import { columnNamed, type PageData } from '../page-data.ts';

/** Returns some runs as sweep_summary.csv has them: its columns in its order, with CRLF nowhere and quotes by RFC 4180. */
export function tableCsv(data: PageData, runs: readonly number[]): string {
  const cells = data.order.map((name) => cellsOf(data, name));
  const rows = runs.map((run) => cells.map((cell) => csvCell(cell(run))).join(','));
  return [data.order.map(csvCell).join(','), ...rows, ''].join('\n');
}

/** Returns the learning curves of some runs: one row a value. */
export function curvesCsv(data: PageData, runs: readonly number[]): string {
  const wanted = new Set(runs.map((run) => data.runs.names[run]));
  const rows = data.curves.flatMap(({ run, values, steps }) =>
    wanted.has(run) ? values.map((value, i) => [run, data.metric, steps?.[i] ?? i, value ?? '']) : [],
  );
  return [['config_file', 'metric', 'step', 'value'], ...rows]
    .map((row) => `${row.map((c) => csvCell(String(c))).join(',')}\n`)
    .join('');
}

/** As csv-stringify quotes: what holds a comma, a quote or a line break. */
function csvCell(cell: string): string {
  const text = withoutControls(cell);
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function cellsOf(data: PageData, name: string): (run: number) => string {
  const { runs } = data;
  switch (name) {
    case 'config_file':
      return (run) => runs.names[run] ?? '';
    case 'number':
      return (run) => String(runs.numbers[run] ?? '');
    case 'status':
      return (run) => runs.statuses[run] ?? '';
    case 'reason':
      return (run) => reasonOf(data, run);
  }
  const column = columnNamed(data, name);
  if (column !== undefined) {
    const text = (value: number): string => (column.isBoolean ? (value === 1 ? 'true' : 'false') : String(value));
    return (run) => ((column.values[run] ?? null) === null ? '' : text(column.values[run] ?? 0));
  }
  const text = data.texts.find((t) => t.name === name);
  if (text !== undefined) return (run) => text.values[run] ?? '';
  const bare = name.replace(/^parameter\./, '');
  const fixed = data.fixed.find((f) => f.name === bare);
  if (fixed !== undefined) return () => fixed.cell;
  const parameter = data.parameters.find((p) => p.name === bare);
  return (run) => {
    const code = parameter?.codes[run] ?? -1;
    return (parameter?.cells ?? parameter?.levels)?.[code] ?? '';
  };
}

function reasonOf({ runs }: PageData, run: number): string {
  const cause = runs.causes[run] ?? '';
  if (cause !== '') return cause;
  const reason = runs.reasons[run] ?? '';
  return reason === '' && (runs.statuses[run] === 'done' || runs.statuses[run] === 'stopped') ? 'ok' : reason;
}
