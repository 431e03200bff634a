// SPDX-License-Identifier: MIT
import { unreachable } from './unreachable.ts';

/** Where a text stops being JSON, and what stands there: the messages of JSON.parse often name no place. */
export interface JsonFault {
  readonly offset: number;
  readonly what: string;
}

/** json: RFC 8259; python: with NaN, Infinity and -Infinity, as Python's json writes and reads them. */
export type JsonDialect = 'json' | 'python';

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORDS: Readonly<Record<JsonDialect, RegExp>> = {
  json: /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y,
  python: /-?(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|NaN|Infinity)(?![\w.])|(?:true|false|null)(?!\w)/y,
};

/** What may stand next: a value, the name of a member, or what follows a value. */
type Expectation = 'value' | 'value or ]' | 'name' | 'name or }' | ', or end';

/** How far a text has been read. */
interface Reading {
  readonly text: string;
  /** Matches a word of the dialect where it stands. */
  readonly word: RegExp;
  at: number;
  /** The brackets that are not closed yet, outermost first. */
  readonly open: ('[' | '{')[];
  expect: Expectation;
}

/** Returns the first place where a text stops being JSON, in the dialect that is read; undefined for good JSON. Linear in the text. */
export function jsonFault(text: string, dialect: JsonDialect): JsonFault | undefined {
  const reading: Reading = { text, word: WORDS[dialect], at: 0, open: [], expect: 'value' };
  for (;;) {
    take(reading, SPACE);
    if (reading.at >= text.length) return faultAtEnd(reading);
    const fault = step(reading);
    if (fault !== undefined) return fault;
  }
}

function faultAtEnd({ text, at, open, expect }: Reading): JsonFault | undefined {
  if (expect === ', or end' && open.length === 0) return undefined;
  return { offset: at, what: text.trim() === '' ? 'the file is empty' : 'the file ends too early (half written?)' };
}

/** Reads one token: it is what is expected, or the fault. */
function step(reading: Reading): JsonFault | undefined {
  switch (reading.expect) {
    case ', or end':
      return readSeparator(reading);
    case 'name':
    case 'name or }':
      return readName(reading);
    case 'value':
    case 'value or ]':
      return readValue(reading);
    default:
      return unreachable(reading.expect);
  }
}

function readSeparator(reading: Reading): JsonFault | undefined {
  const { text, at, open } = reading;
  const inside = open.at(-1);
  if (inside === undefined) return { offset: at, what: `found ${shown(text, at)} behind the end of the value` };
  const end = inside === '{' ? '}' : ']';
  if (text[at] === ',') {
    reading.at += 1;
    reading.expect = inside === '{' ? 'name' : 'value';
    return undefined;
  }
  return text[at] === end ? close(reading) : { offset: at, what: `found ${shown(text, at)}; expected , or ${end}` };
}

/** Reads the name of a member and its colon. */
function readName(reading: Reading): JsonFault | undefined {
  const { text, at } = reading;
  if (text[at] === '}' && reading.expect === 'name or }') return close(reading);
  if (!take(reading, STRING)) return { offset: at, what: nameFault(text, at) };
  take(reading, SPACE);
  if (reading.at === text.length) return undefined; // the end is looked at next
  if (text[reading.at] !== ':') return { offset: reading.at, what: `found ${shown(text, reading.at)}; expected :` };
  reading.at += 1;
  reading.expect = 'value';
  return undefined;
}

function readValue(reading: Reading): JsonFault | undefined {
  const { text, at, open } = reading;
  const char = text[at];
  if (char === '{' || char === '[') {
    reading.at += 1;
    open.push(char);
    reading.expect = char === '{' ? 'name or }' : 'value or ]';
    return undefined;
  }
  if (char === ']' && reading.expect === 'value or ]') return close(reading);
  reading.expect = ', or end';
  if (take(reading, STRING) || take(reading, reading.word)) return undefined;
  return { offset: at, what: char === '"' ? nameFault(text, at) : `found ${shown(text, at)}; expected a value` };
}

function close(reading: Reading): undefined {
  reading.at += 1;
  reading.open.pop();
  reading.expect = ', or end';
}

function take(reading: Reading, pattern: RegExp): boolean {
  pattern.lastIndex = reading.at;
  const match = pattern.exec(reading.text);
  if (match !== null) reading.at += match[0].length;
  return match !== null;
}

function nameFault(text: string, at: number): string {
  if (text[at] !== '"') return `found ${shown(text, at)}; expected a name in double quotes`;
  const closes = /^"(?:[^"\\\n]|\\.)*"/.test(text.slice(at, at + 10000));
  return closes
    ? 'a text in quotes has a wrong escape or a control character'
    : 'a text in quotes does not end (half written?)';
}

function shown(text: string, at: number): string {
  const word = /^[\w.+-]{1,20}/.exec(text.slice(at, at + 20));
  return JSON.stringify(word?.[0] ?? text[at] ?? '');
}
