// SPDX-License-Identifier: MIT
import { CODES } from './codes.ts';

/** Returns docs/errors.md: every diagnostic code with its meaning, errors and warnings apart. */
export function codesMarkdown(): string {
  return [
    '# Error codes\n',
    'Made from the table in `scripts/lib/core/codes.ts` by `make docs`; do not edit by hand.\n',
    'What is wrong with a file is told as `path:line:col: error: message [CODE]`, with the line, a mark below the place, and a hint.',
    'All errors of all files are told at once. While there is one, no run starts; the exit code is 2. Codes never change their meaning.\n',
    '## Errors\n',
    ...tableOf('E_'),
    '## Warnings\n',
    'A warning says that a line is hardly what was meant. It stops nothing. `SWEEP_QUIET=W_KINDS` in the range file silences a code; several stand with commas between them.\n',
    ...tableOf('W_'),
  ].join('\n');
}

function tableOf(prefix: string): readonly string[] {
  const codes = Object.entries(CODES).filter(([code]) => code.startsWith(prefix));
  const rows = codes.map(([code, meaning]) => `| \`${code}\` | ${meaning.replaceAll('|', '\\|')} |`);
  return ['| code | meaning |', '| --- | --- |', ...rows, ''];
}
