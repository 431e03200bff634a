// SPDX-License-Identifier: MIT
// Checked access to what stands in a file of another system: each returns the value, or notes what is wrong and returns undefined.
import { didYouMean } from '../../core/nearest.ts';
import { quoted } from '../reader.ts';
import type { ForeignEntry, ForeignNode } from './node.ts';
import { foreignValue } from './value.ts';
import type { Span } from '../../core/source.ts';
import { type ForeignReading, type ImportTrouble, refuse } from './system.ts';

/** The entries of a mapping by their names. */
export type ForeignFields = ReadonlyMap<string, ForeignEntry>;

/** What a mapping may hold. */
export interface FieldsWanted {
  /** In words: a parameter of W&B. */
  readonly what: string;
  /** Undefined: any names. */
  readonly known?: readonly string[];
}

/** Returns the entries of a mapping; names that are not known are errors with near ones. */
export function foreignFields(
  node: ForeignNode | undefined,
  { what, known }: FieldsWanted,
  trouble: ImportTrouble,
): ForeignFields | undefined {
  if (node === undefined) return undefined;
  if (node.kind !== 'map')
    return refuse(trouble, {
      code: 'E_IMPORT_KIND',
      span: node.span,
      message: `${what} is ${shownKind(node)}, expected a mapping`,
      hint: 'write names with values: name: value',
    });
  for (const { key, keySpan } of node.entries) {
    if (known === undefined || known.includes(key)) continue;
    refuse(trouble, {
      code: 'E_IMPORT_KEY',
      span: keySpan,
      message: `${what} has no ${quoted(key)}`,
      hint: `${didYouMean(key, known) ?? 'delete it'}; what it may hold: ${known.join(', ')}`,
    });
  }
  return new Map(node.entries.map((entry) => [entry.key, entry]));
}

/** Returns an entry that a mapping has to have; `what` names the mapping and `span` is its place. */
export function entryIn(
  fields: ForeignFields,
  key: string,
  { what, span, hint = `write ${key}:` }: { readonly what: string; readonly span: Span; readonly hint?: string },
  trouble: ImportTrouble,
): ForeignEntry | undefined {
  const message = `${what} lacks ${key}`;
  return fields.get(key) ?? refuse(trouble, { code: 'E_IMPORT_KEY', span, message, hint });
}

/** Notes keys of a mapping that are left out, each with why; one that `isRight` refuses is an error and no note. */
export function leaveOut(
  fields: ForeignFields,
  why: Readonly<Record<string, string>>,
  reading: ForeignReading,
  isRight: (entry: ForeignEntry) => boolean = () => true,
): void {
  for (const [key, words] of Object.entries(why)) {
    const entry = fields.get(key);
    if (entry === undefined || !isRight(entry)) continue;
    reading.untranslated.push({ span: entry.keySpan, text: `${key} ${words}` });
  }
}

/** Returns what a node is, in words, for messages. */
export function shownKind(node: ForeignNode): string {
  if (node.kind === 'map') return 'a mapping';
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.text === '' && !node.isQuoted) return 'empty';
  return quoted(node.text);
}

/** Returns the text of a scalar that is one; undefined without an entry, as all of these. */
export function textIn(entry: ForeignEntry | undefined, trouble: ImportTrouble): string | undefined {
  if (entry === undefined) return undefined;
  const { key, value } = entry;
  if (value.kind === 'scalar' && (value.isQuoted || value.text !== '')) return value.text;
  return wrongKind(entry, 'a text', `write ${key}: text`, trouble);
}

/** Returns one of some words. */
export function wordIn<W extends string>(
  entry: ForeignEntry | undefined,
  words: readonly W[],
  trouble: ImportTrouble,
): W | undefined {
  if (entry === undefined) return undefined;
  const { key, value } = entry;
  const word = value.kind === 'scalar' ? words.find((one) => one === value.text) : undefined;
  if (word !== undefined) return word;
  const near = value.kind === 'scalar' ? didYouMean(value.text, words) : undefined;
  return refuse(trouble, {
    code: 'E_IMPORT_VALUE',
    span: value.span,
    message: `${key} is ${shownKind(value)}, expected ${words.join(', ')}`,
    hint: near ?? 'write one of them',
  });
}

/** Returns a number as our range files write it. */
export function numberIn(entry: ForeignEntry | undefined, trouble: ImportTrouble): string | undefined {
  if (entry === undefined) return undefined;
  const { key, value } = entry;
  const read = value.kind === 'scalar' ? foreignValue(value, trouble) : undefined;
  if (read?.kind === 'number') return read.text;
  if (value.kind === 'scalar' && read === undefined) return undefined;
  return wrongKind(entry, 'a number', `write ${key}: 0.1`, trouble);
}

/** Returns a whole number that is at least `least`. */
export function wholeIn(entry: ForeignEntry | undefined, least: number, trouble: ImportTrouble): number | undefined {
  const text = numberIn(entry, trouble);
  if (entry === undefined || text === undefined) return undefined;
  const whole = Number(text);
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(whole) && whole >= least) return whole;
  return refuse(trouble, {
    code: 'E_IMPORT_VALUE',
    span: entry.value.span,
    message: `${entry.key} is ${text}, expected a whole number from ${least} on`,
    hint: `write ${entry.key}: ${Math.max(1, least)}`,
  });
}

/** Returns the items of a list that is not empty. */
export function itemsIn(entry: ForeignEntry | undefined, trouble: ImportTrouble): readonly ForeignNode[] | undefined {
  if (entry === undefined) return undefined;
  const { key, value } = entry;
  if (value.kind === 'list' && value.items.length > 0) return value.items;
  return wrongKind(entry, 'a list of values', `write ${key}: [a, b]`, trouble);
}

function wrongKind({ key, value }: ForeignEntry, expected: string, hint: string, trouble: ImportTrouble): undefined {
  const message = `${key} is ${shownKind(value)}, expected ${expected}`;
  return refuse(trouble, { code: 'E_IMPORT_KIND', span: value.span, message, hint });
}
