// SPDX-License-Identifier: MIT
import { isNumberText, type Value } from '../core/value.ts';
import { sizedNumber } from './number.ts';
import { fail, peek, quoted, type Reader, skipBlanks, take } from './reader.ts';

/** How deep lists and parentheses may be nested. */
export const MAX_DEPTH = 200;

const SCALAR = /[A-Za-z0-9_.+-]+/y;
/** What JSON calls them, and what Python does. */
const LITERALS: ReadonlyMap<string, string> = new Map([
  ['true', 'true'],
  ['True', 'true'],
  ['false', 'false'],
  ['False', 'false'],
  ['null', 'null'],
  ['None', 'null'],
]);

const CLOSING = /["\\]/g;
const HINT = 'a list is JSON: [1, 2.5, "text", true, null, [3]]';

/** Reads a JSON list; the reader stands on its [. The value's text is the same list without blanks. */
export function readList(reader: Reader): Value | undefined {
  const parts: string[] = [];
  return readItems(reader, parts, 1) === undefined ? undefined : { kind: 'list', text: parts.join('') };
}

function readItems(reader: Reader, parts: string[], depth: number): true | undefined {
  const open = reader.at;
  if (depth > MAX_DEPTH) {
    return fail(reader, {
      code: 'E_TOO_DEEP',
      message: `lists are nested deeper than ${MAX_DEPTH}`,
      hint: 'write a flatter list',
      end: reader.at + 1,
    });
  }
  reader.at += 1;
  parts.push('[');
  skipBlanks(reader);
  if (peek(reader) === ']') return close(reader, parts);
  for (;;) {
    if (readItem(reader, parts, depth) === undefined) return undefined;
    skipBlanks(reader);
    const next = peek(reader);
    if (next === ']') return close(reader, parts);
    if (next === '')
      return fail(reader, { code: 'E_LIST', message: 'this list is not closed on its line', hint: HINT, at: open });
    if (next !== ',')
      return fail(reader, {
        code: 'E_LIST',
        message: `found ${quoted(next)} in a list, expected , or ]`,
        hint: HINT,
        end: reader.at + 1,
      });
    reader.at += 1;
    parts.push(',');
    skipBlanks(reader);
  }
}

function close(reader: Reader, parts: string[]): true {
  reader.at += 1;
  parts.push(']');
  return true;
}

function readItem(reader: Reader, parts: string[], depth: number): true | undefined {
  const at = reader.at;
  const next = peek(reader);
  if (next === '[') return readItems(reader, parts, depth + 1);
  if (next === '"') return readText(reader, parts);
  const word = take(reader, SCALAR);
  const literal = word === undefined ? undefined : LITERALS.get(word);
  if (literal !== undefined) {
    parts.push(literal);
    return true;
  }
  if (word !== undefined && isNumberText(word)) {
    if (sizedNumber(reader, word, at) === undefined) return undefined;
    parts.push(word);
    return true;
  }
  if (next === '{')
    return fail(reader, { code: 'E_LIST', message: 'objects cannot stand in a list', hint: HINT, end: at + 1 });
  const found = word === undefined ? (next === '' ? 'the end of the line' : quoted(next)) : quoted(word);
  const hint = word === undefined ? HINT : 'text in a list stands in double quotes';
  return fail(reader, {
    code: 'E_LIST',
    message: `found ${found} where an item of a list is expected`,
    hint,
    at,
    end: Math.max(reader.at, at + 1),
  });
}

function readText(reader: Reader, parts: string[]): true | undefined {
  const { text } = reader.source;
  const open = reader.at;
  CLOSING.lastIndex = open + 1;
  for (let match = CLOSING.exec(text); match !== null && match.index < reader.end; match = CLOSING.exec(text)) {
    if (match[0] === '\\') {
      CLOSING.lastIndex += 1;
      continue;
    }
    reader.at = match.index + 1;
    const value = jsonText(text.slice(open, reader.at));
    if (value === undefined) break;
    parts.push(JSON.stringify(value));
    return true;
  }
  const message = reader.at > open ? 'this text is not valid JSON' : 'this quote is not closed on its line';
  return fail(reader, {
    code: 'E_LIST',
    message,
    hint: HINT,
    at: open,
    end: reader.at > open ? reader.at : reader.end,
  });
}

function jsonText(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
