// SPDX-License-Identifier: MIT
import type { Diagnostic, Note } from '../../core/diagnostic.ts';
import { isNumberText, kconfigText, type Value, valueKey } from '../../core/value.ts';
import { unreachable } from '../../core/unreachable.ts';
import type { Base } from './base.ts';
import { classOf, fitValue, type ValueClass } from './fit.ts';
import type { Place, PlaceKind } from './place.ts';
import type { WrittenValue } from './written-values.ts';

/** Returns what of some values does not go with the kinds that a base holds: each sort of trouble once a name. */
export function kindTrouble(base: Base, values: readonly WrittenValue[]): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const told = new Set<string>();
  const shownAs = new Map<string, WrittenValue>();
  for (const written of values) {
    const place = base.find(written.name);
    if (place.found !== 'place') continue;
    const diagnostic = misfit(base, place, written) ?? alike(base, place, written, shownAs);
    const key = `${diagnostic?.code} ${written.name} ${classOf(written.value)}`;
    if (diagnostic === undefined || told.has(key)) continue;
    told.add(key);
    diagnostics.push(diagnostic);
  }
  return diagnostics;
}

function misfit(base: Base, place: Place, { name, value, text, span }: WrittenValue): Diagnostic | undefined {
  const note = baseNote(base, place);
  const { clash } = fitValue(value, place.kind);
  const shown = text ?? shownValue(value);
  const isFolder = place.kind === 'map' && place.inside.length > 0 && value.kind !== 'null';
  if (place.isMerged && classOf(value) !== 'map')
    return {
      code: 'E_BASE_KIND',
      message: `${name} is ${shown}, but the base file merges this folder into others (<<)`,
      span,
      notes: [note],
      hint: `set the values inside: ${name}.${place.inside[0] ?? 'NAME'}`,
    };
  switch (clash) {
    case 'refused':
      return {
        code: 'E_BASE_KIND',
        message: `${name} is ${shown}, ${VALUE_WORDS[classOf(value)]}, where the base file holds ${PLACE_WORDS[place.kind]}`,
        span,
        notes: [note],
        hint: wayOut(value, place),
      };
    case 'float':
      return {
        code: 'W_BASE_FLOAT',
        message: `${name} is ${shown}, which is no whole number as the base file holds: it is written as it is`,
        span,
        notes: [note],
        hint: `if ${name} may have fractions, write ${place.text}.0 in the base file`,
      };
    case 'other kind':
      if (isFolder) return replaced(base, name, place);
      return {
        code: 'W_BASE_KIND',
        message: `${name} is ${shown}, ${VALUE_WORDS[classOf(value)]}, where the base file holds ${PLACE_WORDS[place.kind]}: it is written as it is`,
        span,
        notes: [note],
        hint: wayOut(value, place),
      };
    case undefined:
      return isFolder ? replaced(base, name, place) : undefined;
    default:
      return unreachable(clash);
  }
}

/** 5 and "5" over a text have equal files, so the second makes no configuration; a range is looked at by its example only. */
function alike(
  base: Base,
  place: Place,
  written: WrittenValue,
  shownAs: Map<string, WrittenValue>,
): Diagnostic | undefined {
  if (written.text !== undefined) return undefined;
  const key = `${written.name} ${writtenKey(fitValue(written.value, place.kind).value)}`;
  const first = shownAs.get(key);
  if (first === undefined) shownAs.set(key, written);
  if (first === undefined || valueKey(first.value) === valueKey(written.value)) return undefined;
  return {
    code: 'W_BASE_ALIKE',
    message: `${written.name} is ${shownValue(first.value)} and ${shownValue(written.value)}, which are written alike: the base file holds ${PLACE_WORDS[place.kind]}`,
    span: written.span,
    notes: [baseNote(base, place)],
    hint: 'delete one of them: the files of their configurations are equal',
  };
}

function writtenKey(value: Value): string {
  if (classOf(value) !== 'boolean') return valueKey(value);
  return String(value.text === 'y' || value.text === 'true' || value.text === 'True');
}

function shownValue(value: Value): string {
  return value.kind === 'text' ? kconfigText(value) : value.text;
}

function baseNote({ source }: Base, { shown, offset }: Place): Note {
  return { message: `the base file holds ${shown} here`, span: { source, offset, length: 1 } };
}

/** Names of a folder that a message lists. */
const LISTED_INSIDE = 5;

function replaced({ source }: Base, name: string, { inside, offset }: Place): Diagnostic {
  const listed = inside
    .slice(0, LISTED_INSIDE)
    .map((part) => `${name}.${part}`)
    .join(', ');
  const verb = inside.length === 1 ? 'goes' : 'go';
  return {
    isMild: true,
    code: 'E_BASE',
    message: `${name} replaces a whole folder of the base file: ${listed}${inside.length > LISTED_INSIDE ? ', ...' : ''} ${verb}`,
    span: { source, offset, length: 1 },
    hint: 'to set one value inside, name it with its folder: model.depth',
  };
}

const VALUE_WORDS: { readonly [K in ValueClass]: string } = {
  number: 'a number',
  boolean: 'a boolean',
  text: 'a text',
  list: 'a list',
  map: 'a folder of names',
  null: 'null',
  any: 'a text',
};

const PLACE_WORDS: { readonly [K in PlaceKind]: string } = {
  int: 'a whole number',
  float: 'a number',
  boolean: 'a boolean',
  text: 'a text',
  list: 'a list',
  map: 'a folder of names',
  null: 'null',
  any: 'anything',
};

function wayOut(value: Value, { kind, text }: Place): string {
  const mayBeNull = 'or write null in the base file, which takes every kind';
  const isNumber = kind === 'int' || kind === 'float';
  if (isNumber && value.kind === 'text' && isNumberText(value.text)) return `write ${value.text}, without quotes`;
  if (kind === 'boolean' && value.kind === 'text' && /^(true|false|yes|no|on|off)$/i.test(value.text))
    return `write ${/^(true|yes|on)$/i.test(value.text) ? 'true' : 'false'}, without quotes`;
  if (kind === 'text' && classOf(value) === 'boolean')
    return `write "${value.text}" if it is meant as text, ${mayBeNull}`;
  if (kind === 'boolean') return `write true or false, ${mayBeNull}`;
  if (isNumber) return `write a number such as ${text}, ${mayBeNull}`;
  if (kind === 'list') return `write a list such as [1,2], ${mayBeNull}`;
  if (kind === 'map') return `name a value inside, ${mayBeNull}`;
  return `write a ${kind}, ${mayBeNull}`;
}
