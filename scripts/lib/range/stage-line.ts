// SPDX-License-Identifier: MIT
import { readQuoted } from './quoted-text.ts';
import { atLineEnd, fail, peek, type Reader, skipBlanks, spanOf } from './reader.ts';
import type { Span } from '../core/source.ts';
import type { Named } from './tree.ts';
import { foundHere } from './words.ts';

/** A line that begins a stage, names what it needs, or ends it. */
export interface StageLine {
  readonly kind: 'stage line';
  readonly word: 'stage' | 'needs' | 'endstage';
  /** One for stage, one or more for needs, none for endstage. */
  readonly names: readonly Named[];
  readonly span: Span;
}

const EXAMPLES: { readonly [W in StageLine['word']]: string } = {
  stage: 'stage "target"',
  needs: 'needs "target", "probe"',
  endstage: 'endstage',
};

/** Reads what stands behind `stage`, `needs` or `endstage`; notes an error and returns undefined where that is not it. */
export function readStageLine(reader: Reader, word: StageLine['word'], start: number): StageLine | undefined {
  const names: Named[] = [];
  const most = word === 'stage' ? 1 : word === 'needs' ? Number.POSITIVE_INFINITY : 0;
  while (names.length < most) {
    const name = readStageName(reader, word);
    if (name === undefined) return undefined;
    names.push(name);
    skipBlanks(reader);
    if (word !== 'needs' || peek(reader) !== ',') break;
    reader.at += 1;
  }
  const end = reader.at;
  skipBlanks(reader);
  if (!atLineEnd(reader))
    return fail(reader, {
      code: 'E_SYNTAX',
      message: `found ${foundHere(reader)} behind ${word}`,
      hint: `write ${EXAMPLES[word]}`,
    });
  return { kind: 'stage line', word, names, span: spanOf(reader, start, end) };
}

function readStageName(reader: Reader, word: StageLine['word']): Named | undefined {
  skipBlanks(reader);
  const hint = `write ${EXAMPLES[word]}`;
  if (peek(reader) !== '"')
    return fail(reader, {
      code: 'E_SYNTAX',
      message: `found ${foundHere(reader)}, expected the name of a stage in double quotes`,
      hint,
    });
  const at = reader.at;
  const name = readQuoted(reader, hint);
  return name === undefined ? undefined : { name, span: spanOf(reader, at, reader.at) };
}
