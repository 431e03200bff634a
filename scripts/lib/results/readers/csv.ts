// SPDX-License-Identifier: MIT
import { CsvError, parse } from 'csv-parse/sync';
import { appendEntry, type Entry, type MetricReader, type Reading, scalarOfWord } from './reading.ts';

/** What scripts write with csv.DictWriter, pandas or a CSV logger. */
export const METRICS_CSV: MetricReader = { file: 'metrics.csv', read: readMetricTable, isByLine: true };

const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Reads a header and one row an epoch or step; an empty cell is no entry (Lightning writes rows with holes). What separates
 * the cells (comma, semicolon, tab) is told by the header; lines that begin with # before it are comments. A row with all
 * names of the header, further ones or not, is a header itself. Where a row fits no header nobody knows which of its cells is
 * whose, and where quotes do not end nobody knows the rows behind them: the last value is unknown then, and nothing of the
 * table counts. Only a last row that is cut off is left out alone. A table whose first row holds numbers only has no header.
 */
export function readMetricTable(text: string): Reading {
  // A last row without its line end is still being written.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const { skipped, header } = findHeader(whole);
  const rows: Row[] = [];
  const keep = (cells: string[], { lines }: { readonly lines: number }): null => {
    rows.push({ cells, line: skipped + lines });
    return null; // the parser need not gather them too
  };
  const options = {
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    delimiter: delimiterOf(header),
    on_record: keep,
  };
  try {
    parse(whole.split('\n').slice(skipped).join('\n'), options);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return nothing(skipped + Number(error.lines ?? rows.length + 1), `${error.message}; ${UNCOUNTED}`);
  }
  return readRows(rows);
}

/** The cells of a row, and the line that it ends on. */
interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

const UNCOUNTED = 'nothing of this table counts';

function nothing(line: number, what: string): Reading {
  return { entries: new Map(), problem: `${line}:1: ${what}` };
}

function readRows(rows: readonly Row[]): Reading {
  const [first] = rows;
  let names = first?.cells ?? [];
  if (first !== undefined && names.length > 0 && names.every((name) => typeof scalarOfWord(name) === 'number'))
    return nothing(first.line, 'the first row holds numbers; expected the names of the columns');
  const entries = new Map<string, Entry>();
  for (const row of rows.slice(1)) {
    const { cells, line } = row;
    if (cells.includes(names[0] ?? '') && names.every((name) => cells.includes(name))) {
      names = cells;
      continue;
    }
    if (cells.length !== names.length) {
      const found = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} and the header ${names.length}`;
      if (cells.length < names.length && row === rows.at(-1))
        return { entries, problem: `${line}:1: the last row has ${found} (cut off?); it is left out` };
      return nothing(line, `the row has ${found}, so which cell is whose is not known; ${UNCOUNTED}`);
    }
    for (const [i, cell] of cells.entries()) {
      const name = names[i] ?? '';
      if (cell !== '' && name !== '') appendEntry(entries, name, scalarOfWord(cell));
    }
  }
  return { entries };
}

/** Returns the first line that is neither empty nor a comment, and how many lines stand before it. */
function findHeader(text: string): { readonly skipped: number; readonly header: string } {
  let [start, skipped] = [0, 0];
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end);
    const bare = line.replace('\ufeff', '').trim();
    if (bare !== '' && !bare.startsWith('#')) return { skipped, header: line };
    if (end < 0) break;
    start = end + 1;
    skipped += 1;
  }
  return { skipped: 0, header: '' };
}

/** What stands most often in the header outside of quotes; a comma where nothing does. */
function delimiterOf(header: string): string {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '');
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length - 1 }));
  counts.sort((a, b) => b.count - a.count);
  return counts[0]?.delimiter ?? ',';
}
