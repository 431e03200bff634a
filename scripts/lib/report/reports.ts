// SPDX-License-Identifier: MIT
import { DiagnosticsError } from '../core/diagnostic.ts';
import { didYouMean } from '../core/nearest.ts';
import { settingWords } from '../core/settings/words.ts';
import type { LayoutReport } from '../run/layouts/layout.ts';

/** Reports in the form of other systems: `all` has those of the sweep's layout. */
const LAYOUT_REPORTS: Readonly<Record<LayoutReport, string>> = {
  'search-results': 'search_results.csv',
  'seeds-summary': 'seeds_summary_text.txt',
};

/** The reports of every sweep folder. */
const USUAL_REPORTS = {
  json: 'sweep_summary.json',
  csv: 'sweep_summary.csv',
  text: 'sweep_analysis.txt',
  markdown: 'sweep_summary.md',
  page: 'analysis.html',
  statistics: 'sweep_statistics.json',
  curves: 'sweep_curves.csv',
} as const;

/** The reports of a sweep folder by the names that SWEEP_REPORTS takes, with the files they are, in the order in which they are written: what is cheap and read by tools first. */
export const REPORTS = { ...USUAL_REPORTS, ...LAYOUT_REPORTS } as const;

export type ReportName = keyof typeof REPORTS;

/**
 * Returns the reports that SWEEP_REPORTS names; for `all` and for none those of every sweep, and those of its layout. Throws DiagnosticsError for a
 * name that is none.
 */
export function wantedReports(
  text: string | undefined,
  ofLayout: readonly LayoutReport[] = [],
): ReadonlySet<ReportName> {
  const words = settingWords(text);
  if (words.length === 0 || words.includes('all'))
    return new Set([...Object.keys(USUAL_REPORTS).filter(isReport), ...ofLayout, ...words.filter(isReport)]);
  const unknown = words.filter((word) => !isReport(word));
  if (unknown.length > 0) {
    throw new DiagnosticsError(
      unknown.map((word) => ({
        code: 'E_SETTING_VALUE',
        message: `SWEEP_REPORTS has "${word}"; expected all, or some of ${Object.keys(REPORTS).join(', ')}`,
        ...hintFor(word),
      })),
    );
  }
  return new Set(words.filter(isReport));
}

function isReport(word: string): word is ReportName {
  return Object.hasOwn(REPORTS, word);
}

function hintFor(word: string): { readonly hint?: string } {
  const hint = didYouMean(word, Object.keys(REPORTS));
  return hint === undefined ? {} : { hint };
}
