// SPDX-License-Identifier: MIT
import { shellQuote } from './shell-quote.ts';

/**
 * Returns a line for a shell that calls a make target about one sweep: `make sweep-resume SWEEP=runs/sweep_1 RETRY_FAILED=1`. `place` is the
 * sweep folder as whoever reads the line names it; undefined where the target finds that folder by itself. `more` are further words, as a shell reads them.
 */
export function makeLine(target: string, place: string | undefined, more = ''): string {
  const sweep = place === undefined ? '' : ` SWEEP=${shellQuote(place)}`;
  return `make ${target}${sweep}${more === '' ? '' : ` ${more}`}`;
}

/** Returns a line for a shell that calls a make target with a range file: `make sweep RANGE_CONFIG=next-range REUSE=1`. */
export function rangeLine(target: string, rangeFile: string, ...more: readonly string[]): string {
  return [`make ${target} RANGE_CONFIG=${shellQuote(rangeFile)}`, ...more.filter((words) => words !== '')].join(' ');
}
