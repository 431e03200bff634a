// SPDX-License-Identifier: MIT
/** A parsed text, or where and why it is none: `line:column: what`. */
export type ParsedJson = { readonly value: unknown } | { readonly problem: string };

/**
 * Parses JSON as Python writes it: NaN, Infinity and -Infinity are accepted and become null. JSON.parse does the
 * work; only a text that it refuses is looked at again, since its messages name no position.
 */
export function parseJsonText(text: string): ParsedJson {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return { value: JSON.parse(body) as unknown };
  } catch {
    const fault = findFault(body);
    if (fault !== undefined) return { problem: `${lineAndColumn(body, fault.offset)}: ${fault.what}` };
    return { value: JSON.parse(withoutNaN(body)) as unknown };
  }
}

/** Returns `line:column` of an offset, both from 1. */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return `${before.split('\n').length}:${offset - lineStart + 1}`;
}

function withoutNaN(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)/g, (token) => (token.startsWith('"') ? token : 'null'));
}

interface Fault {
  readonly offset: number;
  readonly what: string;
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /-?(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|NaN|Infinity)(?![\w.])|(?:true|false|null)(?!\w)/y;

/** Returns the first place where a text stops being JSON (with NaN and Infinity allowed). */
function findFault(text: string): Fault | undefined {
  let at = 0;
  const open: ('[' | '{')[] = [];
  let expect: 'value' | 'value or ]' | 'key' | 'key or }' | ', or end' = 'value';
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at += match[0].length;
    return match !== null;
  };
  for (;;) {
    take(SPACE);
    const char = text[at];
    if (char === undefined) {
      if (expect === ', or end' && open.length === 0) return undefined;
      return { offset: at, what: text.trim() === '' ? 'the file is empty' : 'the file ends too early (half written?)' };
    }
    if (expect === ', or end') {
      const inside = open.at(-1);
      if (inside === undefined) return { offset: at, what: `found ${shown(text, at)} behind the end of the value` };
      at += 1;
      if (char === ',') expect = inside === '{' ? 'key' : 'value';
      else if (char === (inside === '{' ? '}' : ']')) open.pop();
      else return { offset: at - 1, what: `found ${shown(text, at - 1)}; expected , or ${inside === '{' ? '}' : ']'}` };
    } else if (expect === 'key' || expect === 'key or }') {
      if (char === '}' && expect === 'key or }') {
        at += 1;
        open.pop();
        expect = ', or end';
        continue;
      }
      if (!take(STRING)) return { offset: at, what: keyFault(text, at) };
      take(SPACE);
      if (text[at] === undefined) continue;
      if (text[at] !== ':') return { offset: at, what: `found ${shown(text, at)}; expected :` };
      at += 1;
      expect = 'value';
    } else if (char === '{' || char === '[') {
      at += 1;
      open.push(char);
      expect = char === '{' ? 'key or }' : 'value or ]';
    } else if (char === ']' && expect === 'value or ]') {
      at += 1;
      open.pop();
      expect = ', or end';
    } else if (take(STRING) || take(WORD)) {
      expect = ', or end';
    } else {
      return { offset: at, what: char === '"' ? keyFault(text, at) : `found ${shown(text, at)}; expected a value` };
    }
  }
}

function keyFault(text: string, at: number): string {
  if (text[at] !== '"') return `found ${shown(text, at)}; expected a name in double quotes`;
  const closes = /^"(?:[^"\\\n]|\\.)*"/.test(text.slice(at, at + 10000));
  return closes ? 'a text in quotes has a wrong escape or a control character' : 'a text in quotes does not end (half written?)';
}

function shown(text: string, at: number): string {
  const word = /^[\w.+-]{1,20}/.exec(text.slice(at, at + 20));
  return JSON.stringify(word?.[0] ?? text[at] ?? '');
}
