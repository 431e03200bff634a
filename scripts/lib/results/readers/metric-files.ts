// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../../core/diagnostic.ts';
import { didYouMean } from '../../core/nearest.ts';
import { settingWords } from '../../core/settings/words.ts';
import { formatOfName, isMetricFormat, METRIC_FORMATS } from './formats.ts';
import { isGlob } from './glob.ts';
import type { MetricReader } from './reading.ts';

/**
 * Returns the readers of SWEEP_METRIC_FILES: `"my.txt=keywords, out/*.tsv"`. A format may be left out where the name tells
 * it. They are read before the files that are known without being named.
 */
export function parseMetricFiles(text: string | undefined): Checked<readonly MetricReader[]> {
  const diagnostics: Diagnostic[] = [];
  const readers: MetricReader[] = [];
  for (const part of settingWords(text)) {
    const parsed = parsePart(part);
    if ('message' in parsed) diagnostics.push({ code: 'E_SETTING_VALUE', ...parsed });
    else readers.push(parsed);
  }
  return diagnostics.length > 0 ? { diagnostics } : { value: readers, diagnostics };
}

function parsePart(part: string): MetricReader | { readonly message: string; readonly hint?: string | undefined } {
  const at = part.lastIndexOf('=');
  const file = at < 0 ? part : part.slice(0, at);
  const word = at < 0 ? undefined : part.slice(at + 1);
  const place = placeProblem(file);
  if (place !== undefined) return { message: `SWEEP_METRIC_FILES has "${file}"; ${place}` };
  const format = word ?? formatOfName(file);
  const formats = Object.keys(METRIC_FORMATS);
  if (format === undefined) {
    return {
      message: `SWEEP_METRIC_FILES has "${file}", whose name does not tell its format`,
      hint: `write ${file}=FORMAT; formats: ${formats.join(', ')}`,
    };
  }
  if (!isMetricFormat(format)) {
    const near = didYouMean(format, formats);
    return {
      message: `SWEEP_METRIC_FILES has the format "${format}" for ${file}; expected one of ${formats.join(', ')}`,
      hint: near,
    };
  }
  if (format === 'folds' && !isGlob(file))
    return { message: `SWEEP_METRIC_FILES has ${part}; folds lie in several folders: write a * for their number` };
  return { file, ...METRIC_FORMATS[format] };
}

/** Says why a path cannot be that of a file of the run folder; undefined for one that can. */
export function placeProblem(file: string): string | undefined {
  if (file.startsWith('/')) return 'the file must lie inside the run folder (a path without / in front)';
  const parts = file.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return 'the file must lie inside the run folder: no part of its path may be empty, . or ..';
  return undefined;
}
