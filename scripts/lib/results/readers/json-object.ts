// SPDX-License-Identifier: MIT
import { entriesOf, type MetricReader, parseJsonText, type Reading } from './reading.ts';

/** Reads a JSON object of scalars, or of arrays with one entry an epoch. */
export function readJsonObject(text: string): Reading {
  const parsed = parseJsonText(text);
  if ('problem' in parsed) return { entries: new Map(), problem: parsed.problem };
  const value = parsed.value;
  if (Array.isArray(value)) return readRecords(value);
  if (typeof value !== 'object' || value === null) {
    return { entries: new Map(), problem: `1:1: found ${JSON.stringify(value)}; expected an object of metrics` };
  }
  return { entries: entriesOf(value) };
}

/** An array of objects, one an epoch, is what many scripts dump at their end: read like lines of metrics.jsonl. */
function readRecords(records: readonly unknown[]): Reading {
  const columns = new Map<string, number[]>();
  for (const record of records) {
    if (typeof record !== 'object' || record === null) {
      return {
        entries: new Map(),
        problem: '1:1: found an array; expected an object of metrics, or an array of such objects',
      };
    }
    for (const [name, entry] of entriesOf(record)) {
      if (typeof entry !== 'number' && entry !== null) continue;
      const column = columns.get(name) ?? [];
      column.push(entry ?? Number.NaN);
      columns.set(name, column);
    }
  }
  return { entries: columns };
}

/** What training scripts of the AdamWPrune kind write. */
export const TRAINING_METRICS: MetricReader = { file: 'training_metrics.json', read: readJsonObject };

/** What an analysis after the training writes. */
export const ANALYSIS: MetricReader = { file: 'analysis.json', read: readJsonObject };
