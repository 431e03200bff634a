// SPDX-License-Identifier: MIT
import { runsBySetting } from './seed-setting.ts';
import { sharedValues } from '../run/failures.ts';
import { factsOfStatus } from '../run/status.ts';
import { failureEntries } from './failure-entries.ts';
import type { Statistics } from './statistics-form.ts';
import { failedRuns, type SweepView } from './view.ts';
import type { FailureEntry } from './outlook-form.ts';
import { pValueText } from './effects-text.ts';
import { bareName } from './words.ts';

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

/** Causes that a text lists. */
const LISTED = 6;

/** Returns what runs that gave no value have in common, one sentence each, most telling first; none where nothing was shown. */
function failureCauseLines(failures: readonly FailureEntry[]): readonly string[] {
  return failures
    .filter((entry) => entry.shown)
    .slice(0, LISTED)
    .map(causeLine);
}

function causeLine(entry: FailureEntry): string {
  const { failed, runs, other_failed, other_runs, p_adjusted } = entry;
  return `${whereText(entry)}: ${failed} of ${runs} runs gave no value, ${other_failed} of the other ${other_runs} (${pValueText(p_adjusted)}).`;
}

/** Returns `LR=10`, `LR above 0.3`; symbols that change together are named together. */
function whereText({ symbols, value, above, below }: FailureEntry): string {
  const [first = '', ...others] = symbols.map(bareName);
  const along = others.length === 0 ? '' : ` (${others.join(', ')} changes with it)`;
  if (above !== null) return `${first} above ${above}${along}`;
  if (below !== null) return `${first} below ${below}${along}`;
  return `${first}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}${along}`;
}
