// SPDX-License-Identifier: MIT
import type { Value } from './value.ts';

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

/** Returns a value without what only the writing of files must know: how it stood in the range file. */
export function plainValue(value: Value): Value {
  if (value.kind === 'text' && value.letter !== undefined) return { kind: 'text', text: value.text };
  if (value.kind === 'number' && value.quoted !== undefined) return { kind: 'number', text: value.text };
  return value;
}
