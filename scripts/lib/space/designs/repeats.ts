// SPDX-License-Identifier: MIT
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
  for (let step = points.next(); ; step = points.next()) {
    if (step.done === true)
      return { ...step.value, points: count, notes: [...step.value.notes, ...duplicateNotes(space)] };
    for (const point of repeatsOf(space, step.value)) {
      count += 1;
      yield point;
    }
  }
}

/** Returns a count with every repeat counted. */
export function repeatedCount(space: Space, { value, exact }: Count): Count {
  const times = space.repeats?.count ?? 1;
  return { value: typeof value === 'bigint' ? value * BigInt(times) : value * times, exact };
}

/** One by one: LIMIT stops a number of repeats that nobody could hold. */
function* repeatsOf({ repeats }: Space, point: Point): Generator<Point> {
  if (repeats === undefined) {
    yield point;
    return;
  }
  for (let number = 1; number <= repeats.count; number += 1) {
    yield {
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
