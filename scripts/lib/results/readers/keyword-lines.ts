// SPDX-License-Identifier: MIT
import { type Entry, type MetricReader, type Reading, scalarOfWord } from './reading.ts';

/** Reads `keyword value` lines (also `keyword: value` and `keyword = value`); a repeated keyword's last line counts. */
export const PERFORMANCE_OVERVIEW: MetricReader = { file: 'performance_overview.txt', read: readKeywordLines };

const LINE = /^\s*([A-Za-z_][\w./@%-]*)\s*(?:[:=]\s*|\s)(\S.*?)\s*$/;

function readKeywordLines(text: string): Reading {
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

/** "88.51 %" and "12.5 seconds" are numbers with a unit; everything else stays text. */
function wordsValue(rest: string): string | number {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(%|s|sec|secs|seconds)$/.exec(rest);
  return match === null ? rest : Number(match[1]);
}
