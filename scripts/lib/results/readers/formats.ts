// SPDX-License-Identifier: MIT
import { readMetricTable } from './csv.ts';
import { readJsonLines } from './json-lines.ts';
import { readJsonObject } from './json-object.ts';
import { readJsonStats } from './json-stats.ts';
import { readKeywordLines, readOverview } from './keyword-lines.ts';
import {
  entriesOf,
  type Entry,
  isSeries,
  type MetricReader,
  parseJsonText,
  type Reading,
  scalarOf,
} from './reading.ts';

/** How a file of metrics may be written, by the word that SWEEP_METRIC_FILES uses. */
export const METRIC_FORMATS = {
  json: { read: readJsonObject },
  jsonl: { read: readJsonLines, isByLine: true },
  csv: { read: readMetricTable, isByLine: true },
  keywords: { read: readKeywordLines },
  overview: { read: readOverview },
  trainer_state: { read: readTrainerState },
  sacred: { read: readSacred },
  json_stats: { read: readJsonStats, isByLine: true },
  folds: { read: readJsonObject, isFold: true },
} as const satisfies Readonly<Record<string, Omit<MetricReader, 'file'>>>;

export type MetricFormat = keyof typeof METRIC_FORMATS;

export function isMetricFormat(word: string): word is MetricFormat {
  return Object.hasOwn(METRIC_FORMATS, word);
}

/** Returns the format that a file's name tells; undefined for a name that tells none. */
export function formatOfName(file: string): MetricFormat | undefined {
  const name = file.slice(file.lastIndexOf('/') + 1).toLowerCase();
  if (name === 'trainer_state.json') return 'trainer_state';
  if (name.endsWith('.json')) return 'json';
  if (/\.(jsonl|ndjson)$/.test(name)) return 'jsonl';
  if (/\.(csv|tsv)$/.test(name)) return 'csv';
  return name.endsWith('.txt') ? 'keywords' : undefined;
}

/**
 * Reads metrics.json of sacred's FileStorageObserver: `{"acc": {"steps": [...], "timestamps": [...], "values": [...]}}`,
 * of which the values are the metric. What has another form is no metric of sacred and is left out.
 */
function readSacred(text: string): Reading {
  const parsed = parseJsonText(text);
  if ('problem' in parsed) return { entries: new Map(), problem: parsed.problem };
  const entries = new Map<string, Entry>();
  if (typeof parsed.value !== 'object' || parsed.value === null) return { entries };
  for (const [name, metric] of Object.entries(parsed.value) as [string, unknown][]) {
    if (typeof metric !== 'object' || metric === null || !('values' in metric) || !('steps' in metric)) continue;
    const values = entriesOf({ values: metric.values }).get('values');
    if (values !== undefined) entries.set(name, values);
  }
  return { entries };
}

/** Members beside the history that are results; all others say how the trainer was set. */
const RESULTS = ['best_metric', 'best_global_step', 'global_step'];

/**
 * Reads trainer_state.json of Hugging Face's Trainer: each key of `log_history` is a list with an entry for each record
 * that has it (its last record has other keys than the evaluations), and `best_metric` stands beside them.
 */
function readTrainerState(text: string): Reading {
  const parsed = parseJsonText(text);
  if ('problem' in parsed) return { entries: new Map(), problem: parsed.problem };
  const state = parsed.value;
  if (typeof state !== 'object' || state === null || !('log_history' in state) || !Array.isArray(state.log_history))
    return { entries: new Map(), problem: '1:1: no log_history in it; expected what a Trainer writes' };
  const entries = new Map<string, Entry>();
  for (const [name, entry] of readJsonObject(JSON.stringify(state.log_history)).entries) {
    if (isSeries(entry)) entries.set(name, entry);
  }
  for (const [name, value] of Object.entries(state)) {
    if (RESULTS.includes(name) && value !== null && !entries.has(name)) entries.set(name, scalarOf(value));
  }
  return { entries };
}
