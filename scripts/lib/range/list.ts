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
const HINT = 'lists and objects are JSON: [1, 2.5, "text", true, null, [3]], {"a": 1}';

/** What is being read: its text so far, and whether objects may stand in it. */
interface Json {
  readonly parts: string[];
  readonly objects: boolean;
}

/** Reads a JSON list or object; the reader stands on its [ or {. The value's text is the same without blanks. */
export function readList(reader: Reader, { objects = true } = {}): Value | undefined {
  const json: Json = { parts: [], objects };
  return readItem(reader, json, 0) === undefined ? undefined : { kind: 'list', text: json.parts.join('') };
}

/** Tells whether an object stands here, and not a word in braces. */
export function atObject(reader: Reader): boolean {
  return peek(reader) === '{' && /^\{[ \t]*["}]/.test(reader.source.text.slice(reader.at, reader.end));
}

/** What stands around the items of a list or an object. */
const BRACKETS = {
  '[': { close: ']', name: 'list' },
  '{': { close: '}', name: 'object' },
} as const;

function readItems(reader: Reader, json: Json, depth: number, bracket: '[' | '{'): true | undefined {
  const open = reader.at;
  const { close, name } = BRACKETS[bracket];
  if (depth > MAX_DEPTH) {
    return fail(reader, {
      code: 'E_TOO_DEEP',
      message: `lists are nested deeper than ${MAX_DEPTH}`,
      hint: 'write a flatter list',
      end: reader.at + 1,
    });
  }
  const keys = new Set<string>();
  reader.at += 1;
  json.parts.push(bracket);
  skipBlanks(reader);
  if (peek(reader) === close) return end(reader, json, close);
  for (;;) {
    if (bracket === '{' && readKey(reader, json, keys) === undefined) return undefined;
    if (readItem(reader, json, depth) === undefined) return undefined;
    skipBlanks(reader);
    const next = peek(reader);
    if (next === close) return end(reader, json, close);
    if (next === '')
      return fail(reader, { code: 'E_LIST', message: `this ${name} is not closed on its line`, hint: HINT, at: open });
    if (next !== ',') return expected(reader, `in ${name === 'list' ? 'a list' : 'an object'}, expected , or ${close}`);
    reader.at += 1;
    json.parts.push(',');
    skipBlanks(reader);
  }
}

function expected(reader: Reader, what: string): undefined {
  const found = peek(reader) === '' ? 'the end of the line' : quoted(peek(reader));
  return fail(reader, { code: 'E_LIST', message: `found ${found} ${what}`, hint: HINT, end: reader.at + 1 });
}

/** Reads "key": of an object. */
function readKey(reader: Reader, json: Json, keys: Set<string>): true | undefined {
  const at = reader.at;
  if (peek(reader) !== '"') return expected(reader, 'where a key in double quotes is expected');
  if (readText(reader, json.parts) === undefined) return undefined;
  const key = json.parts.at(-1) ?? '';
  if (keys.has(key))
    return fail(reader, {
      code: 'E_LIST',
      message: `the key ${quoted(key)} stands twice in this object`,
      hint: 'delete one of them',
      at,
      end: reader.at,
    });
  keys.add(key);
  skipBlanks(reader);
  if (peek(reader) !== ':') return expected(reader, 'behind a key, expected :');
  reader.at += 1;
  json.parts.push(':');
  skipBlanks(reader);
  return true;
}

function end(reader: Reader, json: Json, close: string): true {
  reader.at += 1;
  json.parts.push(close);
  return true;
}

function readItem(reader: Reader, json: Json, depth: number): true | undefined {
  const at = reader.at;
  const next = peek(reader);
  if (next === '[') return readItems(reader, json, depth + 1, next);
  if (next === '{' && json.objects) return readItems(reader, json, depth + 1, next);
  if (next === '"') return readText(reader, json.parts);
  const word = take(reader, SCALAR);
  const literal = word === undefined ? undefined : LITERALS.get(word);
  if (literal !== undefined) {
    json.parts.push(literal);
    return true;
  }
  if (word !== undefined && isNumberText(word)) {
    if (sizedNumber(reader, word, at) === undefined) return undefined;
    json.parts.push(word);
    return true;
  }
  if (next === '{')
    return fail(reader, {
      code: 'E_LIST',
      message: 'objects cannot stand in a condition',
      hint: 'compare a symbol of its own',
      end: at + 1,
    });
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
