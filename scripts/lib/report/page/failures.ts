// SPDX-License-Identifier: MIT
import { groupBy } from '../../results/groups.ts';
import { failedRuns, type ReportRun, type SweepView } from '../view.ts';

/** Failures with the same cause: how many, which, and the end of one log. */
export interface FailureGroup {
  readonly why: string;
  readonly runs: readonly ReportRun[];
  readonly logEnd: string;
}

/** Groups that the page shows; a sweep with more has one cause that differs in its numbers. */
const MOST_GROUPS = 20;

/** Returns the failures by cause, most frequent first; `logEnd` reads the end of a run's log. */
export function failureGroups(
  view: SweepView,
  signatureOf: (run: ReportRun) => string,
  logEnd: (run: ReportRun) => string,
): readonly FailureGroup[] {
  const groups = groupBy(failedRuns(view), (run) => `${run.reason}\n${signatureOf(run)}`);
  return [...groups]
    .sort((a, b) => b.items.length - a.items.length)
    .slice(0, MOST_GROUPS)
    .map(({ items }) => {
      const first = items[0] as ReportRun; // groups are never empty
      return { why: first.detail === '' ? first.reason : first.detail, runs: items, logEnd: logEnd(first) };
    });
}
