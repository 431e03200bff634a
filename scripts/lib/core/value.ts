// SPDX-License-Identifier: MIT
import { decimalKey, parseDecimal } from './decimal.ts';

/**
 * A typed value. `text` is the value as it was written (text without its quotes and escapes); the kind decides
 * how it is compared, quoted and typed in yaml and json. Hex is a number written in base 16.
 */
export type Value =
  /** `quoted`: it stands in quotes in the range file, and its symbol is one of numbers in quotes. */
  | { readonly kind: 'number'; readonly text: string; readonly quoted?: true }
  | { readonly kind: 'hex'; readonly text: string }
  | { readonly kind: 'tristate'; readonly text: 'y' | 'n' | 'm' }
  /** true and false as YAML and Python spell them; True and true are equal. */
  | { readonly kind: 'boolean'; readonly text: BooleanWord }
  | { readonly kind: 'null'; readonly text: NullWord }
  /** `letter`: an unquoted y, n or m of a symbol of words. */
  | { readonly kind: 'text'; readonly text: string; readonly letter?: 'y' | 'n' | 'm' }
  /** `text` is compact JSON: a list or an object of numbers, texts, booleans, null, lists and objects. */
  | { readonly kind: 'list'; readonly text: string };

export type BooleanWord = 'true' | 'false' | 'True' | 'False';
export type NullWord = 'null' | 'None';

export type ValueKind = Value['kind'];

/** One symbol of a configuration with its value. An absent symbol has no assignment at all. */
export interface Assignment {
  readonly name: string;
  readonly value: Value;
}

/** Returns the value of a symbol among some; undefined where it is absent. */
export function valueIn(values: readonly Assignment[], name: string): Value | undefined {
  return values.find((one) => one.name === name)?.value;
}

/** Returns the value of a symbol among some for people; `absent` where there is none. */
export function valueTextIn(values: readonly Assignment[], name: string, absent = ''): string {
  const value = valueIn(values, name);
  return value === undefined ? absent : displayText(value);
}

/** Returns the key of a symbol's value among some; null where it is absent. */
export function valueKeyIn(values: readonly Assignment[], name: string): string | null {
  const value = valueIn(values, name);
  return value === undefined ? null : valueKey(value);
}

const NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
const HEX = /^0[xX][0-9a-fA-F]+$/;

/** Tells whether a text is a number as range files write them: no leading +, zeros or point, no hex. */
export function isNumberText(text: string): boolean {
  return NUMBER.test(text);
}

/** Returns the value that an unquoted word stands for: number, hex, y/n/m, true/false, null, else text. */
export function readWord(word: string): Value {
  switch (word) {
    case 'y':
    case 'n':
    case 'm':
      return { kind: 'tristate', text: word };
    case 'true':
    case 'false':
    case 'True':
    case 'False':
      return { kind: 'boolean', text: word };
    case 'null':
    case 'None':
      return { kind: 'null', text: word };
  }
  if (HEX.test(word)) return { kind: 'hex', text: word };
  if (NUMBER.test(word)) return { kind: 'number', text: word };
  return { kind: 'text', text: word };
}

/** Tells whether a boolean is true, however it is spelled. */
export function isTrueWord(word: BooleanWord): boolean {
  return word === 'true' || word === 'True';
}

/** Returns a text value, whatever the text looks like ("5" in quotes is text). */
export function textValue(text: string): Value {
  return { kind: 'text', text };
}

/** Returns a key that two values share exactly when they are equal: kind and value, not notation (0.1 = 0.10 = 1e-1). */
export function valueKey(value: Value): string {
  switch (value.kind) {
    case 'number': {
      const decimal = parseDecimal(value.text);
      return decimal === undefined ? `number:${value.text}` : `number:${decimalKey(decimal)}`;
    }
    case 'hex':
      return `hex:${value.text
        .slice(2)
        .replace(/^0+(?=.)/, '')
        .toLowerCase()}`;
    case 'list':
      return `list:${value.text.replace(LIST_TOKEN, (token) => listTokenKey(token))}`;
    case 'boolean':
      return `boolean:${isTrueWord(value.text)}`;
    case 'null':
      return 'null:';
    case 'tristate':
    case 'text':
      return `${value.kind}:${value.text}`;
  }
}

/** A text or a number in compact JSON; texts are matched so that digits inside them are left alone. */
const LIST_TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*/g;

function listTokenKey(token: string): string {
  if (token.startsWith('"')) return token;
  const decimal = parseDecimal(token);
  return decimal === undefined ? token : decimalKey(decimal);
}

/** Tells whether an unquoted word would be read back as exactly this text. */
export function isBareText(text: string): boolean {
  return /^[A-Za-z0-9_./+%^-][A-Za-z0-9_./+%@^-]*$/.test(text) && readWord(text).kind === 'text';
}

/** Returns the value as a .config line holds it: numbers and y n m bare, all else in double quotes with \\" and \\\\ escaped. */
export function kconfigText(value: Value): string {
  if (value.kind === 'number' || value.kind === 'hex' || value.kind === 'tristate') return value.text;
  return `"${value.text.replace(/["\\]/g, '\\$&')}"`;
}

/** Returns the value for people: text without quotes where it cannot be mistaken for something else. */
export function displayText(value: Value): string {
  if (value.kind !== 'text') return value.text;
  return isBareText(value.text) ? value.text : kconfigText(value);
}

/** Returns a value as JSON: numbers as written, hex in decimal, y and n as true and false. */
export function jsonText(value: Value): string {
  switch (value.kind) {
    case 'number':
    case 'list':
      return value.text;
    case 'hex':
      return BigInt(value.text).toString();
    case 'tristate':
      return value.text === 'y' ? 'true' : value.text === 'n' ? 'false' : '"m"';
    case 'boolean':
      return String(isTrueWord(value.text));
    case 'null':
      return 'null';
    case 'text':
      return JSON.stringify(value.text);
  }
}

/** A value that a Kconfig tree changed: what the range file asked for, and why it is another. */
export interface RequestedValue extends Assignment {
  readonly why: string;
}
