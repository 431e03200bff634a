// SPDX-License-Identifier: MIT
import { readMetricTable } from './csv.ts';
import { readJsonLines } from './json-lines.ts';
import { readJsonObject } from './json-object.ts';
import { readJsonStats } from './json-stats.ts';
import { readKeywordLines, readOverview } from './keyword-lines.ts';
import type { MetricReader } from './reading.ts';
import { readSacred } from './sacred.ts';
import { readTrainerState } from './trainer-state.ts';

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
