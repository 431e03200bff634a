// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../core/diagnostic.ts';
import { type Invocation, settingsOf } from '../edge/invocation.ts';
import { JOURNAL_NAME } from '../edge/journal/journal-file.ts';
import { writeReports } from '../edge/page/report-writer.ts';
import { importFrom, namedSweep } from '../exec/import-results.ts';
import { planFolder, prepareSweep } from './run/plan-sweep.ts';
import { createStopRequest } from '../exec/engine/stop-request.ts';
import { bringUpPrepared } from './run/run-sweep.ts';

/** What a merge did. */
export interface MergeAnswer {
  readonly folder: string;
  /** Finished runs that were taken over. */
  readonly imported: number;
  /** Runs still to be run. */
  readonly open: number;
  /** A sentence for people. */
  readonly text: string;
}

/** Takes finished runs of the folders in FROM over into a sweep and starts nothing. */
export async function mergeSweeps(invocation: Invocation): Promise<MergeAnswer> {
  const given = settingsOf(invocation);
  const folders = (given.text('FROM') ?? '')
    .split(/\s+/)
    .filter((f) => f !== '')
    .map((f) => resolve(invocation.cwd, f));
  if (folders.length === 0) throw new UsageError('no folder to merge from is named', 'make sweep-merge FROM="DIR DIR"');
  for (const folder of folders) {
    if (!existsSync(join(folder, JOURNAL_NAME)))
      throw new UsageError(`${folder} is no sweep folder (no ${JOURNAL_NAME} in it)`);
  }
  const plan = planFolder(invocation, given.text('FOLDER') ?? '');
  const prepared = prepareSweep(plan, invocation);
  const stop = createStopRequest();
  stop.raise(1, 'complete', 'merged');
  let imported = 0;
  const { state } = await bringUpPrepared(prepared, plan.manifest.nameWidth, invocation, {
    stop,
    *importResults(_state, runs, nowMs) {
      for (const event of importFrom(folders.map(namedSweep), prepared.sweepDir, nowMs, runs)) {
        imported += 1;
        yield event;
      }
    },
  });
  const { trouble } = writeReports(prepared.sweepDir, prepared.settings, { columns: process.stdout.columns });
  if (trouble !== undefined) throw trouble;
  const open = [...state.runs.values()].filter((r) => !r.retired && r.status === 'pending').length;
  return {
    folder: prepared.sweepDir,
    imported,
    open,
    text: `${prepared.sweepDir}: ${imported} finished ${imported === 1 ? 'run' : 'runs'} taken over; ${open} still to run`,
  };
}
