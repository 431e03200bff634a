// SPDX-License-Identifier: MIT
import type { MetricReader } from './reading.ts';
import { METRICS_CSV } from './csv.ts';
import { METRICS_JSONL } from './json-lines.ts';
import { ANALYSIS, TRAINING_METRICS } from './json-object.ts';
import { PERFORMANCE_OVERVIEW } from './keyword-lines.ts';

/** The files metrics are read from, in order: the first that has a metric wins. Lines of the log come last. */
export const METRIC_READERS: readonly MetricReader[] = [
  TRAINING_METRICS,
  METRICS_JSONL,
  METRICS_CSV,
  PERFORMANCE_OVERVIEW,
  ANALYSIS,
];

/** File that SWEEP_METRIC_REGEX reads: the newest attempt's log. */
export const LOG_FILE = 'output.log';
