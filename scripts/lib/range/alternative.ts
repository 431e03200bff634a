// SPDX-License-Identifier: MIT
import { readRange } from './number-range.ts';
import { type Reader, spanOf } from './reader.ts';
import type { Alternative } from './tree.ts';
import { bareMark, readPiece, wordValue } from './words.ts';

/** Reads a value or a range of numbers; `zipped`: as a cell of a row. */
export function readValueOrRange(reader: Reader, zipped: boolean): Alternative | undefined {
  const at = reader.at;
  const piece = readPiece(reader, zipped);
  if (piece === undefined) return undefined;
  if ('value' in piece) return { kind: 'value', value: piece.value, span: spanOf(reader, at, reader.at) };
  return readWordOrRange(reader, piece.word, at);
}

/** Reads what a word that was taken at a place stands for: a range of numbers, or a value. */
export function readWordOrRange(reader: Reader, word: string, at: number): Alternative | undefined {
  const range = readRange(reader, word, at);
  if (range === 'error') return undefined;
  if (range !== 'text') return { kind: 'range', range: range.range, span: spanOf(reader, at, reader.at) };
  const value = wordValue(reader, word, at);
  if (value === undefined) return undefined;
  return { kind: 'value', value, span: spanOf(reader, at, reader.at), ...bareMark(value) };
}
