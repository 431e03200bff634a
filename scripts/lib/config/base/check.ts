// SPDX-License-Identifier: MIT
import type { Diagnostic, Note } from '../../core/diagnostic.ts';
import { nearest } from '../../core/nearest.ts';
import type { Span } from '../../core/source.ts';
import { isNumberText, kconfigText, type Value } from '../../core/value.ts';
import { unreachable } from '../../core/unreachable.ts';
import type { Definition, Named } from '../../range/tree.ts';
import type { Base } from './base.ts';
import { classOf, fitValue, type ValueClass } from './fit.ts';
import type { MergeRules } from './merge.ts';
import type { Lack, Place, PlaceKind } from './place.ts';
import { type WrittenValue, writtenValues } from './written-values.ts';

/** What is held against a base. */
export interface BaseSubject extends MergeRules {
  readonly definitions: readonly Definition[];
  /** The symbol that counts repeats: no base needs to know it. */
  readonly seedSymbol: string;
  /** SWEEP_BASE_NEW_KEYS as it was given: names that a base may lack, `*` for any characters, 1 for all. */
  readonly newKeys: string;
}

/** Returns what of a range file does not fit a base: names it lacks, kinds that clash, folders that would go. */
export function checkAgainstBase(base: Base, subject: BaseSubject): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const isNew = newKeyTest(subject.newKeys);
  const places = namedPlaces(subject);
  for (const name of new Set([...subject.symbols, ...places.keys()])) {
    const found = base.find(name);
    const span = places.get(name)?.span;
    if (found.found === 'blocked') diagnostics.push(blocked(base, found.problem, name, span));
    if (found.found !== 'nothing' || name === subject.seedSymbol) continue;
    const isUnset = !subject.symbols.includes(name);
    if (isUnset || !isNew(name)) diagnostics.push(lacking(base, found, name, { span, isUnset }));
  }
  for (const definition of subject.definitions) diagnostics.push(...kindTrouble(base, definition));
  return diagnostics;
}

function namedPlaces({ definitions, unsets }: BaseSubject): ReadonlyMap<string, Named> {
  const places = new Map<string, Named>();
  for (const named of [...definitions.flatMap((d) => d.names), ...unsets.map((u) => u.named)])
    if (!places.has(named.name)) places.set(named.name, named);
  return places;
}

/** Returns a test whether SWEEP_BASE_NEW_KEYS names a key. */
function newKeyTest(text: string): (name: string) => boolean {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.includes('1')) return () => true;
  const patterns = words.map(
    (word) =>
      new RegExp(
        `^${word
          .split('*')
          .map((part) => part.replace(/[^A-Za-z0-9_]/g, '\\$&'))
          .join('.*')}$`,
      ),
  );
  return (name) => patterns.some((pattern) => pattern.test(name));
}

function blocked(
  { source }: Base,
  { message, offset }: { message: string; offset: number },
  name: string,
  span: Span | undefined,
): Diagnostic {
  return {
    severity: 'error',
    code: 'E_BASE',
    message,
    span: { source, offset, length: 1 },
    ...(span === undefined ? {} : { notes: [{ message: `${name} stands here`, span }] }),
    hint: 'name a value of the base, or a list position that it has (pipeline.1.prob)',
  };
}

/** Names that a message lists. */
const LISTED = 8;

function lacking(
  base: Base,
  { folder, offset }: Lack,
  name: string,
  { span, isUnset }: { span: Span | undefined; isUnset: boolean },
): Diagnostic {
  const place = base.find(folder);
  const inside = place.found === 'place' ? place.inside : base.names().filter((other) => !other.includes('.'));
  const near = nearNames(base, name);
  const where = folder === '' ? base.source.path : `${folder} of ${base.source.path}`;
  const listed = `${inside.slice(0, LISTED).join(', ')}${inside.length > LISTED ? ', ...' : ''}`;
  const asNew = isUnset ? 'delete the line' : `a key that is meant to be new: SWEEP_BASE_NEW_KEYS="${name}"`;
  return {
    severity: 'error',
    code: 'E_BASE_KEY',
    message: `the base file has no ${name}`,
    ...(span === undefined ? {} : { span }),
    notes: [{ message: `${where} has ${listed}`, span: { source: base.source, offset, length: 1 } }],
    hint: near.length === 0 ? asNew : `did you mean ${near.join(' or ')}? ${isUnset ? '' : `If not, ${asNew}`}`.trim(),
  };
}

/** Names that differ in letters, and names that end alike: lr for optim.lr. */
function nearNames(base: Base, name: string): readonly string[] {
  const names = base.names();
  const last = name.slice(name.lastIndexOf('.') + 1);
  const sameEnd = names.filter((other) => other === last || other.endsWith(`.${last}`));
  return [...new Set([...nearest(name, names), ...sameEnd])].slice(0, 3);
}

function kindTrouble(base: Base, definition: Definition): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const told = new Set<string>();
  for (const written of writtenValues(definition)) {
    const place = base.find(written.name);
    if (place.found !== 'place') continue;
    const diagnostic = misfit(base, place, written);
    const key = `${diagnostic?.code} ${written.name} ${classOf(written.value)}`;
    if (diagnostic === undefined || told.has(key)) continue;
    told.add(key);
    diagnostics.push(diagnostic);
  }
  return diagnostics;
}

function misfit(base: Base, place: Place, { name, value, text, span }: WrittenValue): Diagnostic | undefined {
  const note: Note = {
    message: `the base file holds ${place.shown} here`,
    span: { source: base.source, offset: place.offset, length: 1 },
  };
  const { clash } = fitValue(value, place.kind);
  const shown = text ?? (value.kind === 'text' ? kconfigText(value) : value.text);
  const isFolder = place.kind === 'map' && place.inside.length > 0 && value.kind !== 'null';
  if (place.isMerged && classOf(value) !== 'map')
    return {
      severity: 'error',
      code: 'E_BASE_KIND',
      message: `${name} is ${shown}, but the base file merges this folder into others (<<)`,
      span,
      notes: [note],
      hint: `set the values inside: ${name}.${place.inside[0] ?? 'NAME'}`,
    };
  switch (clash) {
    case 'refused':
      return {
        severity: 'error',
        code: 'E_BASE_KIND',
        message: `${name} is ${shown}, ${VALUE_WORDS[classOf(value)]}, where the base file holds ${PLACE_WORDS[place.kind]}`,
        span,
        notes: [note],
        hint: wayOut(value, place),
      };
    case 'float':
      return {
        severity: 'warning',
        code: 'W_BASE_FLOAT',
        message: `${name} is ${shown}, which is no whole number as the base file holds: it is written as it is`,
        span,
        notes: [note],
        hint: `if ${name} may have fractions, write ${place.text}.0 in the base file`,
      };
    case 'other kind':
      if (isFolder) return replaced(base, name, place);
      return {
        severity: 'warning',
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

/** Names of a folder that a message lists. */
const LISTED_INSIDE = 5;

function replaced({ source }: Base, name: string, { inside, offset }: Place): Diagnostic {
  const listed = inside
    .slice(0, LISTED_INSIDE)
    .map((part) => `${name}.${part}`)
    .join(', ');
  const verb = inside.length === 1 ? 'goes' : 'go';
  return {
    severity: 'warning',
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
