// SPDX-License-Identifier: MIT
import type { BaseProblem } from './place.ts';

/** Words and marks of JSON; a word may be none that JSON knows. */
export const JSON_TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;

/** Longest word that a message shows. */
const SHOWN = 40;

/** Returns what is wrong with a text that JSON.parse refused with this error, and where: its own message often names no place. */
export function jsonTrouble(text: string, error: unknown): BaseProblem {
  const message = error instanceof Error ? error.message : String(error);
  const at = /^(.*) in JSON at position (\d+)/s.exec(message);
  if (at !== null) return { message: at[1] ?? message, offset: Number(at[2]) };
  if (/end of JSON input/.test(message)) return { message: 'the file ends before its JSON does', offset: text.length };
  let before = '';
  for (const { 0: token, index } of text.matchAll(JSON_TOKEN)) {
    const isMark = /^[[\]{},:]$/.test(token);
    if (isMark ? isMisplaced(before, token) : !isValue(token))
      return { message: `found ${token.slice(0, SHOWN)}, expected a value of JSON`, offset: index };
    before = token;
  }
  return { message: 'the file is not valid JSON', offset: 0 };
}

/** A mark where a value should stand: [1,] and {"a":}. */
function isMisplaced(before: string, mark: string): boolean {
  if (mark === '[' || mark === '{') return false;
  return before === ',' || before === ':' || (before === '[' && mark !== ']') || (before === '{' && mark !== '}');
}

function isValue(word: string): boolean {
  try {
    JSON.parse(word);
    return true;
  } catch {
    return false;
  }
}
