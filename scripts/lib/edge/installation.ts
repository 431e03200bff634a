// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isJsonObject } from '../core/json-object.ts';

/** Set where the scripts run as one bundled file, which lies elsewhere than its sources (scripts/start.cjs). */
declare const KSWEEP_ROOT: string | undefined;

/** The folder ksweep is installed in: that of its package.json. */
export const INSTALLATION =
  typeof KSWEEP_ROOT === 'string' ? KSWEEP_ROOT : dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Where the templates of reports and cluster scripts lie. */
export const TEMPLATES = join(INSTALLATION, 'templates');

/** Version of this ksweep, as its package.json has it. */
export const KSWEEP_VERSION = versionOf(JSON.parse(readFileSync(join(INSTALLATION, 'package.json'), 'utf8')));

function versionOf(manifest: unknown): string {
  const version = isJsonObject(manifest) ? manifest['version'] : undefined;
  if (typeof version !== 'string') throw new Error('internal: package.json has no version');
  return version;
}
