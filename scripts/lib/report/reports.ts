// SPDX-License-Identifier: MIT
import { DiagnosticsError } from '../core/diagnostic.ts';
import { didYouMean } from '../core/nearest.ts';

/** The reports of a sweep folder by the names that SWEEP_REPORTS takes, with the files they are, in the order in which they are written: what is cheap and read by tools first. */
export const REPORTS = {
  json: 'sweep_summary.json',
  csv: 'sweep_summary.csv',
  text: 'sweep_analysis.txt',
  markdown: 'sweep_summary.md',
  page: 'analysis.html',
  statistics: 'sweep_statistics.json',
  curves: 'sweep_curves.csv',
} as const;

export type ReportName = keyof typeof REPORTS;

/** Returns the reports that SWEEP_REPORTS names, all of them for `all` and for none. Throws DiagnosticsError for a name that is none. */
export function wantedReports(text: string | undefined): ReadonlySet<ReportName> {
  const words = (text ?? '').split(/[,;\s]+/).filter((word) => word !== '');
  if (words.length === 0 || words.includes('all')) return new Set(Object.keys(REPORTS).filter(isReport));
  const unknown = words.filter((word) => !isReport(word));
  if (unknown.length > 0) {
    throw new DiagnosticsError(
      unknown.map((word) => ({
        severity: 'error',
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
