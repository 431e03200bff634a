// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../core/diagnostic.ts';
import { type Invocation, settingsOf } from '../edge/invocation.ts';
import { JOURNAL_NAME } from '../edge/journal-file.ts';
import { writeReports } from '../edge/report-writer.ts';
import { importFrom } from './import-results.ts';
import { planFolder, prepareSweep } from './run-sweep.ts';
import { createStopRequest } from './stop-request.ts';
import { bringUpPrepared } from './sweep-session.ts';

/** Takes finished runs of the folders in FROM over into a sweep and starts nothing. Returns a sentence on what was done. */
export async function mergeSweeps(invocation: Invocation): Promise<string> {
  const given = settingsOf(invocation);
  const folders = (given.text('FROM') ?? '').split(/\s+/).filter((f) => f !== '').map((f) => resolve(invocation.cwd, f));
  if (folders.length === 0) throw new UsageError('no folder to merge from is named', 'make sweep-merge FROM="DIR DIR"');
  for (const folder of folders) {
    if (!existsSync(join(folder, JOURNAL_NAME))) throw new UsageError(`${folder} is no sweep folder (no ${JOURNAL_NAME} in it)`);
  }
  const plan = planFolder(invocation, given.text('FOLDER') ?? '');
  const prepared = prepareSweep(plan, invocation);
  const stop = createStopRequest();
  stop.raise(1, 'complete', 'merged');
  let imported = 0;
  const { state } = await bringUpPrepared(prepared, plan.manifest.nameWidth, invocation, {
    stop,
    *importResults(_state, runs, nowMs) {
      for (const event of importFrom(folders, prepared.sweepDir, nowMs, runs)) {
        imported += 1;
        yield event;
      }
    },
  });
  writeReports(prepared.sweepDir, prepared.settings, { columns: process.stdout.columns });
  const open = [...state.runs.values()].filter((r) => !r.retired && r.status === 'pending').length;
  return `${prepared.sweepDir}: ${imported} finished runs taken over; ${open} still to run`;
}
