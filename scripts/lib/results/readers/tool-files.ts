// SPDX-License-Identifier: MIT
import { readMetricTable } from './csv.ts';
import { METRIC_FORMATS } from './formats.ts';
import type { MetricReader, Reading } from './reading.ts';

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
];

/** Many a training.log is prose: Keras begins it with the name epoch. */
function readKerasLog(text: string): Reading {
  return /^epoch[,;\t]/.test(text) ? readMetricTable(text) : { entries: new Map() };
}
