// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../core/diagnostic.ts';
import { JOURNAL_NAME } from '../edge/journal/journal-file.ts';
import { writeReports } from '../edge/page/report-writer.ts';
import { importFrom, namedSweep } from '../exec/import-results.ts';
import { openFolder } from './run/open-folder.ts';
import { planFolder } from './run/plan-sweep.ts';
import { createStopRequest } from '../exec/engine/stop-request.ts';
import { type Call, commandOf, EXIT } from './call/command.ts';
import { bringUpFolder } from './run/run-sweep.ts';
import { MERGE_SPEC } from './specs/runs.ts';

/** Brings the finished runs of other folders into a sweep. */
export const MERGE = commandOf(MERGE_SPEC, async (call) => {
  const { text, ...facts } = await mergeSweeps(call);
  return { text: () => `${text}\n`, json: () => facts, exit: EXIT.done };
});

/** What a merge did. */
interface MergeAnswer {
  readonly folder: string;
  /** Finished runs that were taken over. */
  readonly imported: number;
  /** Runs still to be run. */
  readonly open: number;
  /** A sentence for people. */
  readonly text: string;
}

/** Takes finished runs of the folders in FROM over into a sweep and starts nothing. */
async function mergeSweeps(call: Call<'FOLDER' | 'FROM' | 'OUTPUT_DIR'>): Promise<MergeAnswer> {
  const given = call.settings;
  const folders = (given.text('FROM') ?? '')
    .split(/\s+/)
    .filter((f) => f !== '')
    .map((f) => resolve(call.cwd, f));
  if (folders.length === 0) throw new UsageError('no folder to merge from is named', 'make sweep-merge FROM="DIR DIR"');
  for (const folder of folders) {
    if (!existsSync(join(folder, JOURNAL_NAME)))
      throw new UsageError(`${folder} is no sweep folder (no ${JOURNAL_NAME} in it)`);
  }
  const request = openFolder(planFolder(call, given.text('FOLDER') ?? ''));
  const stop = createStopRequest();
  stop.raise(1, 'complete', 'merged');
  let imported = 0;
  const { state } = await bringUpFolder(request, {
    stop,
    *importResults(_state, runs, nowMs) {
      for (const event of importFrom(folders.map(namedSweep), request.sweepDir, nowMs, runs)) {
        imported += 1;
        yield event;
      }
    },
  });
  const { trouble } = writeReports(request.sweepDir, request.settings, { columns: call.streams.stdout.columns });
  if (trouble !== undefined) throw trouble;
  const open = [...state.runs.values()].filter((r) => !r.retired && r.status === 'pending').length;
  return {
    folder: request.sweepDir,
    imported,
    open,
    text: `${request.sweepDir}: ${imported} finished ${imported === 1 ? 'run' : 'runs'} taken over; ${open} still to run`,
  };
}
