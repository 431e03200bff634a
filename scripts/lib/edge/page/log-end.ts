// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { shownLines } from '../../core/shown-lines.ts';
import { plainText } from '../../report/plain-text.ts';
import { realInside } from '../inner-folder.ts';
import { runFolderOf } from '../metrics/gather-view.ts';
import { readLogEnd } from '../run-folder/attempt-files.ts';

const LOG_END_BYTES = 4096;
const LOG_END_LINES = 20;

/** Returns the last lines of a run's log; empty where its link leads out of the sweep folder: a page is passed on. */
export function logEndOf(sweepDir: string, folder: string): string {
  const path = realInside(sweepDir, join(runFolderOf(sweepDir, folder), 'output.log'));
  return path === undefined ? '' : logEnd(path);
}

/** Returns the last lines of a log; a carriage return starts a line anew, as on a terminal. Empty when there is none. */
function logEnd(path: string): string {
  const lines = readLogEnd(path, LOG_END_BYTES).trimEnd().split('\n');
  return shownLines(lines, (line) => plainText(line.slice(line.lastIndexOf('\r') + 1)))
    .slice(-LOG_END_LINES)
    .join('\n');
}
