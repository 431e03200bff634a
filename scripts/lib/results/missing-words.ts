// SPDX-License-Identifier: MIT
import { guessLogMetrics } from './log-guess.ts';
import { COMMA_WORDS } from './readers/reading.ts';
import type { RunMetrics } from './read-run.ts';
import { relatedNames } from './related-names.ts';

/** How many of the names that were found a sentence tells. */
const NAMED = 8;

/** Of the files that a script may write: those that METRIC_FILES reads by their ending. */
const READABLE = /^(?!config\.).+\.(?:json|jsonl|csv|tsv)$/;

function unreadWords(present: readonly string[]): string {
  const [file] = present.filter((name) => READABLE.test(name)).sort();
  if (file === undefined) return 'no metrics file was written';
  return `${file} is not read, as its name is none that is known; METRIC_FILES=${file} reads it`;
}

/**
 * Returns the sentence that says why a run has no metric to rank by: what is wrong with its files, which metrics there are
 * instead, the one that may be meant, and the line of the log with the pattern that would read it. `present` are the names in the
 * run folder: a table or JSON file of a name that nobody reads without being told is named.
 */
export function describeMissing(metrics: RunMetrics, log?: string, present: readonly string[] = []): string {
  const [wanted = ''] = metrics.missing;
  const name = wanted.replace(/^(?:last|max|min|mean)\((.*)\)$/, '$1').replace(/\[-?\d+\]$/, '');
  const found = Object.keys(metrics.values).filter((key) => key !== 'total_time' && !key.startsWith('gpu_'));
  const isText = typeof metrics.values[name] === 'string';
  // A log says its comma with its line; that the metric is a text then says it twice.
  const [first = ''] = metrics.problems;
  const parts = first.includes(COMMA_WORDS) ? [first] : [...metrics.problems];
  const files = metrics.files.join(', ');
  if (isText) {
    if (!first.includes(':1: ')) parts.push(`read from ${files}`);
  } else if (found.length > 0) {
    const more = found.length > NAMED ? ` and ${found.length - NAMED} more` : '';
    parts.push(`found ${found.slice(0, NAMED).join(', ')}${more} in ${files}`);
  } else if (parts.length === 0) {
    parts.push(metrics.files.length === 0 ? unreadWords(present) : `read ${files}`);
  }
  const related =
    isText || name.includes(':')
      ? []
      : relatedNames(
          name,
          found.filter((key) => typeof metrics.values[key] !== 'string'),
        );
  if (related.length > 0) parts.push(`did you mean METRIC=${related.join(' or METRIC=')}?`);
  const guess = log === undefined || isText || name.includes(':') ? undefined : guessLogMetrics(log, name)[0];
  if (guess !== undefined) {
    const asked = guess.metric === name ? '' : ` METRIC=${guess.metric}`;
    parts.push(`line ${guess.line} of the log, "${guess.shown}", is read by METRIC_REGEX='${guess.pattern}'${asked}`);
  }
  return `no ${metrics.missing.join(', no ')} (${parts.join('; ')})`;
}
