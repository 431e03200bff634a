// SPDX-License-Identifier: MIT
import { isJsonObject } from '../../core/json-object.ts';
import { isInnerPath } from '../../core/inner-path.ts';

/** Data of a file has not the form that it should have; the message says what is wrong in it. */
export class DecodeError extends Error {}

/** The fields of an object that a file holds, each asked for as what it must be. All throw DecodeError. */
export interface Fields {
  /** Tells whether a field is there at all. */
  given(name: string): boolean;
  value(name: string): unknown;
  text(name: string): string;
  number(name: string): number;
  /** A whole number of at least 1. */
  count(name: string): number;
  /** A relative path that stays inside its folder. */
  path(name: string): string;
  /** The number, text or whatever `read` takes; null when it is null. */
  orNull<T>(name: string, read: (name: string) => T): T | null;
  list(name: string): readonly unknown[];
  texts(name: string): readonly string[];
  oneOf<K extends string>(name: string, words: Readonly<Record<K, unknown>>): K;
  oneOfOr<K extends string>(name: string, words: Readonly<Record<K, unknown>>, otherwise: K): K;
}

/** Returns the fields of an object; `what` names it in messages. Throws DecodeError for what is no object. */
export function fieldsOf(data: unknown, what: string): Fields {
  if (!isJsonObject(data)) throw new DecodeError(`it is no ${what}`);
  return new ObjectFields(data);
}

/** A class, since a journal has thousands of them: its methods are made once. */
class ObjectFields implements Fields {
  readonly #data: Readonly<Record<string, unknown>>;

  constructor(data: Readonly<Record<string, unknown>>) {
    this.#data = data;
  }

  given(name: string): boolean {
    return this.value(name) !== undefined;
  }

  value(name: string): unknown {
    return Object.hasOwn(this.#data, name) ? this.#data[name] : undefined;
  }

  text(name: string): string {
    const value = this.value(name);
    return typeof value === 'string' ? value : wrong(name, value, 'a text');
  }

  number(name: string): number {
    const value = this.value(name);
    return typeof value === 'number' && Number.isFinite(value) ? value : wrong(name, value, 'a number');
  }

  count(name: string): number {
    const value = this.value(name);
    return Number.isSafeInteger(value) && Number(value) >= 1
      ? Number(value)
      : wrong(name, value, 'a whole number of at least 1');
  }

  path(name: string): string {
    const path = this.text(name);
    return isInnerPath(path) ? path : wrong(name, path, 'a path inside the sweep folder');
  }

  orNull<T>(name: string, read: (name: string) => T): T | null {
    return this.value(name) === null ? null : read.call(this, name);
  }

  list(name: string): readonly unknown[] {
    const value = this.value(name);
    return Array.isArray(value) ? value : wrong(name, value, 'a list');
  }

  texts(name: string): readonly string[] {
    return this.list(name).map((item) => (typeof item === 'string' ? item : wrong(name, item, 'a list of texts')));
  }

  oneOf<K extends string>(name: string, words: Readonly<Record<K, unknown>>): K {
    const value = this.value(name);
    return isOneOf(value, words) ? value : wrong(name, value, `one of ${Object.keys(words).join(', ')}`);
  }

  oneOfOr<K extends string>(name: string, words: Readonly<Record<K, unknown>>, otherwise: K): K {
    const value = this.value(name);
    return isOneOf(value, words) ? value : otherwise;
  }
}

function isOneOf<K extends string>(value: unknown, words: Readonly<Record<K, unknown>>): value is K {
  return typeof value === 'string' && Object.hasOwn(words, value);
}

function wrong(name: string, value: unknown, expected: string): never {
  const found = value === undefined ? 'missing' : shortened(JSON.stringify(value) ?? String(value));
  throw new DecodeError(`"${name}" is ${found}, expected ${expected}`);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
