// SPDX-License-Identifier: MIT
import { isNumberText } from '../core/value.ts';
import { checkDistribution } from './distribution-check.ts';
import { sizedNumber, whyNoNumber } from './number.ts';
import { fail, peek, quoted, type Reader, skipBlanks, suggest, take } from './reader.ts';
import type { Distribution, DistributionName } from './tree.ts';
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
  'gauss',
  'loggauss',
  'beta',
];

/** All words that may stand behind a ~. */
const WORDS_BEHIND_TILDE = [...DISTRIBUTION_NAMES, 'choice', 'list'];

export const WORD = /[A-Za-z0-9_]+/y;
export const ARGUMENT = /[^ \t\r\n;,()|#="]+/y;
const FORM_HINT = 'write ~name(low,high), ~name(low,high,q=step) or ~name(low,high,q=step,round=nearest)';
/** Reads name(low,high,...); the reader stands on the name. */
export function readDistribution(reader: Reader): Distribution | undefined {
  const at = reader.at;
  const word = take(reader, WORD) ?? '';
  const name = DISTRIBUTION_NAMES.find((n) => n === word);
  if (name === undefined) {
    const found = word === '' ? foundHere(reader) : quoted(word);
    const message = `${found} is no distribution; there are ${DISTRIBUTION_NAMES.join(', ')}, choice and list`;
    const hint = suggest(reader, word, WORDS_BEHIND_TILDE) ?? 'text that starts with ~ goes in double quotes';
    return fail(reader, { code: 'E_DISTRIBUTION_UNKNOWN', message, hint, at, end: Math.max(reader.at, at + 1) });
  }
  if (!takeMark(reader, '(', FORM_HINT)) return undefined;
  const [first, second] = ARGUMENT_NAMES[name] ?? ['low bound', 'high bound'];
  const low = readBound(reader, first);
  if (low === undefined || !takeMark(reader, ',', FORM_HINT)) return undefined;
  const high = readBound(reader, second);
  if (high === undefined) return undefined;
  skipBlanks(reader);
  const options: Options = {};
  while (peek(reader) === ',') if (!readOption(reader, options)) return undefined;
  if (!takeMark(reader, ')', FORM_HINT, true)) return undefined;
  const distribution = { name, low, high, ...options };
  return checkDistribution(reader, distribution, at) ? distribution : undefined;
}

const ARGUMENT_NAMES: { readonly [K in DistributionName]?: readonly [string, string] } = {
  gauss: ['mean', 'standard deviation'],
  loggauss: ['mean', 'standard deviation'],
  beta: ['first parameter', 'second parameter'],
};

interface Options {
  step?: string;
  round?: 'nearest';
}

/** Reads `, q=step` or `, round=nearest`. */
function readOption(reader: Reader, options: Options): boolean {
  reader.at += 1;
  skipBlanks(reader);
  const at = reader.at;
  const word = take(reader, WORD) ?? '';
  skipBlanks(reader);
  if (peek(reader) === '=' && word === 'q' && options.step === undefined) {
    reader.at += 1;
    skipBlanks(reader);
    const step = readBound(reader, 'step q');
    if (step === undefined) return false;
    options.step = step;
  } else if (peek(reader) === '=' && word === 'round' && options.round === undefined) {
    reader.at += 1;
    skipBlanks(reader);
    const wayAt = reader.at;
    const way = take(reader, WORD) ?? '';
    if (way !== 'nearest' && way !== 'up')
      return formTrouble(reader, `round is ${quoted(way)}, expected nearest or up`, wayAt);
    if (way === 'nearest') options.round = 'nearest';
  } else return formTrouble(reader, 'behind the bounds of a distribution only q=step and round=nearest may stand', at);
  skipBlanks(reader);
  return true;
}

function formTrouble(reader: Reader, message: string, at: number): false {
  fail(reader, { code: 'E_DISTRIBUTION_FORM', message, hint: FORM_HINT, at, end: Math.max(reader.at, at + 1) });
  return false;
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
export function takeMark(reader: Reader, mark: string, hint: string, last = false): boolean {
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
