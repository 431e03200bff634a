// SPDX-License-Identifier: MIT
import { readChoice } from './choice.ts';
import { ARGUMENT, readDistribution, takeMark, WORD } from './distribution.ts';
import { fail, peek, quoted, type Reader, spanOf, take } from './reader.ts';
import type { Drawn, DrawnList, RightSide } from './tree.ts';

const LIST_FORM_HINT = 'write ~list(length, name(low,high)), as in ~list(4, int(1,8))';

/** Most values a ~list may have. */
const MAX_LIST = 10_000;

/** Reads what follows a ~; the reader stands on the ~. */
export function readSampled(reader: Reader): RightSide | undefined {
  const at = reader.at;
  reader.at += 1;
  const wordAt = reader.at;
  const word = take(reader, WORD) ?? '';
  if (word === 'list') {
    const list = readDrawnList(reader, 0);
    return list === undefined ? undefined : { kind: 'sampled-list', ...list, span: spanOf(reader, at, reader.at) };
  }
  reader.at = wordAt;
  const distribution = readDrawn(reader);
  return distribution === undefined
    ? undefined
    : { kind: 'sampled', distribution, span: spanOf(reader, at, reader.at) };
}

/** Lists in lists that are read at most. */
const MAX_NESTED = 8;

/** Reads what follows the word list. */
function readDrawnList(reader: Reader, depth: number): Omit<DrawnList, 'name'> | undefined {
  if (!takeMark(reader, '(', LIST_FORM_HINT)) return undefined;
  const lengthAt = reader.at;
  const text = take(reader, ARGUMENT) ?? '';
  const length = /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : 0;
  if (length < 1 || length > MAX_LIST) {
    const message = `the length of a list is ${quoted(text)}, expected a whole number from 1 to ${MAX_LIST}`;
    return fail(reader, {
      code: 'E_DISTRIBUTION_FORM',
      message,
      hint: LIST_FORM_HINT,
      at: lengthAt,
      end: Math.max(reader.at, lengthAt + 1),
    });
  }
  if (!takeMark(reader, ',', LIST_FORM_HINT)) return undefined;
  if (peek(reader) === '~') reader.at += 1;
  const item = readItem(reader, depth);
  if (item === undefined || !takeMark(reader, ')', LIST_FORM_HINT, true)) return undefined;
  return { length, item };
}

function readItem(reader: Reader, depth: number): Drawn | DrawnList | undefined {
  const at = reader.at;
  if (take(reader, WORD) === 'list' && depth < MAX_NESTED) {
    const list = readDrawnList(reader, depth + 1);
    return list === undefined ? undefined : { name: 'list', ...list };
  }
  reader.at = at;
  return readDrawn(reader);
}

function readDrawn(reader: Reader): Drawn | undefined {
  const at = reader.at;
  const word = take(reader, WORD);
  if (word === 'choice') return readChoice(reader);
  reader.at = at;
  return readDistribution(reader);
}
