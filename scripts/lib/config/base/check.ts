// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../../core/diagnostic.ts';
import { nearest } from '../../core/nearest.ts';
import type { Span } from '../../core/source.ts';
import type { Assignment } from '../../core/value.ts';
import type { Definition, Named } from '../../range/tree.ts';
import type { Base } from './base.ts';
import { classOf } from './fit.ts';
import { kindTrouble } from './kind-trouble.ts';
import type { MergeRules } from './merge.ts';
import type { Lack } from './place.ts';
import { writtenValues } from './written-values.ts';

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
  const check = nameCheck(base, subject);
  const unsets = subject.unsets.map(({ named }) => named.name);
  return [
    ...subject.symbols.flatMap((name) => check(name, false) ?? []),
    ...unsets.flatMap((name) => check(name, true) ?? []),
    ...subject.definitions.flatMap((definition) => kindTrouble(base, writtenValues(definition))),
  ];
}

/**
 * Returns a check of one configuration after the other, for a base that some of them choose: only what they do to it
 * counts, and each thing is told once.
 */
export function configurationCheck(
  base: Base,
  subject: BaseSubject,
): (assignments: readonly Assignment[], unset: readonly string[]) => readonly Diagnostic[] {
  const check = nameCheck(base, subject);
  const places = namedPlaces(subject);
  const checked = new Set<string>();
  const isNew = (key: string): boolean => !checked.has(key) && checked.add(key) !== undefined;
  return (assignments, unset) => [
    ...assignments.flatMap(({ name }) => (isNew(name) ? (check(name, false) ?? []) : [])),
    ...unset.flatMap((name) => (isNew(`unset ${name}`) ? (check(name, true) ?? []) : [])),
    ...assignments.flatMap(({ name, value }) => {
      const span = places.get(name)?.span;
      if (span === undefined || !isNew(`${name} ${classOf(value)} ${value.text.includes('.')}`)) return [];
      return kindTrouble(base, [{ name, value, span }]);
    }),
  ];
}

/** Returns a check whether a base has room for a name. */
function nameCheck(base: Base, subject: BaseSubject): (name: string, isUnset: boolean) => Diagnostic | undefined {
  const isNew = newKeyTest(subject.newKeys);
  const places = namedPlaces(subject);
  return (name, isUnset) => {
    const found = base.find(name);
    const span = places.get(name)?.span;
    if (found.found === 'blocked') return blocked(base, found.problem, name, span);
    if (found.found !== 'nothing' || name === subject.seedSymbol) return undefined;
    return isUnset || !isNew(name) ? lacking(base, found, name, { span, isUnset }) : undefined;
  };
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
    code: 'E_BASE_KEY',
    message: `the base file has no ${name}`,
    span,
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
