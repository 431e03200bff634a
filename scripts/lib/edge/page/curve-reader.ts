// SPDX-License-Identifier: MIT
import type { ReportRun } from '../../report/view.ts';
import { readRunCurves } from '../../results/read-run.ts';
import { factsOfStatus } from '../../run/status.ts';
import { runFolderOf } from '../metrics/gather-view.ts';
import { readOptionsOf } from '../metrics/read-options.ts';
import { openRunFiles } from '../run-folder/run-files.ts';
import type { MetricSetup } from '../metrics/metric-setup.ts';
import type { SweepState } from '../../run/state.ts';

/** What the curves of a sweep are read from. */
interface CurveSource {
  readonly sweepDir: string;
  readonly state: SweepState;
  readonly setup: MetricSetup;
}

/** The learning curves of runs, by metric; what the page has read of a run the table of curves takes without reading it again. */
export interface CurveReader {
  /** Returns those of a run, and keeps them. */
  kept(run: ReportRun): ReadonlyMap<string, readonly number[]>;
  /** Returns those of a run, and forgets them: of many runs they are many numbers. */
  once(run: ReportRun): ReadonlyMap<string, readonly number[]>;
}

/** Returns what reads the curves of a sweep's runs; of a run that has not begun there are none. */
export function openCurveReader({ sweepDir, state, setup }: CurveSource): CurveReader {
  const known = new Map<string, ReadonlyMap<string, readonly number[]>>();
  const read = (run: ReportRun): ReadonlyMap<string, readonly number[]> => {
    const runState = state.runs.get(run.run);
    if (runState === undefined || !factsOfStatus(run.status).hasBegun) return new Map();
    const folder = runFolderOf(sweepDir, run.folder);
    return readRunCurves(openRunFiles(folder, sweepDir), readOptionsOf(runState, folder, setup));
  };
  const once = (run: ReportRun): ReadonlyMap<string, readonly number[]> => known.get(run.run) ?? read(run);
  return {
    once,
    kept: (run) => {
      const curves = once(run);
      known.set(run.run, curves);
      return curves;
    },
  };
}
