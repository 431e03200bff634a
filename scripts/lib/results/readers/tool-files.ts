// SPDX-License-Identifier: MIT
import { readMetricTable } from './csv.ts';
import { METRIC_FORMATS } from './formats.ts';
import { readJsonLines } from './json-lines.ts';
import { readJsonObject } from './json-object.ts';
import { entriesOf, type MetricReader, parseJsonText, type Reading } from './reading.ts';
import { isJsonObject } from '../../core/json-object.ts';

/**
 * Files that well-known trainers write below the run folder when they are told to write into it. They are read behind ksweep's own
 * forms, so a script that writes one of those is the one that decides.
 */
export const TOOL_READERS: readonly MetricReader[] = [
  // Hugging Face's Trainer: save_state() writes the first, each checkpoint the second.
  { file: 'trainer_state.json', ...METRIC_FORMATS.trainer_state },
  { file: 'checkpoint-*/trainer_state.json', ...METRIC_FORMATS.trainer_state, starred: /^\d+$/ },
  // Lightning's CSVLogger(save_dir).
  { file: 'lightning_logs/version_*/metrics.csv', ...METRIC_FORMATS.csv, starred: /^\d+$/ },
  // CSVLogger('training.log') of Keras, the name that its own pages use.
  { file: 'training.log', read: readKerasLog, isByLine: true },
  // sacred's FileStorageObserver: a folder for each run, by number.
  { file: '*/metrics.json', ...METRIC_FORMATS.sacred, starred: /^\d+$/ },
  // pycls and its descendants.
  { file: 'stdout.log', ...METRIC_FORMATS.json_stats },
  // A cross-validation with a folder for each fold.
  { file: 'k_*/metrics.json', ...METRIC_FORMATS.folds, starred: /^\d+$/ },
  // DVC's name for an object of metrics, Detectron2's for a line each iteration, and what many a script calls it. Behind folds: there it is their summary.
  { file: 'metrics.json', read: readMetricsJson, isByLine: true },
];

/**
 * Reads a metrics.json of nobody in particular: an object or a list of objects, what sacred writes, or a JSON object a line. The name is common and
 * nobody said that it holds metrics: what is of another form is left out without a word.
 */
function readMetricsJson(text: string): Reading {
  const nothing: Reading = { entries: new Map() };
  const parsed = parseJsonText(text.trimEnd());
  if ('problem' in parsed) {
    const first = parseJsonText(text.slice(0, Math.max(0, text.indexOf('\n'))));
    if ('value' in first && isJsonObject(first.value)) return readJsonLines(text);
    return text.trimStart().startsWith('{') ? { ...nothing, problem: parsed.problem } : nothing;
  }
  const { value } = parsed;
  if (Array.isArray(value)) return value.every(isJsonObject) ? readJsonObject(text) : nothing;
  if (!isJsonObject(value)) return nothing;
  const sacred = METRIC_FORMATS.sacred.read(text).entries;
  const others = Object.entries(value).filter(([name]) => !sacred.has(name));
  return { entries: new Map([...sacred, ...entriesOf(Object.fromEntries(others))]) };
}

/** Many a training.log is prose: Keras begins it with the name epoch. */
function readKerasLog(text: string): Reading {
  return /^epoch[,;\t]/.test(text) ? readMetricTable(text) : { entries: new Map() };
}
