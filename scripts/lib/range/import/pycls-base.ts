// SPDX-License-Identifier: MIT
import { didYouMean } from '../../core/nearest.ts';
import type { Span } from '../../core/source.ts';
import type { Value } from '../../core/value.ts';
import { entrySpan, type ForeignEntry } from './node.ts';
import { PYCLS_KEYS, type PyclsKind } from './pycls-keys.ts';
import { type ImportTrouble, refuse } from './system.ts';
import { foreignValue, nativeName, nativeValue } from './value.ts';

const PYCLS_NAMES = [...PYCLS_KEYS.keys()];

/** A value of BASE_CFG. */
export interface BaseValue {
  /** Its name with dots. */
  readonly name: string;
  readonly value: Value;
  readonly text: string;
  readonly span: Span;
}

/** Returns the values of BASE_CFG by their names with dots. */
export function baseValues(entry: ForeignEntry, trouble: ImportTrouble): ReadonlyMap<string, BaseValue> | undefined {
  if (entry.value.kind !== 'map')
    return refuse(trouble, {
      code: 'E_IMPORT_KIND',
      span: entry.value.span,
      message: 'BASE_CFG is no mapping',
      hint: 'write the configuration of a single job below it, as in MODEL: and then TYPE: regnet',
    });
  const found = new Map<string, BaseValue>();
  collect(entry.value.entries, '', { found, trouble });
  return found;
}

interface Collecting {
  readonly found: Map<string, BaseValue>;
  readonly trouble: ImportTrouble;
}

function collect(entries: readonly ForeignEntry[], prefix: string, into: Collecting): void {
  for (const entry of entries) {
    const name = prefix + entry.key;
    const isGroup = PYCLS_NAMES.some((key) => key.startsWith(`${name}.`));
    if (isGroup !== (entry.value.kind === 'map') && (isGroup || PYCLS_KEYS.has(name))) {
      refuse(into.trouble, {
        code: 'E_IMPORT_KIND',
        span: entry.value.span,
        message: isGroup
          ? `${name} is a group of names in pycls, and has one value here`
          : `${name} is a single value in pycls, and is a mapping here`,
        hint: isGroup ? `write ${name}: and its names below it` : `write ${name}: with a value`,
      });
      continue;
    }
    if (entry.value.kind === 'map') {
      collect(entry.value.entries, `${name}.`, into);
      continue;
    }
    checkPyclsKey(name, entry.keySpan, into.trouble);
    if (nativeName(name, entry.keySpan, into.trouble) === undefined) continue;
    const value = foreignValue(entry.value, into.trouble);
    if (value !== undefined && isOfItsKind(name, value, entry.value.span, into.trouble))
      into.found.set(name, { name, value, text: nativeValue(value), span: entrySpan(entry) });
  }
}

/** A name that pycls does not have is an error where it is nearly one that it has; else it is that of a fork. */
export function checkPyclsKey(name: string, span: Span, trouble: ImportTrouble): void {
  if (PYCLS_KEYS.has(name)) return;
  const near = didYouMean(name, PYCLS_NAMES);
  if (near === undefined) return;
  refuse(trouble, {
    code: 'E_IMPORT_KEY',
    span,
    message: `pycls has no ${name}`,
    hint: near,
  });
}

const KIND_WORDS: Readonly<Record<PyclsKind, readonly [what: string, hint: string]>> = {
  text: ['a text', 'put it in quotes'],
  int: ['a whole number', 'write it without a point'],
  float: ['a float', 'write it with a point, as in 1.0'],
  boolean: ['True or False', 'write True or False'],
  list: ['a list', 'write it in brackets, as in [1, 2]'],
};

/** yacs takes a value of its own kind or None, nothing else: 1 is no float there. */
export function isOfItsKind(name: string, value: Value, span: Span, trouble: ImportTrouble): boolean {
  const kind = PYCLS_KEYS.get(name);
  if (kind === undefined || value.kind === 'null' || kindOf(value) === kind) return true;
  const [what, hint] = KIND_WORDS[kind];
  refuse(trouble, {
    code: 'E_IMPORT_KIND',
    span,
    message: `${name} is ${nativeValue(value)}, and pycls wants ${what} there`,
    hint,
  });
  return false;
}

function kindOf(value: Value): PyclsKind {
  if (value.kind === 'number') return /^-?\d+$/.test(value.text) ? 'int' : 'float';
  return value.kind === 'boolean' || value.kind === 'list' ? value.kind : 'text';
}
