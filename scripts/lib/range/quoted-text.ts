// SPDX-License-Identifier: MIT
import { fail, quoted, type Reader } from './reader.ts';

/**
 * Reads text in double quotes, where \" and \\ stand for a quote and a backslash; the reader stands on the opening
 * quote. `hint` says what suits this place better when another backslash turns up.
 */
export function readQuoted(reader: Reader, hint: string): string | undefined {
  const { text } = reader.source;
  const open = reader.at;
  let value = '';
  let from = open + 1;
  for (let at = from; at < reader.end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      reader.at = at + 1;
      return value + text.slice(from, at);
    }
    if (code !== 92) continue;
    const next = at + 1 < reader.end ? text.charAt(at + 1) : '';
    if (next === '') break;
    if (next !== '"' && next !== '\\') {
      const message = `${quoted(`\\${next}`)} in quotes means nothing; only \\" and \\\\ do`;
      return fail(reader, { code: 'E_ESCAPE', message, hint, at, end: at + 2 });
    }
    value += text.slice(from, at) + next;
    from = at + 2;
    at += 1;
  }
  return fail(reader, {
    code: 'E_QUOTE',
    message: 'this quote is not closed on its line',
    at: open,
    hint: 'add a closing "; inside the text a quote is written \\"',
  });
}

/** The hint for a stray backslash in the value of a symbol. */
export const ESCAPE_HINT = 'write \\\\ for one backslash';

/** Returns text in quotes as `readQuoted` reads it back. */
export function quoteText(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
