// SPDX-License-Identifier: MIT
import {
  appendEntry,
  entriesOf,
  type Entry,
  isSeries,
  type MetricReader,
  parseJsonText,
  type Reading,
} from './reading.ts';

/**
 * Reads one JSON object a line, each an epoch or step. Every whole line stands by itself: a broken one is told with its
 * place and left out; a last line without its line end is still being written and is no trouble.
 */
export const METRICS_JSONL: MetricReader = { file: 'metrics.jsonl', read: readJsonLines, isByLine: true };

/** Reads lines of JSON objects, as METRICS_JSONL says. */
export function readJsonLines(text: string): Reading {
  const entries = new Map<string, Entry>();
  const lines = text.split('\n');
  let problem: string | undefined;
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const parsed = parseJsonText(line);
    if (
      'problem' in parsed ||
      typeof parsed.value !== 'object' ||
      parsed.value === null ||
      Array.isArray(parsed.value)
    ) {
      if (i < lines.length - 1) problem ??= problemOfLine(i + 1, parsed);
      continue;
    }
    for (const [name, entry] of entriesOf(parsed.value)) {
      if (!isSeries(entry)) appendEntry(entries, name, entry);
    }
  }
  return problem === undefined ? { entries } : { entries, problem };
}

function problemOfLine(number: number, parsed: ReturnType<typeof parseJsonText>): string {
  if (!('problem' in parsed))
    return `${number}:1: found ${JSON.stringify(parsed.value)?.slice(0, 40)}; expected an object of metrics`;
  return `${number}:${parsed.problem.slice(parsed.problem.indexOf(':') + 1)}`;
}
