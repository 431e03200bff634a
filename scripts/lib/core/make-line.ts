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
