// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { isReallyInside } from '../inner-folder.ts';
import { runFolderOf } from '../metrics/gather-view.ts';
import { readLogEnd } from '../run-folder/attempt-files.ts';

const LOG_END_BYTES = 4096;
const LOG_END_LINES = 20;

/** Returns the last lines of a run's log; empty where its link leads out of the sweep folder: a page is passed on. */
export function logEndOf(sweepDir: string, folder: string): string {
  const path = join(runFolderOf(sweepDir, folder), 'output.log');
  return isReallyInside(sweepDir, path) ? logEnd(path) : '';
}

/** Returns the last lines of a log; a carriage return starts a line anew, as on a terminal. Empty when there is none. */
export function logEnd(path: string): string {
  const lines = readLogEnd(path, LOG_END_BYTES).trimEnd().split('\n');
  return lines
    .slice(-LOG_END_LINES)
    .map((line) => visible(line.slice(line.lastIndexOf('\r') + 1)))
    .join('\n');
}

/** Colours and other control sequences of a log mean nothing outside a terminal. */
function visible(line: string): string {
  return line.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}
