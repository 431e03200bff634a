// SPDX-License-Identifier: MIT
import { shortened } from '../words.ts';
import { failedRuns, type ReportRun, type SweepView } from '../view.ts';
import { groupBy } from '../../core/grouped.ts';

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
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_GROUPS)
    .map((runs) => {
      const first = runs[0] as ReportRun; // groups are never empty
      const text = logEnd(first);
      return { why: whyOf(first, text), runs, logEnd: text };
    });
}

const MOST_LETTERS = 160;

/** An exit code alone says little: the last line of the log mostly tells what went wrong. */
function whyOf({ reason, detail }: ReportRun, log: string): string {
  const said = detail === '' ? reason : detail;
  const last = log.trimEnd().split('\n').at(-1)?.trim() ?? '';
  return reason !== 'exit code' || last === '' ? said : `${said}: ${shortened(last, MOST_LETTERS)}`;
}
