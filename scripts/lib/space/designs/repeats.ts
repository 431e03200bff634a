// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../../core/diagnostic.ts';
import { valueKey } from '../../core/value.ts';
import type { Count, Space } from '../space.ts';
import type { DesignSummary, Point } from '../design.ts';

/** Said when a walk met its bound. */
export const GAVE_UP =
  'the search for further valid configurations was given up: the rules leave too few to be found in reasonable time';

/** Configurations with equal files that are gone through at most: LIMIT stops only those that are kept. */
const MOST_LEFT_OUT = 1_000_000;

/** What a design says at its end, but for what all designs say. */
export interface Ending {
  readonly notes: readonly string[];
  readonly complete: boolean;
}

/** Gives each configuration its repeats, and ends with the summary. */
export function* repeated(space: Space, points: Generator<Point, Ending>): Generator<Point, DesignSummary> {
  let count = 0;
  let leftOut = 0;
  const seen = newSeen(space);
  for (let step = points.next(); ; step = points.next()) {
    if (step.done === true)
      return {
        ...step.value,
        points: count,
        notes: [...step.value.notes, ...seen.notes(), ...duplicateNotes(space)],
      };
    if (!seen.isNew(step.value)) {
      leftOut += 1;
      if (leftOut < MOST_LEFT_OUT) continue;
      return { notes: seen.notes(), points: count, complete: false, diagnostics: [tooManyEqual(space)] };
    }
    for (const point of repeatsOf(space, step.value)) {
      count += 1;
      yield point;
    }
  }
}

function tooManyEqual({ model, written }: Space): Diagnostic {
  const names = [...model.helpers, ...(written?.names ?? [])].join(', ');
  return {
    code: 'E_LIMIT',
    message: `${MOST_LEFT_OUT.toLocaleString('en-US')} configurations have the same files as earlier ones, and there are more: ${names} ${model.helpers.size > 0 ? '(let: in no file) ' : ''}only make them slow to find`,
    hint: `give ${names} fewer values`,
  };
}

/** Which configurations came so far, by what is written of them. */
export interface Seen {
  /** Remembers a configuration; false for one with the same file as an earlier one. */
  isNew(point: Point): boolean;
  /** Says how many were left out, and why. */
  notes(): readonly string[];
}

/** Configurations that differ in helpers only, or in values that are written alike, are one. */
export function newSeen({ model, written }: Space): Seen {
  if (model.helpers.size === 0 && written === undefined) return { isNew: () => true, notes: () => [] };
  const values = new Set<string>();
  const files = new Set<string>();
  let helped = 0;
  let alike = 0;
  return {
    isNew: ({ assignments }) => {
      const key = JSON.stringify(assignments.map(({ name, value }) => [name, valueKey(value)]));
      if (values.has(key)) {
        helped += 1;
        return false;
      }
      values.add(key);
      if (written === undefined) return true;
      const file = written.key(assignments);
      if (files.has(file)) {
        alike += 1;
        return false;
      }
      files.add(file);
      return true;
    },
    notes: () => [
      ...(helped > 0 ? [helperNote(helped, [...model.helpers])] : []),
      ...(alike > 0 ? [alikeNote(alike, written?.names ?? [])] : []),
    ],
  };
}

function helperNote(equal: number, helpers: readonly string[]): string {
  const differ = equal === 1 ? 'configuration differs' : 'configurations differ';
  return `${equal} ${differ} from an earlier one in helpers only (${helpers.join(', ')}) and ${equal === 1 ? 'is' : 'are'} left out`;
}

function alikeNote(equal: number, names: readonly string[]): string {
  const have = equal === 1 ? 'configuration has' : 'configurations have';
  const which = names.length === 0 ? 'values' : `values of ${names.join(', ')}`;
  return `${equal} ${have} the same file as an earlier one and ${equal === 1 ? 'is' : 'are'} left out: ${which} are of several kinds and written alike; delete all but one of those`;
}

/** Returns a count with every repeat counted; a bound where some may be left out, since their files are equal. */
export function repeatedCount(space: Space, { value, exact }: Count): Count {
  const times = space.repeats?.count ?? 1;
  return {
    value: typeof value === 'bigint' ? value * BigInt(times) : value * times,
    exact: exact && space.model.helpers.size === 0 && space.written === undefined,
  };
}

/** One by one: LIMIT stops a number of repeats that nobody could hold. */
function* repeatsOf({ repeats }: Space, point: Point): Generator<Point> {
  if (repeats === undefined) {
    yield point;
    return;
  }
  for (let number = 1; number <= repeats.count; number += 1) {
    yield {
      ...point,
      assignments: [...point.assignments, { name: repeats.symbol, value: { kind: 'number', text: String(number) } }],
      lines: [...point.lines, repeats.span],
    };
  }
}

/** Says which symbols had equal values in a line, of which all but the first were left out. */
export function duplicateNotes(space: Space): string[] {
  return space.model.groups.flatMap((group) => {
    const duplicates = group.lines.reduce(
      (sum, { values }) => sum + (values.kind === 'rows' ? values.rows.duplicates : 0),
      0,
    );
    return duplicates === 0
      ? []
      : [`${group.names.join(',')}: ${duplicates} equal ${duplicates === 1 ? 'value was' : 'values were'} left out`];
  });
}
