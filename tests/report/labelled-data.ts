// SPDX-License-Identifier: MIT
import { gatherView } from '../../scripts/lib/edge/metrics/gather-view.ts';
import type { ChartOption } from '../../scripts/lib/report/charts/axes.ts';
import { buildPageData, NO_RECORDS } from '../../scripts/lib/report/page/build-data.ts';
import type { PageData } from '../../scripts/lib/report/page-data.ts';
import { studyOf } from '../../scripts/lib/report/study.ts';
import { settingsFor, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

/** Returns the page of sixty runs with so many long texts as values. */
export function dataWith(t: { after(fn: () => void): void }, levels: number): PageData {
  const runs = Array.from({ length: 60 }, (_, i) => ({
    values: { CONFIG_NAME: `a_long_name_${i % levels}`, CONFIG_I: String(i) },
    files: { 'training_metrics.json': { acc: i } },
  }));
  const view = gatherView(writeSyntheticSweep(temporaryFolder(t), { runs }), settingsFor({ METRIC: 'acc' }), 0);
  return buildPageData({ view, study: studyOf(view, 'CONFIG_SEED'), records: NO_RECORDS });
}

/** The labels of an axis. */
export function labelsOf(axis: ChartOption | undefined): Readonly<Record<string, unknown>> {
  return axis?.['axisLabel'] as Readonly<Record<string, unknown>>; // every axis of ours has labels
}
