// SPDX-License-Identifier: MIT
import type { MetricViewSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { describeMissing } from '../../results/missing-words.ts';
import { readRunMetrics, type RunMetrics } from '../../results/read-run.ts';
import { logText } from '../../results/gather-entries.ts';
import type { Reported } from '../../run/event.ts';
import type { Unranked } from '../../run/outcome.ts';
import type { RunState } from '../../run/state.ts';
import { readOptionsOf } from './read-options.ts';
import { metricSetup } from './metric-setup.ts';
import { filesThere, stampFiles } from '../run-folder/outputs.ts';
import { openRunFiles } from '../run-folder/run-files.ts';

/** What the files of a run say when it ended well. */
export interface RunInspection {
  readonly problem?: string | undefined;
  readonly unranked?: Unranked | undefined;
  readonly values: Readonly<Record<string, unknown>>;
  /** What ranks it, with the files as they were; missing when no metric is asked for. */
  readonly reported?: Reported;
}

/** Returns the reader of ended runs. Throws DiagnosticsError for metric settings that make no sense. */
export function openInspection(
  settings: Settings<MetricViewSetting | 'TARGET'>,
): (run: RunState, runDir: string) => RunInspection {
  const setup = metricSetup(settings);
  const isNeeded = setup.specs.length > 0 || (settings.text('TARGET') ?? '') !== '';
  return (run, runDir) => {
    if (!isNeeded)
      return { values: {}, reported: { metrics: {}, files: stampFiles(runDir, filesThere(runDir)), outputs: [] } };
    const files = openRunFiles(runDir);
    const metrics = readRunMetrics(files, { ...readOptionsOf(run, runDir, setup), isComplete: true });
    // What could not be read to its end is no fault of the run: the reports say it.
    const isMissing = metrics.missing.length > 0 && metrics.isProvisional !== true;
    if (metrics.unfinished !== undefined)
      return {
        values: metrics.values,
        problem: `it has not finished: ${metrics.unfinished}`,
        unranked: 'not finished',
      };
    return {
      values: metrics.values,
      problem: isMissing ? describeMissing(metrics, logText(files), files.list('')) : undefined,
      reported: reportedOf(
        setup.specs.map((spec) => spec.text),
        metrics,
        runDir,
      ),
    };
  };
}

/** What is missing has no number; nor has a text. */
function reportedOf(names: readonly string[], { values, files }: RunMetrics, runDir: string): Reported {
  const metrics: Record<string, number | null> = {};
  for (const name of names) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === null || typeof value === 'number') metrics[name] = value;
  }
  return { metrics, files: stampFiles(runDir, files), outputs: [] };
}
