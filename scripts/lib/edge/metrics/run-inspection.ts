// SPDX-License-Identifier: MIT
import type { Settings } from '../../core/settings/resolve.ts';
import { describeMissing } from '../../results/missing-words.ts';
import { readRunMetrics } from '../../results/read-run.ts';
import { LOG_FILE } from '../../results/readers/index.ts';
import type { RunState } from '../../run/state.ts';
import { metricSetup, readOptionsOf } from './gather-view.ts';
import { openRunFiles } from '../run-folder/run-files.ts';

/** What the files of a run say when it ended well. */
export interface RunInspection {
  readonly problem?: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Returns the reader of ended runs. Throws DiagnosticsError for metric settings that make no sense. */
export function openInspection(settings: Settings): (run: RunState, runDir: string) => RunInspection {
  const setup = metricSetup(settings);
  const isNeeded = setup.specs.length > 0 || (settings.text('TARGET') ?? '') !== '';
  return (run, runDir) => {
    if (!isNeeded) return { values: {} };
    const files = openRunFiles(runDir);
    const metrics = readRunMetrics(files, { ...readOptionsOf(run, runDir, setup), isComplete: true });
    // What could not be read to its end is no fault of the run: the reports say it.
    const isMissing = metrics.missing.length > 0 && metrics.isProvisional !== true;
    return {
      values: metrics.values,
      problem: isMissing ? describeMissing(metrics, files.read(LOG_FILE)?.text) : undefined,
    };
  };
}
