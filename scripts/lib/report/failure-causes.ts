// SPDX-License-Identifier: MIT
import { runsBySetting } from './seed-setting.ts';
import { sharedValues } from '../run/failures.ts';
import { factsOfStatus } from '../run/status.ts';
import { failureEntries } from './failure-entries.ts';
import { failureCauseLines } from './failure-words.ts';
import type { Statistics } from './statistics-form.ts';
import { failedRuns, type SweepView } from './view.ts';

/** Returns what the runs that failed or gave no value have in common, one sentence each: what was shown by a test, else what all of them share. */
export function failureCauses(
  view: SweepView,
  { seedSymbol, statistics }: { readonly seedSymbol: string; readonly statistics: Statistics | undefined },
): readonly string[] {
  const shown = failureCauseLines(statistics?.failures ?? failureEntries(view, runsBySetting(view.runs, seedSymbol)));
  if (shown.length > 0) return shown;
  const failed = failedRuns(view);
  if (failed.length < 2) return [];
  const finished = view.runs.filter((run) => factsOfStatus(run.status).isRankable);
  const shared = sharedValues(failed, finished, view.varying);
  return shared.length === 0
    ? []
    : [`All ${failed.length} runs that failed, and no other that ended, have ${shared.join(' ')}.`];
}
