// SPDX-License-Identifier: MIT
import { isNumberText, type Value } from '../../core/value.ts';
import type { Default } from '../../range/parse.ts';
import type { Definition } from '../../range/tree.ts';
import type { Base } from './base.ts';
import type { Place } from './place.ts';
import { writtenValues } from './written-values.ts';
import { isTrueText } from '../../core/yaml-word.ts';

/** Returns what a base gives to the symbols of a range file, as MODE=independent takes it for its baseline. */
export function baselineOf(base: Base, definitions: readonly Definition[]): readonly Default[] {
  const kinds = new Map<string, Set<Value['kind']>>();
  for (const definition of definitions) {
    for (const { name } of definition.names) if (!kinds.has(name)) kinds.set(name, new Set());
    for (const { name, value } of writtenValues(definition)) kinds.get(name)?.add(value.kind);
  }
  return [...kinds].flatMap(([name, own]) => {
    const place = base.find(name);
    const value = place.found === 'place' ? baseValue(place, own) : undefined;
    if (place.found !== 'place' || value === undefined) return [];
    return { assignment: { name, value }, span: { source: base.source, offset: place.offset, length: 1 } };
  });
}

/** Returns a base's value in the kind that the range file writes; undefined for a folder that is not swept, and for what has no such kind. */
function baseValue({ kind, text }: Place, own: ReadonlySet<Value['kind']>): Value | undefined {
  switch (kind) {
    case 'map':
      return own.has('list') ? { kind: 'list', text } : undefined;
    case 'list':
      return { kind: 'list', text };
    case 'null':
      return { kind: 'null', text: 'null' };
    case 'boolean': {
      const isTrue = isTrueText(text);
      return own.has('tristate')
        ? { kind: 'tristate', text: isTrue ? 'y' : 'n' }
        : { kind: 'boolean', text: isTrue ? 'true' : 'false' };
    }
    case 'int':
    case 'float':
      return numberOf(text);
    case 'text':
    case 'any':
      return own.has('number') && isNumberText(text) ? { kind: 'number', text } : { kind: 'text', text };
  }
}

/** 1_000, +5, .5 and 5. are numbers of YAML that range files write another way. */
function numberOf(text: string): Value | undefined {
  if (/^0x[0-9a-fA-F]+$/.test(text)) return { kind: 'hex', text };
  const plain = text
    .replaceAll('_', '')
    .replace(/^\+/, '')
    .replace(/^(-?)0+(?=[0-9])/, '$1')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.(?![0-9])/, '.0');
  return isNumberText(plain) ? { kind: 'number', text: plain } : undefined;
}
