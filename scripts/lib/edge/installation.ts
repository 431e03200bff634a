// SPDX-License-Identifier: MIT
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Set where the scripts run as one bundled file, which lies elsewhere than its sources (scripts/start.mjs). */
declare const KSWEEP_ROOT: string | undefined;

/** The folder ksweep is installed in: that of its package.json. */
export const INSTALLATION =
  typeof KSWEEP_ROOT === 'string' ? KSWEEP_ROOT : dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Where the templates of reports and cluster scripts lie. */
export const TEMPLATES = join(INSTALLATION, 'templates');
