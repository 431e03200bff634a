// SPDX-License-Identifier: MIT
import type { Settings } from '../../core/settings/resolve.ts';
import { renderCurves } from '../../report/curves-csv.ts';
import { readRunCurves } from '../../results/read-run.ts';
import { factsOfStatus } from '../../run/status.ts';
import { runFolderOf } from '../metrics/gather-view.ts';
import { readOptionsOf } from '../metrics/read-options.ts';
import { openRunFiles } from '../run-folder/run-files.ts';
import type { RecordSource } from './run-records.ts';

/** Runs up to which curves are written unasked: they are read from the files of every run each time. */
const MOST_UNASKED = 1000;

/** Returns sweep_curves.csv; undefined where there is no curve, and of a large sweep unless somebody asks for it by name. */
export function sweepCurves(
  { sweepDir, view, state, setup }: RecordSource,
  settings: Pick<Settings<'REPORTS'>, 'text'>,
): string | undefined {
  const isAsked = /\bcurves\b/.test(settings.text('REPORTS') ?? '');
  if (!isAsked && view.runs.length > MOST_UNASKED) return undefined;
  return renderCurves(view, (run) => {
    const runState = state.runs.get(run.run);
    if (runState === undefined || !factsOfStatus(run.status).hasBegun) return new Map();
    const folder = runFolderOf(sweepDir, run.folder);
    return readRunCurves(openRunFiles(folder, sweepDir), readOptionsOf(runState, folder, setup));
  });
}
