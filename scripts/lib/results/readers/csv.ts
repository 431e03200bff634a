// SPDX-License-Identifier: MIT
import { CsvError, parse } from 'csv-parse/sync';
import { appendEntry, type Entry, type MetricReader, type Reading, scalarOfWord } from './reading.ts';

/** Reads a header and one row an epoch or step; an empty cell is no entry (Lightning writes rows with holes). */
export const METRICS_CSV: MetricReader = { file: 'metrics.csv', read: readCsv, isByLine: true };

function readCsv(text: string): Reading {
  // A last row without its line end is still being written.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const rows: string[][] = [];
  let problem: string | undefined;
  const keep = (row: string[]): null => {
    rows.push(row);
    return null; // the parser need not gather them too
  };
  try {
    parse(whole, { bom: true, trim: true, skip_empty_lines: true, on_record: keep });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problem = `${String(error.lines ?? rows.length + 1)}:1: ${error.message}`;
  }
  const header = rows[0] ?? [];
  const entries = new Map<string, Entry>();
  for (const row of rows.slice(1)) {
    for (const [i, cell] of row.entries()) {
      const name = header[i] ?? '';
      if (cell !== '' && name !== '') appendEntry(entries, name, scalarOfWord(cell));
    }
  }
  return problem === undefined ? { entries } : { entries, problem };
}
