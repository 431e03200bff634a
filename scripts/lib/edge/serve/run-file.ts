// SPDX-License-Identifier: MIT
import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { escaped } from '../../report/charts/tooltip.ts';
import { answerHeaders } from '../../report/served/answer-headers.ts';
import { LOG_FILE, METRIC_READERS } from '../../results/readers/index.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { realInside } from '../inner-folder.ts';
import { runFolderOf } from '../metrics/gather-view.ts';
import { type OpenedFile, openRegular } from '../regular-file.ts';

/** Files of a run that are shown: its log, how it is run again, its configuration, and what its metrics are read from. */
const SHOWN_FILES: readonly string[] = [
  LOG_FILE,
  'repro.sh',
  'config.txt',
  'config.yaml',
  'config.json',
  ...METRIC_READERS.map((reader) => reader.file),
];

/** Returns the run whose folder has exactly this name; undefined when none has. */
export function runInFolder(state: SweepState, folder: string): RunState | undefined {
  for (const run of state.runs.values()) if (run.folder === folder) return run;
  return undefined;
}

/** A run of a sweep folder. */
export interface ShownRun {
  readonly sweepDir: string;
  readonly run: RunState;
}

/** Answers with the list of a run's files that are shown. */
export function answerFolder(response: ServerResponse, shown: ShownRun): void {
  const links = SHOWN_FILES.filter((name) => pathOf(shown, name) !== undefined).map(
    (name) => `<li><a href="${escaped(name)}">${escaped(name)}</a></li>`,
  );
  const title = escaped(shown.run.folder);
  response
    .writeHead(200, answerHeaders('page'))
    .end(
      `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><link rel="stylesheet" href="/live.css"><title>${title}</title></head>\n<body><main><h1>${title}</h1><ul>${links.join('')}</ul></main></body></html>\n`,
    );
}

/** Answers with a file of a run, as plain text; false when it has none of that name that is shown, or it leads out of the sweep folder. */
export function answerFile(response: ServerResponse, shown: ShownRun, name: string): boolean {
  const known = SHOWN_FILES.find((one) => one === name);
  const path = known === undefined ? undefined : pathOf(shown, known);
  if (path === undefined) return false;
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

/** Where a file of a run really lies; undefined where it is not, or outside of the sweep folder. */
function pathOf({ sweepDir, run }: ShownRun, name: string): string | undefined {
  return realInside(sweepDir, join(runFolderOf(sweepDir, run.folder), name));
}
