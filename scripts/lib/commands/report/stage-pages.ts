// SPDX-License-Identifier: MIT
import type { Settings } from '../../core/settings/resolve.ts';
import type { ReportSetting } from '../../core/settings/groups.ts';
import { wantedReports } from '../../report/reports.ts';
import { makeReports } from './make-reports.ts';

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
