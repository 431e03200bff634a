// SPDX-License-Identifier: MIT

/** Colours a text for a terminal, or leaves it as it is. */
export type Paint = (text: string, colour: 'red' | 'green') => string;

const CODES = { red: 31, green: 32 } as const;

/**
 * Returns the colours of a stream: where it is a terminal, unless NO_COLOR says none (no-color.org: set and not empty) or TERM is
 * dumb; FORCE_COLOR (set, and not 0) asks for them anywhere.
 */
export function paintFor(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint {
  const [forced, none] = [env['FORCE_COLOR'], env['NO_COLOR']];
  const isForced = forced !== undefined && forced !== '' && forced !== '0';
  const hasColours =
    isForced || (isTerminal && (none === undefined || none === '') && forced !== '0' && env['TERM'] !== 'dumb');
  return hasColours ? (text, colour) => `\u001b[${CODES[colour]}m${text}\u001b[0m` : (text) => text;
}
