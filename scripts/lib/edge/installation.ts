// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Set where the scripts run as one bundled file, which lies elsewhere than its sources (scripts/start.mjs). */
declare const KSWEEP_ROOT: string | undefined;

/** The folder ksweep is installed in: that of its package.json. */
export const INSTALLATION =
  typeof KSWEEP_ROOT === 'string' ? KSWEEP_ROOT : dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Where the templates of reports and cluster scripts lie. */
export const TEMPLATES = join(INSTALLATION, 'templates');

let version: string | undefined;

/** Returns the version of this ksweep, 0.1.0, as its package.json tells it; read once. 'unknown' when that is gone. */
export function ksweepVersion(): string {
  version ??= readVersion();
  return version;
}

function readVersion(): string {
  try {
    const told: unknown = JSON.parse(readFileSync(join(INSTALLATION, 'package.json'), 'utf8'));
    if (typeof told === 'object' && told !== null && 'version' in told) return String(told.version);
  } catch {
    // a version that cannot be told stops no sweep
  }
  return 'unknown';
}
