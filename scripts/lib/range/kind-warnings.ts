// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Span } from '../core/source.ts';
import type { Value } from '../core/value.ts';
import { choiceValues, type Typed } from './kinds.ts';
import { printValue } from './print.ts';
import type { Definition } from './tree.ts';

/** A value with its place; a range stands for its first number. */
interface Seen {
  readonly value: Value;
  readonly span: Span;
}

/** What programs take a value for; null goes with everything. */
type Sort = 'a number' | 'yes or no' | 'text' | 'a list' | 'an object';

function sortOf(value: Value): Sort | undefined {
  switch (value.kind) {
    case 'number':
    case 'hex':
      return 'a number';
    case 'tristate':
    case 'boolean':
      return 'yes or no';
    case 'text':
      return 'text';
    case 'list':
      return value.text.startsWith('{') ? 'an object' : 'a list';
    case 'null':
      return undefined;
  }
}

/**
 * Returns a warning for each symbol whose values are of several kinds, be it among each other or beside the value that a
 * sourced file gave it: a program that reads one kind may take another for something else.
 */
export function kindWarnings({ definitions, defaults }: Typed): Diagnostic[] {
  const sourced = new Map(defaults.map((d) => [d.assignment.name, { value: d.assignment.value, span: d.span }]));
  const values = new Map<string, Seen[]>();
  for (const line of definitions) {
    for (const [column, { name }] of line.names.entries()) {
      const seen = values.get(name) ?? [];
      seen.push(...seenIn(line, column));
      values.set(name, seen);
    }
  }
  return [...values].flatMap(([name, seen]) => warningOf(name, seen, sourced.get(name)) ?? []);
}

function seenIn({ right }: Definition, column: number): readonly Seen[] {
  if (right.kind === 'choices') {
    return right.alternatives.map((one) =>
      one.kind === 'value' ? one : { value: { kind: 'number', text: one.range.start }, span: one.span },
    );
  }
  if (right.kind === 'sampled') return choiceValues(right.distribution);
  return right.kind === 'rows' ? right.rows.flatMap((row) => row[column] ?? []) : [];
}

function warningOf(name: string, seen: readonly Seen[], sourced: Seen | undefined): Diagnostic | undefined {
  const first = sourced ?? seen.find(({ value }) => sortOf(value) !== undefined);
  const sort = first === undefined ? undefined : sortOf(first.value);
  const other = sort === undefined ? undefined : seen.find(({ value }) => (sortOf(value) ?? sort) !== sort);
  if (first === undefined || other === undefined) return undefined;
  return {
    code: 'W_KINDS',
    message: `${name} has values of two kinds: ${printValue(first.value)} is ${sort}, ${printValue(other.value)} is ${sortOf(other.value)}`,
    span: other.span,
    notes: [{ message: first === sourced ? 'the sourced value' : 'the first of them', span: first.span }],
    hint: `write all values of ${name} as one kind; if two are meant, SWEEP_QUIET=W_KINDS`,
  };
}
