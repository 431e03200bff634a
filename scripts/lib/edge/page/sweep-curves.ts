// SPDX-License-Identifier: MIT
import type { Settings } from '../../core/settings/resolve.ts';
import { renderCurves } from '../../report/curves-csv.ts';
import type { RecordSource } from './run-records.ts';

/** Runs up to which curves are written unasked: they are read from the files of every run each time. */
const MOST_UNASKED = 1000;

/** Returns sweep_curves.csv; undefined where there is no curve, and of a large sweep unless somebody asks for it by name. */
export function sweepCurves(
  { view, curves }: RecordSource,
  settings: Pick<Settings<'REPORTS'>, 'text'>,
): string | undefined {
  const isAsked = /\bcurves\b/.test(settings.text('REPORTS') ?? '');
  if (!isAsked && view.runs.length > MOST_UNASKED) return undefined;
  return renderCurves(view, curves.once);
}
