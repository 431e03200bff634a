// SPDX-License-Identifier: MIT
import { commandOf } from '../call/command.ts';
import { REPORT_SPEC } from '../specs/results.ts';

/** Writes the reports of a sweep folder. */
export const REPORT = commandOf(REPORT_SPEC, async (call) => {
  const { reportFolders } = await import('./report-folder.ts');
  return reportFolders(call);
});
