// SPDX-License-Identifier: MIT
import { CsvError, parse } from 'csv-parse/sync';
import { appendEntry, type Entry, type MetricReader, type Reading, scalarOfWord } from './reading.ts';

/** What scripts write with csv.DictWriter, pandas or a CSV logger. */
export const METRICS_CSV: MetricReader = { file: 'metrics.csv', read: readMetricTable, isByLine: true };

const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Reads a header and one row an epoch or step; an empty cell is no entry (Lightning writes rows with holes). What separates
 * the cells (comma, semicolon, tab) is told by the header; lines that begin with # before it are comments. A file whose first
 * row holds numbers only has no header: that is its problem.
 */
export function readMetricTable(text: string): Reading {
  // A last row without its line end is still being written.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const { skipped, header } = findHeader(whole);
  const rows: string[][] = [];
  let problem: string | undefined;
  const keep = (row: string[]): null => {
    rows.push(row);
    return null; // the parser need not gather them too
  };
  const options = { bom: true, trim: true, skip_empty_lines: true, delimiter: delimiterOf(header), on_record: keep };
  try {
    parse(whole.split('\n').slice(skipped).join('\n'), options);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problem = `${skipped + Number(error.lines ?? rows.length + 1)}:1: ${error.message}`;
  }
  const names = rows[0] ?? [];
  if (names.length > 0 && names.every((name) => typeof scalarOfWord(name) === 'number'))
    return {
      entries: new Map(),
      problem: `${skipped + 1}:1: the first row holds numbers; expected the names of the columns`,
    };
  const entries = new Map<string, Entry>();
  for (const row of rows.slice(1)) {
    for (const [i, cell] of row.entries()) {
      const name = names[i] ?? '';
      if (cell !== '' && name !== '') appendEntry(entries, name, scalarOfWord(cell));
    }
  }
  return problem === undefined ? { entries } : { entries, problem };
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
