// SPDX-License-Identifier: MIT
import { positionOf, type Source, type Span } from '../core/source.ts';
import { displayText } from '../core/value.ts';
import type { BaseEffect } from '../config/base/effects.ts';
import type { PlaceKind } from '../config/base/place.ts';
import type { SpaceCounts } from '../space/count.ts';
import type { Point } from '../space/designs/index.ts';
import type { Count } from '../space/space.ts';
import type { AxisKinds } from './axis-kinds.ts';
import { textTable } from './table.ts';

/** What sweep-list shows. */
export interface Listing {
  readonly range: string;
  /** The range file itself; rules may come from files that it sources, too. */
  readonly source: Source;
  readonly mode: string;
  readonly counts: SpaceCounts;
  /** How many the design has. */
  readonly size: Count;
  readonly swept: readonly string[];
  /** NAME=value of symbols that are the same in every configuration. */
  readonly fixed: readonly string[];
  readonly axes: readonly AxisKinds[];
  /** The first few configurations. */
  readonly preview: readonly Point[];
  readonly notes: readonly string[];
  /** What the sweep does to its base; several for a base that is chosen by a value. */
  readonly bases: readonly ListedBase[];
}

/** A base file with what happens at each name. */
export interface ListedBase {
  readonly path: string;
  readonly effects: readonly BaseEffect[];
}

/** Returns the text of sweep-list: the count after each step, then the first configurations as a table. */
export function renderListing(listing: Listing): string {
  const { counts, size, mode, range } = listing;
  const lines = [
    `${range}: ${countText(size)} ${size.value === 1 ? 'configuration' : 'configurations'} (mode ${mode})`,
    '',
    'COUNTS:',
  ];
  const steps: (readonly [string, string])[] = [['all values combined', countText(counts.raw)]];
  if (!sameCount(counts.raw, counts.conditioned))
    steps.push(['equal ones counted once', countText(counts.conditioned)]);
  for (const rule of counts.rules)
    steps.push([`${shortened(rule.text)} (${placeOfRule(rule.span, listing.source)})`, countText(rule.count)]);
  steps.push(['in the space', countText(counts.final)], [`in this sweep (${mode})`, countText(size)]);
  const width = Math.max(...steps.map(([, count]) => count.length));
  for (const [what, count] of steps) lines.push(`  ${count.padStart(width)}  ${what}`);
  if (listing.fixed.length > 0) lines.push('', 'FIXED:', ...listing.fixed.map((text) => `  ${text}`));
  if (listing.axes.length > 0) lines.push('', 'AXES:', ...axisLines(listing.axes));
  if (listing.notes.length > 0) lines.push('', ...listing.notes.map((note) => `note: ${note}`));
  for (const base of listing.bases) lines.push('', ...baseLines(base));
  if (listing.preview.length > 0) lines.push('', `FIRST ${listing.preview.length}:`, previewTable(listing));
  return `${lines.join('\n')}\n`;
}

function axisLines(axes: readonly AxisKinds[]): string[] {
  const width = axes.reduce((max, { name }) => Math.max(max, name.length), 0);
  return axes.map(({ name, values }) => `  ${name.padEnd(width)}  ${values}`);
}

/** Returns the same as data. A count is a number or, beyond 2^53, a text of digits. */
export function listingJson(listing: Listing): unknown {
  const { counts } = listing;
  return {
    range: listing.range,
    mode: listing.mode,
    raw: countJson(counts.raw),
    conditioned: countJson(counts.conditioned),
    rules: counts.rules.map(({ text, span, count }) => ({
      rule: text,
      file: span.source.path,
      line: positionOf(span.source, span.offset).line,
      ...countJson(count),
    })),
    space: countJson(counts.final),
    configurations: countJson(listing.size),
    duplicates: counts.duplicates,
    fixed: listing.fixed,
    axes: listing.axes,
    notes: listing.notes,
    bases: listing.bases,
    preview: listing.preview.map((point) => Object.fromEntries(point.assignments.map((a) => [a.name, a.value.text]))),
  };
}

/** Names that move along, in one line. */
const LISTED_NAMES = 8;

function baseLines({ path, effects }: ListedBase): string[] {
  const width = Math.max(...effects.map(({ name }) => name.length));
  const lines = effects.map(({ name, kind, shown }) =>
    `  ${name.padEnd(width)}  ${kind === undefined ? 'new' : `${KIND_WORDS[kind]}, ${shown}`}`.trimEnd(),
  );
  const takers = effects.filter(({ takesAlong }) => takesAlong.length > 0);
  const along = takers.map(({ name, takesAlong }) => {
    const more = takesAlong.length > LISTED_NAMES ? `, and ${takesAlong.length - LISTED_NAMES} more` : '';
    return `  ${name} takes along ${takesAlong.slice(0, LISTED_NAMES).join(', ')}${more}: they are aliases of it, or merge it`;
  });
  return [`OVER ${path}:`, ...lines, ...along, ...effects.flatMap(goneLines)];
}

function goneLines({ name, shown, goes, keptBy }: BaseEffect): string[] {
  if (goes === undefined) return [];
  if (goes === 'unset') return [`  ${name} goes from the base where its unset line holds`];
  const keep = keptBy === undefined ? '' : `; ${keptBy} as its last line would keep it`;
  return [`  ${name} is absent where none of its lines holds, and then goes from the base (${shown})${keep}`];
}

const KIND_WORDS: { readonly [K in PlaceKind]: string } = {
  text: 'text',
  int: 'whole number',
  float: 'number',
  boolean: 'boolean',
  null: 'takes any kind',
  list: 'list',
  map: 'folder',
  any: 'takes any kind',
};

function previewTable({ preview, swept }: Listing): string {
  const rows = preview.map((point, i) => {
    const values = new Map([...point.assignments, ...(point.helpers ?? [])].map((a) => [a.name, displayText(a.value)]));
    return [String(i + 1), ...swept.map((name) => values.get(name) ?? '-')];
  });
  return textTable(['#', ...swept], rows);
}

/** line 6, or inc/rules:6 of another file. */
function placeOfRule({ source, offset }: Span, own: Source): string {
  const { line } = positionOf(source, offset);
  return source.path === own.path ? `line ${line}` : `${source.path}:${line}`;
}

/** Longest rule that is shown whole. */
const RULE_LENGTH = 100;

function shortened(rule: string): string {
  return rule.length > RULE_LENGTH ? `${rule.slice(0, RULE_LENGTH)}...` : rule;
}

function sameCount(a: Count, b: Count): boolean {
  if (a.value === Infinity && b.value === Infinity) return true;
  return a.exact && b.exact && String(a.value) === String(b.value);
}

/** More digits are not counted by anybody. */
const MAX_DIGITS = 40;

/** 36; about 1.2e+18 when it was estimated; few or none when no estimate met one; unlimited for continuous spaces. */
function countText({ value, exact }: Count): string {
  if (value === Infinity) return 'unlimited';
  if (!exact && Number(value) === 0) return 'few or none';
  if (typeof value === 'bigint' && String(value).length > MAX_DIGITS)
    return `about ${String(value).replace(/^(\d)(\d\d).*$/, '$1.$2')}e+${String(value).length - 1}`;
  const text = typeof value === 'number' && value >= 1e15 ? value.toExponential(2) : value.toLocaleString('en-US');
  return exact ? text : `about ${text}`;
}

function countJson({ value, exact }: Count): { count: number | string | null; exact: boolean } {
  if (value === Infinity) return { count: null, exact };
  return { count: Number.isSafeInteger(Number(value)) ? Number(value) : String(value), exact };
}
