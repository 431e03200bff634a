// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DiagnosticsError } from '../../core/diagnostic.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { foldJournal, JOURNAL_NAME } from '../../edge/journal/journal-file.ts';
import type { SweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import { checkSelection, namesRuns } from '../../run/check-selection.ts';
import { type Folding, startFolding } from '../../run/fold.ts';
import { planRuns } from '../../run/plan-runs.ts';
import type { WantedRun } from '../../run/wanted.ts';
import { unaddedRuns } from './recorded-runs.ts';
import { openRunSetup, type RunSetup } from './run-setup.ts';

/** What a call does to the runs of a sweep, before anything is written. */
export interface PlannedRuns {
  readonly settings: Settings;
  /** Null: the runs the folder has already. */
  readonly wanted: readonly WantedRun[] | null;
  readonly manifest: SweepManifest;
  /** The folder to go on with; undefined for a new one. */
  readonly sweepDir: string | undefined;
}

/** Returns the state a sweep will have when its runs are added; nothing is written. `t` is epoch milliseconds. */
export function plannedState(plan: PlannedRuns, setup: RunSetup, t: number): Folding {
  const folding = startFolding();
  const { sweepDir } = plan;
  if (sweepDir !== undefined && existsSync(join(sweepDir, JOURNAL_NAME)))
    foldJournal(join(sweepDir, JOURNAL_NAME), folding);
  const wanted = plan.wanted ?? unaddedRuns(sweepDir ?? '', plan.manifest, folding.state);
  if (wanted === null) return folding;
  const runs = planRuns(folding.state, wanted, { t, folderName: setup.folderName });
  for (const event of [...runs.added.map((one) => one.event), ...runs.changed]) folding.apply(event);
  return folding;
}

/** Throws DiagnosticsError when a call picks or orders runs by numbers or symbols that its sweep does not have. */
export function refuseUnknownRuns(plan: PlannedRuns): void {
  if (!namesRuns(plan.settings)) return;
  const { state } = plannedState(plan, openRunSetup(plan.settings, plan.manifest), 0);
  const trouble = checkSelection(plan.settings, [...state.runs.values()]);
  if (trouble.length > 0) throw new DiagnosticsError(trouble);
}
