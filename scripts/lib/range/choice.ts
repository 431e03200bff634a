// SPDX-License-Identifier: MIT
import { isNumberText } from '../core/value.ts';
import { DISTRIBUTION_NAMES, readDistribution, takeMark } from './distribution.ts';
import { atObject } from './list.ts';
import { whyNoNumber } from './number.ts';
import { fail, peek, quoted, type Reader, skipBlanks, spanOf, take } from './reader.ts';
import type { ChoiceItem, WeightedChoice } from './tree.ts';
import { readPiece } from './words.ts';
import { readWordOrRange } from './alternative.ts';

/** A word of a choice: as in a line, but that a comma and a bracket end it. */
const ITEM = /[^ \t\r\n|,()"#=]+/y;
const WEIGHTS = /w[ \t]*=[ \t]*/y;
const WEIGHT_LIST = /[^ \t\r\n|,()"#=]+/y;
const HINT = 'write ~choice(a,b,c), ~choice(a,b,w=3:1) or ~choice(a, uniform(0,1)); other text goes in double quotes';

/** Reads what follows ~choice: its items, and their weights. */
export function readChoice(reader: Reader): WeightedChoice | undefined {
  const at = reader.at - 'choice'.length;
  if (!takeMark(reader, '(', HINT)) return undefined;
  const items: ChoiceItem[] = [];
  for (;;) {
    const weightsAt = reader.at;
    if (items.length > 0 && take(reader, WEIGHTS) !== undefined) {
      const weights = readWeights(reader, items.length, weightsAt);
      if (weights === undefined || !takeMark(reader, ')', HINT, true)) return undefined;
      return { name: 'choice', items, weights };
    }
    const item = readItem(reader);
    if (item === undefined) return undefined;
    items.push(item);
    skipBlanks(reader);
    if (peek(reader) === ',') {
      reader.at += 1;
      skipBlanks(reader);
    } else if (takeMark(reader, ')', HINT, true)) break;
    else return undefined;
  }
  if (items.length > 1) return { name: 'choice', items };
  const message = 'there is one item to choose from';
  return fail(reader, { code: 'E_DISTRIBUTION_FORM', message, hint: HINT, at, end: reader.at });
}

function readItem(reader: Reader): ChoiceItem | undefined {
  const at = reader.at;
  if (peek(reader) === '"' || peek(reader) === '[' || atObject(reader)) {
    const piece = readPiece(reader, true);
    if (piece === undefined || !('value' in piece)) return undefined;
    return { kind: 'value', value: piece.value, span: spanOf(reader, at, reader.at) };
  }
  const word = take(reader, ITEM) ?? '';
  if (peek(reader) === '(' || word.startsWith('~')) {
    reader.at = word.startsWith('~') ? at + 1 : at;
    if (!DISTRIBUTION_NAMES.some((name) => name === word.replace('~', '')))
      return form(reader, `${quoted(word)} is no distribution that a choice can hold`, at);
    const law = readDistribution(reader);
    return law === undefined ? undefined : { kind: 'law', law };
  }
  if (word === '') return form(reader, 'an item of a choice is missing', at);
  const read = readWordOrRange(reader, word, at);
  return read?.kind === 'range' ? form(reader, 'a range cannot be an item of a choice: list its values', at) : read;
}

/** Reads 3:1:0.5, one weight an item. */
function readWeights(reader: Reader, count: number, at: number): string[] | undefined {
  const weights = (take(reader, WEIGHT_LIST) ?? '').split(':');
  if (weights.length !== count) return form(reader, `there are ${weights.length} weights for ${count} items`, at);
  const wrong = weights.find((weight) => !isNumberText(weight));
  if (wrong !== undefined) return form(reader, `the weight ${quoted(wrong)} ${whyNoNumber(wrong)}`, at);
  const numbers = weights.map(Number);
  if (numbers.some((number) => number < 0)) return form(reader, 'a weight is below 0', at);
  if (!numbers.every(Number.isFinite)) return form(reader, 'a weight is beyond what a double holds', at);
  return numbers.every((number) => number === 0) ? form(reader, 'all weights are 0', at) : weights;
}

function form(reader: Reader, message: string, at: number): undefined {
  return fail(reader, { code: 'E_DISTRIBUTION_FORM', message, hint: HINT, at, end: Math.max(reader.at, at + 1) });
}
