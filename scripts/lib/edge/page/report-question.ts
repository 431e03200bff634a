// SPDX-License-Identifier: MIT
import type { ReportSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import type { ReportQuestion } from '../../report/report.ts';
import { isDrawn } from '../../space/designs/index.ts';

/** Returns what the settings of a sweep ask of its report: whoever reports asks the same. */
export function questionOf(settings: Settings<ReportSetting>): ReportQuestion {
  return {
    seedSymbol: settings.get('SEED_SYMBOL'),
    by: settings.text('BY'),
    testMetric: settings.text('TEST_METRIC') || undefined,
    areSampled: areDrawn(settings),
  };
}

/** Returns whether the values of a sweep are drawn, by its mode; undefined where nothing tells. */
export function areDrawn(settings: Settings<'MODE'>): boolean | undefined {
  return settings.isGiven('MODE') ? isDrawn(settings.get('MODE')) : undefined;
}
