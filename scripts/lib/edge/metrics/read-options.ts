// SPDX-License-Identifier: MIT
import type { ReadOptions } from '../../results/read-run.ts';
import type { LogPattern } from '../../results/readers/log-regex.ts';
import type { MetricSpec } from '../../results/readers/metric-spec.ts';
import type { MetricReader } from '../../results/readers/reading.ts';
import type { RunState } from '../../run/state.ts';
import { totalTimeOf } from '../../run/duration.ts';
import { readTelemetryMetrics } from '../run-folder/gpu-telemetry.ts';
import { lastAttemptFolder } from '../run-folder/attempt-place.ts';
import { metricsSinceMs } from '../run-folder/run-files.ts';

/** What a run is asked for: a part of what the settings say. */
export interface MetricQuestion {
  readonly reported: readonly MetricSpec[];
  readonly logPattern: LogPattern | undefined;
  /** Of SWEEP_METRIC_FILES. */
  readonly ownReaders: readonly MetricReader[];
}

/** Returns how one run's files are to be read. */
export function readOptionsOf(run: RunState, runFolder: string, setup: MetricQuestion): ReadOptions {
  return {
    specs: setup.reported,
    logPattern: setup.logPattern,
    ownReaders: setup.ownReaders,
    sinceMs: metricsSinceMs(homeOf(runFolder, run), run),
    isComplete: run.status === 'done',
    totalTimeS: totalTimeOf(run) ?? undefined,
    measured: measuredOf(run, runFolder),
  };
}

/** What was measured of a run's newest attempt on GPUs; only such an attempt has devices, and one from another sweep may have had some. */
function measuredOf(run: RunState, runFolder: string): Readonly<Record<string, number>> {
  if (run.importedFrom === null && (run.attempts.at(-1)?.devices.length ?? 0) === 0) return {};
  const dir = lastAttemptFolder({ home: homeOf(runFolder, run), folder: run.folder }, run);
  return dir === undefined ? {} : readTelemetryMetrics(dir);
}

/** What a run folder lies in: the sweep folder, or where prune moved it to. */
function homeOf(runFolder: string, { folder }: RunState): string {
  return runFolder.slice(0, -folder.length - 1);
}
