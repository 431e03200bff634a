// SPDX-License-Identifier: MIT
import { commandOf } from '../call/command.ts';
import { expectShortRun } from '../call/short-run.ts';
import { REPORT_SPEC } from '../specs/results.ts';

/** Writes the reports of a sweep folder. */
export const REPORT = commandOf(REPORT_SPEC, async (call) => {
  expectShortRun();
  const { reportFolders } = await import('./report-folder.ts');
  return reportFolders(call);
});
