// SPDX-License-Identifier: MIT
import { didYouMean } from '../../core/nearest.ts';
import type { Span } from '../../core/source.ts';
import type { Value } from '../../core/value.ts';
import { nativeName } from './name.ts';
import { entrySpan, type ForeignEntry } from './node.ts';
import { PYCLS_KEYS } from './pycls-keys.ts';
import { type ImportTrouble, refuse } from './trouble.ts';
import { foreignValue, nativeValue } from './value.ts';

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
    if (entry.value.kind === 'map') {
      collect(entry.value.entries, `${name}.`, into);
      continue;
    }
    checkPyclsKey(name, entry.keySpan, into.trouble);
    if (nativeName(name, entry.keySpan, into.trouble) === undefined) continue;
    const value = foreignValue(entry.value, into.trouble);
    if (value !== undefined) into.found.set(name, { name, value, text: nativeValue(value), span: entrySpan(entry) });
  }
}

/** A name that pycls does not have is an error where it is nearly one that it has; else it is that of a fork. */
export function checkPyclsKey(name: string, span: Span, trouble: ImportTrouble): void {
  if (PYCLS_KEYS.includes(name)) return;
  const near = didYouMean(name, PYCLS_KEYS);
  if (near === undefined) return;
  refuse(trouble, {
    code: 'E_IMPORT_KEY',
    span,
    message: `pycls has no ${name}`,
    hint: near,
  });
}
