// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DiagnosticsError, UsageError } from '../../core/diagnostic.ts';
import { foldJournal, JOURNAL_NAME } from '../../edge/journal/journal-file.ts';
import { checkSelection, namesRuns } from '../../run/check-selection.ts';
import { type Folding, startFolding } from '../../run/fold.ts';
import { planRuns } from '../../run/plan-runs.ts';
import { inStage } from '../../run/select.ts';
import { familiesOf, withNeededValues } from '../../run/stages/needed.ts';
import type { SweepState } from '../../run/state.ts';
import { unaddedRuns } from './recorded-runs.ts';
import type { RunRequest } from './run-request.ts';

/** Returns the state a sweep will have when its runs are added; nothing is written. `t` is epoch milliseconds. */
export function plannedState(request: RunRequest, t: number): Folding {
  const folding = startFolding();
  const { sweepDir } = request;
  if (sweepDir !== undefined && existsSync(join(sweepDir, JOURNAL_NAME)))
    foldJournal(join(sweepDir, JOURNAL_NAME), folding);
  const wanted = request.wanted ?? unaddedRuns(sweepDir ?? '', request.manifest, folding.state);
  if (wanted === null) return folding;
  const runs = planRuns(folding.state, wanted, { t, folderName: request.folderName });
  for (const event of [...runs.added.map((one) => one.event), ...runs.changed]) folding.apply(event);
  return folding;
}

/** Throws DiagnosticsError when a call picks or orders runs by numbers or symbols that its sweep does not have. */
export function refuseUnknownRuns(request: RunRequest): void {
  const shard = request.stages.length === 0 ? '' : (request.settings.text('SHARD') ?? '').trim();
  if (!namesRuns(request.settings) && shard === '') return;
  const { state } = plannedState(request, 0);
  if (shard !== '') refuseOneFamily(shard, state);
  if (!namesRuns(request.settings)) return;
  const isMeant = inStage(request.chosenStage);
  const meant = [...state.runs.values()].filter(isMeant).map((run) => withNeededValues(run, state.runs));
  const trouble = checkSelection(request.settings, meant);
  if (trouble.length > 0) throw new DiagnosticsError(trouble);
}

/** Where every run is built upon one that all share, there is nothing to part. */
function refuseOneFamily(shard: string, { runs }: SweepState): void {
  const familyOf = familiesOf(runs);
  const active = [...runs.values()].filter((run) => !run.retired);
  if (/\/\s*0*1$/.test(shard) || active.length < 2 || new Set(active.map(({ run }) => familyOf(run))).size > 1) return;
  throw new UsageError(
    `SHARD is "${shard}", but all ${active.length} runs of this sweep are built upon one another: they cannot be parted without running some twice`,
    'run the first stage whole (STAGE=NAME ONLY=1-...), then MAX_RUNS or ONLY part the rest within this one folder',
  );
}
