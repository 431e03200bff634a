// SPDX-License-Identifier: MIT
/** The files that a report of one sweep writes, in the order in which they are written: what is cheap and read by tools first. */
export const REPORTS = [
  'sweep_summary.json',
  'sweep_summary.csv',
  'sweep_analysis.txt',
  'sweep_summary.md',
  'analysis.html',
] as const;

export type ReportName = (typeof REPORTS)[number];
