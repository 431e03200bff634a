// SPDX-License-Identifier: MIT
import { CONFIG_PREFIX } from '../core/configuration-name.ts';
import { type Assignment, kconfigText } from '../core/value.ts';

/**
 * Returns the lines of a valid .config fragment, in file order. n is written as Kconfig does, but only for CONFIG_ names:
 * behind any other name "is not set" is read back as a mere comment. Numbers of `quoted` symbols stand in quotes.
 */
export function renderKconfig(header: string, assignments: readonly Assignment[], quoted: ReadonlySet<string>): string {
  const lines = assignments.map(({ name, value }) =>
    value.kind === 'tristate' && value.text === 'n' && name.startsWith(CONFIG_PREFIX)
      ? `# ${name} is not set`
      : `${name}=${value.kind === 'number' && quoted.has(name) ? `"${value.text}"` : kconfigText(value)}`,
  );
  return `${commented(header)}${lines.join('\n')}\n`;
}

/** Returns a header as # comment lines. */
export function commented(header: string): string {
  return header
    .split('\n')
    .map((line) => `# ${line}\n`)
    .join('');
}
