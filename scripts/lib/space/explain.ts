// SPDX-License-Identifier: MIT
import { displayText } from '../core/value.ts';
import type { Point } from './design.ts';
import { placeOf } from './place.ts';

export { parseAssignments } from '../range/assignments.ts';
export { whyNot } from './why-not.ts';

/** Returns one line for each value of a configuration: the value, and the file, line and text that gave it. */
export function explain(point: Point): string[] {
  const helpers = (point.helpers ?? []).map(({ name, value }) => `${name}=${displayText(value)}`);
  const values = [...point.assignments.map(({ name, value }) => `${name}=${displayText(value)}`), ...helpers];
  const width = Math.min(
    MAX_WIDTH,
    values.reduce((max, text) => Math.max(max, text.length), 0),
  );
  return values.map((text, i) => {
    const line = point.lines[i];
    return line === undefined ? text : `${text.padEnd(width)}  ${placeOf(line)}`;
  });
}

/** Widest column of values before the places; longer ones push theirs to the right. */
const MAX_WIDTH = 40;
