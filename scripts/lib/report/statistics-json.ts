// SPDX-License-Identifier: MIT
import type { Statistics } from './statistics-form.ts';

/** Returns sweep_statistics.json: one line for each setting, so that it diffs and greps. */
export function renderStatistics(statistics: Statistics): string {
  const entries = Object.entries(statistics).map(([key, value]: [string, unknown]) => {
    if (!Array.isArray(value) || key === 'version') return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const rows = value.map((row: unknown) => `  ${JSON.stringify(row)}`);
    return `${JSON.stringify(key)}: [${rows.length === 0 ? '' : `\n${rows.join(',\n')}\n`}]`;
  });
  return `{\n${entries.join(',\n')}\n}\n`;
}
