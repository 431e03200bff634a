// SPDX-License-Identifier: MIT
import type { FailureEntry } from './outlook-form.ts';
import { pValueText } from './effects-text.ts';
import { bareName } from './words.ts';

/** Causes that a text lists. */
const LISTED = 6;

/** Returns what runs that gave no value have in common, one sentence each, most telling first; none where nothing was shown. */
export function failureCauseLines(failures: readonly FailureEntry[]): readonly string[] {
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
