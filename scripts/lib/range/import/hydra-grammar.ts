// SPDX-License-Identifier: MIT
// One override of Hydra: lr=0.1,0.01, +model.depth=range(1,4), ~db, db@backup=mysql (OverrideLexer.g4, OverrideParser.g4 of Hydra 1.3).
import { callHydra } from './hydra-functions.ts';
import { type HydraElement, HydraFault, type HydraValue, isSweep } from './hydra-value.ts';
import { plainDigits } from './value.ts';

/** An override as it was written. */
export interface ParsedOverride {
  /** '' changes, + adds, ++ does either, ~ deletes. */
  readonly sign: '' | '+' | '++' | '~';
  /** lr, optim.lr, db/engine, db@backup. */
  readonly key: string;
  /** Absent in ~key. */
  readonly value?: HydraValue;
}

const PART = /[A-Za-z_$][\w$-]*|0|[1-9](?:_?\d)*/.source;
const KEY = new RegExp(
  `^(?:(?:${PART})(?:\\.(?:${PART}))*|[A-Za-z_][\\w-]*(?:/[A-Za-z_][\\w-]*)+)?(?:@(?:(?:${PART})(?:\\.(?:${PART}))*)?)?$`,
);

/** Returns what an override says. Throws HydraFault. */
export function parseHydraOverride(text: string): ParsedOverride {
  const sign = /^(\+\+|\+|~)?/.exec(text)?.[0] ?? '';
  const equals = text.indexOf('=');
  const end = equals === -1 ? text.length : equals;
  const key = text.slice(sign.length, end);
  if (!KEY.test(key) || key === '')
    throw new HydraFault(
      `${key === '' ? 'a name is missing' : `${key.trim()} is no name of a config`} in an override`,
      'write name=value, as in optim.lr=0.1,0.01 or db=mysql,postgresql',
      sign.length,
      Math.max(end, sign.length + 1),
    );
  if (equals === -1) {
    if (sign === '~') return { sign, key };
    throw new HydraFault('an override needs a = behind its name', 'write name=value', 0, text.length);
  }
  const value = new ValueReader(text, equals + 1).whole();
  if (sign === '~' && isSweep(value))
    throw new HydraFault(
      'what is deleted cannot be swept',
      'write ~name, or one value behind the =',
      equals + 1,
      text.length,
    );
  return { sign: sign as ParsedOverride['sign'], key, value }; // one of the four by the pattern
}

/** Longest nesting of lists, mappings and calls. */
const MAX_DEPTH = 100;

/** Characters that may stand in a text without quotes, besides letters and digits. */
const UNQUOTED = /[\w/\\+.$%*@?|: \t-]/;
const INT = /^[-+]?(?:0|[1-9](?:_?\d)*)$/;
const FLOAT =
  /^[-+]?(?:(?:(?:(?:0|[1-9](?:_?\d)*)?\.\d(?:_?\d)*)|(?:(?:0|[1-9](?:_?\d)*)\.))(?:[eE][-+]?\d(?:_?\d)*)?|(?:0|[1-9](?:_?\d)*)[eE][-+]?\d(?:_?\d)*)$/;
const NOT_FINITE = /^[-+]?(?:inf|nan)$/i;

class ValueReader {
  readonly #text: string;
  #at: number;
  #depth = 0;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  whole(): HydraValue {
    this.#blanks();
    if (this.#at >= this.#text.length) return { kind: 'text', text: '' };
    const first = this.#element();
    const items: HydraValue[] = [first];
    while (this.#takes(',')) items.push(this.#element());
    if (this.#at < this.#text.length) throw this.#unexpected();
    if (items.length === 1) return first;
    return { kind: 'choice', items: items.map((item) => this.#plain(item)), isSimple: true };
  }

  #plain(value: HydraValue): HydraElement {
    if (!isSweep(value)) return value;
    throw new HydraFault('a sweep stands among listed values', 'write the values themselves', 0, this.#text.length);
  }

  #element(): HydraValue {
    this.#blanks();
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH)
      throw new HydraFault(`values are nested more than ${MAX_DEPTH} deep`, 'write less of them', this.#at);
    const value = this.#inner();
    this.#depth -= 1;
    return value;
  }

  #inner(): HydraValue {
    const next = this.#text.charAt(this.#at);
    if (next === '[') return { kind: 'list', items: this.#items(']', () => this.#plain(this.#element())) };
    if (next === '{') return { kind: 'map', entries: this.#items('}', () => this.#pair()) };
    if (next === '"' || next === "'") return this.#quoted(next);
    const call = /^([A-Za-z_][\w-]*)[ \t]*\(/.exec(this.#text.slice(this.#at));
    return call === null ? this.#primitive(':') : this.#call(call[1] ?? '', call[0].length);
  }

  #items<T>(close: string, item: () => T): readonly T[] {
    const open = this.#at;
    this.#at += 1;
    const items: T[] = [];
    this.#blanks();
    if (this.#takes(close)) return items;
    for (;;) {
      items.push(item());
      if (this.#takes(close)) return items;
      if (!this.#takes(',')) {
        if (this.#at < this.#text.length) throw this.#unexpected();
        throw new HydraFault(`this bracket is never closed`, `write ${close} where it ends`, open);
      }
    }
  }

  #pair(): readonly [HydraElement, HydraElement] {
    this.#blanks();
    const key = this.#primitive('');
    if (!this.#takes(':')) throw new HydraFault('a mapping needs a : behind each name', 'write {name:value}', this.#at);
    return [key, this.#plain(this.#element())];
  }

  #call(name: string, length: number): HydraValue {
    const at = this.#at;
    this.#at += length;
    const args: HydraValue[] = [];
    const named = new Map<string, HydraValue>();
    this.#blanks();
    if (!this.#takes(')')) {
      for (;;) {
        this.#blanks();
        const argument = /^([A-Za-z_][\w-]*)[ \t]*=/.exec(this.#text.slice(this.#at));
        if (argument !== null) {
          this.#at += argument[0].length;
          named.set(argument[1] ?? '', this.#element());
        } else if (named.size > 0)
          throw new HydraFault('a value without a name stands behind one with a name', 'name it as well', this.#at);
        else args.push(this.#element());
        if (this.#takes(')')) break;
        if (!this.#takes(',')) {
          if (this.#at < this.#text.length) throw this.#unexpected();
          throw new HydraFault(`${name}( is never closed`, 'write ) where it ends', at, at + length);
        }
      }
    }
    return callHydra({ name, at, end: this.#at, args, named });
  }

  #quoted(quote: string): HydraElement {
    const open = this.#at;
    let text = '';
    for (let at = open + 1; at < this.#text.length; at += 1) {
      const slashes = /^\\+/.exec(this.#text.slice(at))?.[0].length ?? 0;
      const behind = this.#text.charAt(at + slashes);
      if (slashes > 0 && behind === quote) {
        // Backslashes right before a quote stand in pairs; an odd one makes the quote a part of the text.
        text += '\\'.repeat(Math.floor(slashes / 2));
        at += slashes - 1;
        if (slashes % 2 === 0) continue;
        text += quote;
        at += 1;
        continue;
      }
      if (this.#text.charAt(at) === quote) {
        this.#at = at + 1;
        return textElement(text, open, at + 1);
      }
      text += this.#text.charAt(at);
    }
    throw new HydraFault('this quote is never closed', `add a closing ${quote}`, open);
  }

  /** A word, a number or a text without quotes; `colon` is : where one may stand in it. */
  #primitive(colon: string): HydraElement {
    const start = this.#at;
    let text = '';
    let escapedTo = 0;
    for (;;) {
      const rest = this.#text.slice(this.#at);
      const escaped = /^\\[\\()[\]{}:=, \t]/.exec(rest);
      const stand = /^\$\{[^}]+\}/.exec(rest);
      const next = rest.charAt(0);
      if (escaped !== null) {
        text += rest.charAt(1);
        escapedTo = text.length;
        this.#at += 2;
      } else if (stand !== null) throw interpolation(this.#at, this.#at + stand[0].length);
      else if (next !== '' && UNQUOTED.test(next) && (next !== ':' || colon === ':')) {
        text += next;
        this.#at += 1;
      } else break;
    }
    const isEscaped = escapedTo > 0;
    const trimmed = (text.slice(0, escapedTo) + text.slice(escapedTo).trimEnd()).replace(
      isEscaped ? /^$/ : /^[ \t]+/,
      '',
    );
    if (trimmed === '')
      throw this.#at < this.#text.length
        ? this.#unexpected()
        : new HydraFault('a value is missing', "write a value, or '' for the empty text", start);
    return isEscaped ? textElement(trimmed, start, this.#at) : wordElement(trimmed, start, this.#at);
  }

  #takes(mark: string): boolean {
    const before = this.#at;
    this.#blanks();
    if (this.#text.charAt(this.#at) === mark) {
      this.#at += 1;
      return true;
    }
    this.#at = before;
    return false;
  }

  #blanks(): void {
    while (/[ \t]/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }

  #unexpected(): HydraFault {
    const found = this.#text.charAt(this.#at);
    return new HydraFault(
      `found ${found} where a value, a comma or the end should be`,
      `a text with ${found} in it goes in quotes: 'a${found}b'`,
      this.#at,
    );
  }
}

function wordElement(word: string, at: number, end: number): HydraElement {
  if (/^null$/i.test(word)) return { kind: 'null' };
  if (/^(true|false)$/i.test(word)) return { kind: 'boolean', isTrue: /^true$/i.test(word) };
  if (NOT_FINITE.test(word))
    throw new HydraFault(
      `${word} is no finite number`,
      'there are finite numbers only; a text goes in quotes',
      at,
      end,
    );
  if (INT.test(word)) return { kind: 'int', text: word.replaceAll('_', '').replace(/^\+/, '').replace(/^-0$/, '0') };
  if (FLOAT.test(word)) return { kind: 'float', text: plainDigits(word) };
  return textElement(word, at, end);
}

function textElement(text: string, at: number, end: number): HydraElement {
  if (text.includes('${')) throw interpolation(at, end);
  return { kind: 'text', text };
}

function interpolation(at: number, end: number): HydraFault {
  return new HydraFault(
    'an interpolation stands for a value that only the program knows',
    'write it in the config of the program, and the value here',
    at,
    end,
  );
}
