// SPDX-License-Identifier: MIT
import type { ReportSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { SYSTEM_CLOCK } from '../../edge/clock.ts';
import type { WriteError } from '../../edge/files.ts';
import { gatherSweep } from '../../edge/metrics/gather-view.ts';
import { type KeptReports, openReportKeeping } from '../../edge/page/kept-reports.ts';
import { writeReports } from '../../edge/page/report-writer.ts';
import { type FlatRow, flatRows } from '../../report/flat-row.ts';
import { wantedReports } from '../../report/reports.ts';
import { standingOf } from '../../report/words.ts';

/** The reports of a sweep folder as they are now. */
export interface Reports extends KeptReports {
  readonly trouble: WriteError | undefined;
  /** Returns the runs as --json prints them. */
  readonly rows: () => readonly FlatRow[];
}

/** Brings the reports of a sweep folder up to what is there: those that were made of just that are as good as new. */
export function makeReports(sweepDir: string, settings: Settings<ReportSetting>, columns: number | undefined): Reports {
  const keeping = openReportKeeping(sweepDir, settings, columns);
  const known = keeping.known();
  if (known !== undefined) {
    const rows = (): readonly FlatRow[] => flatRows(gatherSweep(sweepDir, settings, SYSTEM_CLOCK.nowMs()).view);
    return { ...known, trouble: undefined, rows };
  }
  keeping.begin();
  const { view, terminal, files, written, trouble, lookedAt } = writeReports(sweepDir, settings, { columns });
  const standing = standingOf(view) ?? null;
  keeping.keep({ written, terminal, standing, lookedAt: trouble === undefined ? lookedAt() : undefined });
  return { terminal, standing, files, trouble, rows: () => flatRows(view) };
}

/** A stage with the settings that its reports are made by. */
export interface ReportedStage {
  readonly name: string;
  readonly settings: Settings<ReportSetting>;
}

/** Writes the pages of the stages that were not reported by themselves: the pages of a sweep lead to each other. */
export function writeStagePages(
  sweepDir: string,
  stages: readonly ReportedStage[],
  reported: string | undefined,
): void {
  for (const { name, settings } of stages) {
    if (name === reported || !wantedReports(settings.text('REPORTS')).has('page')) continue;
    const text: typeof settings.text = (setting) =>
      setting === 'STAGE' ? name : setting === 'REPORTS' ? 'page' : settings.text(setting);
    makeReports(sweepDir, { ...settings, text }, undefined);
  }
}
