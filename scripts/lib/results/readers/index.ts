// SPDX-License-Identifier: MIT
import type { MetricReader } from './reading.ts';
import { METRICS_CSV } from './csv.ts';
import { METRICS_JSONL } from './json-lines.ts';
import { ANALYSIS, TRAINING_METRICS } from './json-object.ts';
import { PERFORMANCE_OVERVIEW } from './keyword-lines.ts';
import { TOOL_READERS } from './tool-files.ts';

/** The files metrics are read from, in order: the first that has a metric wins. */
export const METRIC_READERS: readonly MetricReader[] = [
  TRAINING_METRICS,
  METRICS_JSONL,
  METRICS_CSV,
  PERFORMANCE_OVERVIEW,
  ANALYSIS,
];

/** All of them, with what other tools write behind our own forms. Lines of the log come last. */
export const KNOWN_READERS: readonly MetricReader[] = [...METRIC_READERS, ...TOOL_READERS];

/** File that SWEEP_METRIC_REGEX reads: the newest attempt's log. */
export const LOG_FILE = 'output.log';
