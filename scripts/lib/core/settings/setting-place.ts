// SPDX-License-Identifier: MIT
import type { Source, Span } from '../source.ts';

/** Where the text of a setting stands. */
export interface SettingPlace {
  /** What it is called where no file has it: `SWEEP_COMMAND`. */
  readonly label: string;
  /** Its value in a file, with its quotes; undefined for one that a call or the environment gave. */
  readonly span?: Span | undefined;
}

/**
 * Returns where a piece of a setting's value stands: in the file that has it, else in the value itself. A value in quotes or over several lines
 * stands otherwise in the file: the piece is looked for there, and where it is not found as it is the whole value is meant.
 */
export function placeInSetting(
  { label, span }: SettingPlace,
  text: string,
  { offset, length }: { readonly offset: number; readonly length: number },
): Span {
  if (span === undefined) return { source: { path: label, text } satisfies Source, offset, length };
  const raw = span.source.text.slice(span.offset, span.offset + span.length);
  const before = [raw, raw.slice(1, -1)].indexOf(text);
  if (before !== -1) return { source: span.source, offset: span.offset + before + offset, length };
  const piece = text.slice(offset, offset + length);
  let at = -1;
  for (let from = text.indexOf(piece); from !== -1 && from <= offset; from = text.indexOf(piece, from + 1)) {
    at = raw.indexOf(piece, at + 1);
    if (at === -1) return span;
  }
  return piece === '' || at === -1 ? span : { source: span.source, offset: span.offset + at, length };
}
