// SPDX-License-Identifier: MIT
import { basename, dirname, join, relative } from 'node:path';
import { KCONFIG_ANSWERS, MANIFEST_NAME } from '../../config/manifest.ts';
import { isJsonObject, parseJsonObject } from '../../core/json-object.ts';
import { settingSpec } from '../../core/settings/index.ts';
import { readTextIfExists } from '../files.ts';

/**
 * Returns what sweep.json says of where a sweep folder lies, and whether a Kconfig tree completed its configurations. Whoever reads a report
 * is thought to call make where it was called for the sweep: a folder below that is named from there. Where the range file says in which folder
 * commands run, that is all sweep.json knows; a sweep in the usual OUTPUT_DIR is named by that then, and any other one whole.
 */
export function recordedPlace(sweepDir: string): { readonly place: string; readonly hasTree: boolean } {
  const manifest = parseJsonObject(readTextIfExists(join(sweepDir, MANIFEST_NAME)));
  const base = manifest?.['cwdBase'];
  const sources = manifest?.['sources'];
  const shown = typeof base === 'string' && base !== '' ? relative(base, sweepDir) : '';
  return {
    place: shown === '' || shown.startsWith('..') ? usualPlace(sweepDir) : shown,
    hasTree: Array.isArray(sources) && sources.some((one) => isJsonObject(one) && one['path'] === KCONFIG_ANSWERS),
  };
}

function usualPlace(sweepDir: string): string {
  const outputDir = basename(dirname(sweepDir));
  return outputDir === settingSpec('OUTPUT_DIR').default ? join(outputDir, basename(sweepDir)) : sweepDir;
}
