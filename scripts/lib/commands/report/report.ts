// SPDX-License-Identifier: MIT
import { startPageDrawing } from '../../edge/page/page-drawing.ts';
import { commandOf } from '../call/command.ts';
import { expectShortRun } from '../call/short-run.ts';
import { REPORT_SPEC } from '../specs/results.ts';

/** Writes the reports of a sweep folder. */
export const REPORT = commandOf(REPORT_SPEC, async (call) => {
  expectShortRun();
  const drawing = startPageDrawing(); // its thread loads the charts while this one loads the rest
  const { reportFolders } = await import('./report-folder.ts');
  return reportFolders(call, drawing);
});
