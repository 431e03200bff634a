// SPDX-License-Identifier: MIT
import { isNumberText } from '../core/value.ts';
import { checkDistribution } from './distribution-check.ts';
import { sizedNumber, whyNoNumber } from './number.ts';
import { fail, peek, quoted, type Reader, skipBlanks, spanOf, suggest, take } from './reader.ts';
import type { Distribution, DistributionName, RightSide } from './tree.ts';
import { foundHere } from './words.ts';

/** Every distribution there is. */
export const DISTRIBUTION_NAMES: readonly DistributionName[] = [
  'uniform',
  'int',
  'loguniform',
  'logint',
  'pow2',
  'pow2_or_loguniform',
  'normal',
  'lognormal',
];

const WORD = /[A-Za-z0-9_]+/y;
const ARGUMENT = /[^ \t\r\n;,()|#="]+/y;
const FORM_HINT = 'write ~name(low,high) or ~name(low,high,q=step)';
const LIST_FORM_HINT = 'write ~list(length, name(low,high)), as in ~list(4, int(1,8))';

/** Most values a ~list may have. */
const MAX_LIST = 10_000;

/** Reads what follows a ~; the reader stands on the ~. */
export function readSampled(reader: Reader): RightSide | undefined {
  const at = reader.at;
  reader.at += 1;
  const wordAt = reader.at;
  const word = take(reader, WORD) ?? '';
  if (word === 'list') return readSampledList(reader, at);
  reader.at = wordAt;
  const distribution = readDistribution(reader);
  return distribution === undefined
    ? undefined
    : { kind: 'sampled', distribution, span: spanOf(reader, at, reader.at) };
}

function readSampledList(reader: Reader, at: number): RightSide | undefined {
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
  const item = readDistribution(reader);
  if (item === undefined || !takeMark(reader, ')', LIST_FORM_HINT, true)) return undefined;
  return { kind: 'sampled-list', length, item, span: spanOf(reader, at, reader.at) };
}

function readDistribution(reader: Reader): Distribution | undefined {
  const at = reader.at;
  const word = take(reader, WORD) ?? '';
  const name = DISTRIBUTION_NAMES.find((n) => n === word);
  if (name === undefined) {
    const found = word === '' ? foundHere(reader) : quoted(word);
    const message = `${found} is no distribution; there are ${DISTRIBUTION_NAMES.join(', ')} and list`;
    const hint =
      suggest(reader, word, [...DISTRIBUTION_NAMES, 'list']) ?? 'text that starts with ~ goes in double quotes';
    return fail(reader, { code: 'E_DISTRIBUTION_UNKNOWN', message, hint, at, end: Math.max(reader.at, at + 1) });
  }
  if (!takeMark(reader, '(', FORM_HINT)) return undefined;
  const low = readBound(reader, 'low bound');
  if (low === undefined || !takeMark(reader, ',', FORM_HINT)) return undefined;
  const high = readBound(reader, 'high bound');
  if (high === undefined) return undefined;
  skipBlanks(reader);
  const step = peek(reader) === ',' ? readStep(reader) : '';
  if (step === undefined || !takeMark(reader, ')', FORM_HINT, true)) return undefined;
  const distribution = step === '' ? { name, low, high } : { name, low, high, step };
  return checkDistribution(reader, distribution, at) ? distribution : undefined;
}

function readStep(reader: Reader): string | undefined {
  reader.at += 1;
  skipBlanks(reader);
  const at = reader.at;
  if (peek(reader) === 'q') {
    reader.at += 1;
    skipBlanks(reader);
    if (peek(reader) === '=') {
      reader.at += 1;
      skipBlanks(reader);
      return readBound(reader, 'step q');
    }
  }
  return fail(reader, {
    code: 'E_DISTRIBUTION_FORM',
    message: 'behind the bounds of a distribution only q=step may stand',
    hint: FORM_HINT,
    at,
    end: at + 1,
  });
}

function readBound(reader: Reader, role: string): string | undefined {
  const at = reader.at;
  const text = take(reader, ARGUMENT) ?? '';
  if (isNumberText(text)) return sizedNumber(reader, text, at) === undefined ? undefined : text;
  const message =
    text === ''
      ? `the ${role} of a distribution is missing`
      : `the ${role} of this distribution is ${quoted(text)}, which ${whyNoNumber(text)}`;
  return fail(reader, { code: 'E_DISTRIBUTION_FORM', message, hint: FORM_HINT, at, end: Math.max(reader.at, at + 1) });
}

/** Reads a bracket or comma with the blanks around it (none behind it when it is the `last`). */
function takeMark(reader: Reader, mark: string, hint: string, last = false): boolean {
  skipBlanks(reader);
  if (peek(reader) !== mark) {
    const found = peek(reader) === '' ? 'the end of the line' : quoted(peek(reader));
    fail(reader, {
      code: 'E_DISTRIBUTION_FORM',
      message: `found ${found}, expected ${mark}`,
      hint,
      end: reader.at + 1,
    });
    return false;
  }
  reader.at += 1;
  if (!last) skipBlanks(reader);
  return true;
}
