// SPDX-License-Identifier: MIT
import { type Entry, type MetricReader, type Reading, scalarOfWord } from './reading.ts';

/** Reads `keyword value` lines (also `keyword: value` and `keyword = value`); a repeated keyword's last line counts. */
export const PERFORMANCE_OVERVIEW: MetricReader = { file: 'performance_overview.txt', read: readOverview };

const LINE = /^\s*([A-Za-z_][\w./@%-]*)\s*(?:[:=]\s*|\s)(\S.*?)\s*$/;

/** Reads lines of a keyword and its value, as PERFORMANCE_OVERVIEW says. */
export function readKeywordLines(text: string): Reading {
  const entries = new Map<string, Entry>();
  for (const line of text.split('\n')) {
    const match = LINE.exec(line);
    if (match === null) continue;
    const [, name = '', rest = ''] = match;
    const value = scalarOfWord(rest);
    entries.set(name, typeof value === 'string' ? wordsValue(rest) : value);
  }
  return { entries };
}

/** hypnettorch writes `finished 1` when a run is through: any other number says that what stands there is not its result. */
export function readOverview(text: string): Reading {
  const reading = readKeywordLines(text);
  const finished = reading.entries.get('finished');
  if (finished === undefined || finished === 1) return reading;
  return { ...reading, unfinished: `finished ${String(finished)}` };
}

/** "88.51 %" and "12.5 seconds" are numbers with a unit; everything else stays text. */
function wordsValue(rest: string): string | number {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(%|s|sec|secs|seconds)$/.exec(rest);
  return match === null ? rest : Number(match[1]);
}
