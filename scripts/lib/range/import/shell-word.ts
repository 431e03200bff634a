// SPDX-License-Identifier: MIT
import type { Span } from '../../core/source.ts';
import { quoted } from '../reader.ts';
import { type ImportTrouble, refuse } from './system.ts';

/** What a POSIX shell reads as something else than itself outside of quotes (XCU 2.2, 2.6). */
const SPECIAL = /[\s|&;<>()$`*?[\]#~!{}]/;

/**
 * Returns the word that a program gets when a shell reads a text: its quotes and backslashes are gone. A text that the shell
 * would read as several words, or would put something into, is an error.
 */
export function shellWord(text: string, span: Span, trouble: ImportTrouble): string | undefined {
  const read = wordOf(text);
  if ('word' in read) return read.word;
  const bare = text.replaceAll(/["'\\]/g, '');
  return refuse(trouble, {
    code: 'E_IMPORT_VALUE',
    span,
    message: `the text ${quoted(text)} goes through a shell, which ${read.problem}`,
    hint: `put single quotes into it, around what is meant: "'${bare}'"`,
  });
}

function wordOf(text: string): { readonly word: string } | { readonly problem: string } {
  let word = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === "'" || char === '"') {
      const inside = char === "'" ? singleQuoted(text, at) : doubleQuoted(text, at);
      if ('problem' in inside) return inside;
      word += inside.word;
      at = inside.end;
    } else if (char === '\\') {
      at += 1;
      if (at >= text.length) return { problem: 'finds nothing behind its last backslash' };
      word += text.charAt(at);
    } else if (/\s/.test(char)) return { problem: 'takes it for several words' };
    else if (SPECIAL.test(char) && !isHarmless(text, at)) return { problem: `takes its ${char} for something else` };
    else word += char;
  }
  return { word };
}

/** # and ~ mean something at the beginning of a word alone, and the text stands behind --name=. */
function isHarmless(text: string, at: number): boolean {
  return /[#~!]/.test(text.charAt(at)) || (text.charAt(at) === '}' && !text.includes('{'));
}

type Quoted = { readonly word: string; readonly end: number } | { readonly problem: string };

const OPEN = { problem: 'finds a quote in it that does not end' };

function singleQuoted(text: string, start: number): Quoted {
  const end = text.indexOf("'", start + 1);
  return end === -1 ? OPEN : { word: text.slice(start + 1, end), end };
}

function doubleQuoted(text: string, start: number): Quoted {
  let word = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') return { word, end: at };
    if (char === '$' || char === '`') return { problem: `puts something in for its ${char}` };
    const next = text.charAt(at + 1);
    if (char === '\\' && /["\\$`]/.test(next)) {
      word += next;
      at += 1;
    } else word += char;
  }
  return OPEN;
}
