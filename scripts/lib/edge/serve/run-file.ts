// SPDX-License-Identifier: MIT
import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { answerHeaders } from '../../report/served/answer-headers.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { isReallyInside } from '../inner-folder.ts';
import { runFolderOf } from '../metrics/gather-view.ts';
import { type OpenedFile, openRegular } from '../regular-file.ts';
import { LOG_FILE, METRIC_READERS } from '../../results/readers/index.ts';

/** Files of a run that are shown beside its log: its configuration, and what its metrics are read from. */
const CONFIGURATIONS = ['config.txt', 'config.yaml', 'config.json'];

/** Returns the run whose folder has exactly this name; undefined when none has. */
export function runInFolder(state: SweepState, folder: string): RunState | undefined {
  for (const run of state.runs.values()) if (run.folder === folder) return run;
  return undefined;
}

/** A file of a run that is known by its name. */
export interface ShownFile {
  readonly sweepDir: string;
  readonly run: RunState;
  readonly name: string;
}

/** Answers with a file of a run, as plain text; false when it has none of that name, or it leads out of the sweep folder. */
export function answerFile(response: ServerResponse, { sweepDir, run, name }: ShownFile): boolean {
  const known = [LOG_FILE, ...CONFIGURATIONS, ...METRIC_READERS.map((reader) => reader.file)].find(
    (one) => one === name,
  );
  if (known === undefined) return false;
  const path = join(runFolderOf(sweepDir, run.folder), known);
  if (!isReallyInside(sweepDir, path)) return false;
  let file: OpenedFile;
  try {
    file = openRegular(path);
  } catch {
    return false; // gone, no regular file, or not to be read
  }
  response.writeHead(200, answerHeaders('text'));
  createReadStream('', { fd: file.fd })
    .on('error', () => response.destroy())
    .pipe(response);
  return true;
}
