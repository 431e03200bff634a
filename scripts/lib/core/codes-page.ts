// SPDX-License-Identifier: MIT
import { CODES } from './codes.ts';

/** Returns docs/errors.md: every diagnostic code with its meaning. */
export function codesMarkdown(): string {
  const rows = Object.entries(CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning.replaceAll('|', '\\|')} |`);
  return [
    '# Error codes\n',
    'Made from the table in `scripts/lib/core/codes.ts` by `make docs`; do not edit by hand.\n',
    'Trouble with a file is told as `path:line:col: error: message [CODE]` with the source line, the place marked below it, and a hint.',
    'All errors of all files are told at once, nothing is written or started before there are none, and the exit code is 2. Codes are stable.\n',
    '| code | meaning |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
