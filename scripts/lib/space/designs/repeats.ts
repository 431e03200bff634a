// SPDX-License-Identifier: MIT
import { valueKey } from '../../core/value.ts';
import type { Count, Space } from '../space.ts';
import type { DesignSummary, Point } from '../design.ts';

/** Said when a walk met its bound. */
export const GAVE_UP =
  'the search for further valid configurations was given up: the rules leave too few to be found in reasonable time';

/** What a design says at its end, but for what all designs say. */
export interface Ending {
  readonly notes: readonly string[];
  readonly complete: boolean;
}

/** Gives each configuration its repeats, and ends with the summary. */
export function* repeated(space: Space, points: Generator<Point, Ending>): Generator<Point, DesignSummary> {
  let count = 0;
  let equal = 0;
  const seen = new Set<string>();
  const hasHelpers = space.model.helpers.size > 0;
  for (let step = points.next(); ; step = points.next()) {
    if (step.done === true)
      return {
        ...step.value,
        points: count,
        notes: [...step.value.notes, ...helperNotes(space, equal), ...duplicateNotes(space)],
      };
    if (hasHelpers) {
      const key = writtenKey(step.value);
      if (seen.has(key)) {
        equal += 1;
        continue;
      }
      seen.add(key);
    }
    for (const point of repeatsOf(space, step.value)) {
      count += 1;
      yield point;
    }
  }
}

/** A key of what is written: configurations that differ in helpers only are one. */
export function writtenKey({ assignments }: Point): string {
  return JSON.stringify(assignments.map(({ name, value }) => [name, valueKey(value)]));
}

function helperNotes({ model }: Space, equal: number): string[] {
  if (equal === 0) return [];
  const names = [...model.helpers].join(', ');
  return [
    `${equal} ${equal === 1 ? 'configuration differs' : 'configurations differ'} from an earlier one in helpers only (${names}) and ${equal === 1 ? 'is' : 'are'} left out`,
  ];
}

/** Returns a count with every repeat counted; with helpers it is a bound, since their values alone make no configuration. */
export function repeatedCount(space: Space, { value, exact }: Count): Count {
  const times = space.repeats?.count ?? 1;
  return {
    value: typeof value === 'bigint' ? value * BigInt(times) : value * times,
    exact: exact && space.model.helpers.size === 0,
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
