// SPDX-License-Identifier: MIT
import type { Assignment, Value } from './value.ts';

/** Returns what ksweep 0.1 read where a range file gives this value: the very same object where it read the same. */
export function earlierValue(value: Value): Value {
  switch (value.kind) {
    case 'boolean':
    case 'null':
      return { kind: 'text', text: value.text };
    case 'text':
      return value.letter === undefined ? value : { kind: 'tristate', text: value.letter };
    case 'number':
      return value.quoted === true ? { kind: 'text', text: value.text } : value;
    default:
      return value;
  }
}

/** Tells whether a range file gives this value where ksweep 0.1 read another. */
function isReadAnew(value: Value): boolean {
  return earlierValue(value) !== value;
}

/** Tells whether some value is spelled otherwise than what ksweep 0.1 read in its place. */
export function isSpelledAnew(assignments: readonly Assignment[], spell: (value: Value) => string): boolean {
  return assignments.some(({ value }) => isReadAnew(value) && spell(value) !== spell(earlierValue(value)));
}

/** Tells whether a text that is made of all values differs from that of the values that ksweep 0.1 read. */
export function isToldAnew(
  assignments: readonly Assignment[],
  textOf: (assignments: readonly Assignment[]) => string | undefined,
): boolean {
  return (
    assignments.some(({ value }) => isReadAnew(value)) &&
    textOf(assignments) !== textOf(assignments.map((a) => ({ ...a, value: earlierValue(a.value) })))
  );
}

/** Returns a value without what only the writing of files must know: how it stood in the range file. */
export function plainValue(value: Value): Value {
  if (value.kind === 'text' && value.letter !== undefined) return { kind: 'text', text: value.text };
  if (value.kind === 'number' && value.quoted !== undefined) return { kind: 'number', text: value.text };
  return value;
}
