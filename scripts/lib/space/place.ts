// SPDX-License-Identifier: MIT
import { positionOf, type Span } from '../core/source.ts';

/** Returns `file:line: text` for a line of a range file. */
export function placeOf(line: Span): string {
  const { source, offset, length } = line;
  return `${source.path}:${positionOf(source, offset).line}: ${source.text.slice(offset, offset + length)}`;
}
