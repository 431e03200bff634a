// SPDX-License-Identifier: MIT
import { errorCode } from '../../edge/files.ts';
import { WayOutError } from '../../edge/inner-folder.ts';

/** What the system says of a folder of one run, and not of the disk. */
const OF_ONE_RUN: ReadonlySet<string | undefined> = new Set([
  'EACCES',
  'EPERM',
  'EISDIR',
  'ENOTDIR',
  'ENOTREG',
  'ELOOP',
]);

/** Returns why an attempt cannot be begun where its run's own folder is to blame; throws any other trouble. */
export function troubleOfRun(prepare: () => void): string | undefined {
  try {
    prepare();
    return undefined;
  } catch (error) {
    const isOwn = error instanceof WayOutError || OF_ONE_RUN.has(errorCode(error));
    if (!isOwn || !(error instanceof Error)) throw error;
    return `it could not be begun: ${error.message}`;
  }
}
