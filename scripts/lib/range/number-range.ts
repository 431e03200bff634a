// SPDX-License-Identifier: MIT
import { compareDecimals, type Decimal, decimalOf, negateDecimal, parseDecimal } from '../core/decimal.ts';
import { unreachable } from '../core/unreachable.ts';
import { isNumberText } from '../core/value.ts';
import { sizedNumber, whyNoNumber } from './number.ts';
import { POINTS, pointsTrouble } from './points.ts';
import { warnOfMissedEnd } from './range-end.ts';
import { geometricTrouble, rangeLength } from './range-values.ts';
import { fail, quoted, type Reader, warn } from './reader.ts';
import type { NumberRange } from './tree.ts';

const ZERO = decimalOf(0n);
const ONE = decimalOf(1n);
const QUOTE_HINT = 'if it is meant as text, put it in double quotes';

/** What an unquoted word with colons is: a range, no range at all (plain text such as cuda:0), or an error. */
export type RangeReading = { readonly range: NumberRange } | 'text' | 'error';

/** Reads start:step:end, start:*factor:end or a number of points from a word that starts at `at`. */
export function readRange(reader: Reader, word: string, at: number): RangeReading {
  if (!word.includes(':')) return 'text';
  const parts = word.split(':');
  if (parts.length !== 3) return readOtherColons(reader, parts, at);
  const [start = '', middle = '', end = ''] = parts;
  const mark = /^\*?\/|^\*/.exec(middle)?.[0] ?? '';
  const range: NumberRange = { kind: KINDS[mark] ?? 'arithmetic', start, step: middle.slice(mark.length), end };
  const offsets = [at, at + start.length + 1 + mark.length, at + start.length + middle.length + 2] as const;
  const numbers = readNumbers(reader, range, offsets);
  if (numbers === undefined) return 'error';
  const place = { at, end: at + word.length };
  if (!checkRange(reader, numbers, range, place)) return 'error';
  if (range.kind === 'arithmetic' || range.kind === 'geometric') {
    const isTurned = warnOfOrder(reader, numbers, range, place);
    if (!isTurned) warnOfMissedEnd(reader, range, place);
  }
  return { range };
}

/** What stands before the middle number says what it is. */
const KINDS: Readonly<Record<string, NumberRange['kind']>> = {
  '*': 'geometric',
  '/': 'points',
  '*/': 'geometric points',
};

function checkRange(reader: Reader, numbers: Numbers, range: NumberRange, place: { at: number; end: number }): boolean {
  switch (range.kind) {
    case 'arithmetic':
      return checkStep(reader, numbers, range, place.at) && checkLength(reader, range, place);
    case 'geometric':
      return checkFactor(reader, numbers, range, place.at) && checkLength(reader, range, place);
    case 'points':
    case 'geometric points':
      return checkPoints(reader, range, place);
    default:
      return unreachable(range.kind);
  }
}

function checkPoints(reader: Reader, range: NumberRange, place: { at: number; end: number }): boolean {
  const isCount =
    /^[0-9]+$/.test(range.step) && Number(range.step) >= POINTS.least && Number(range.step) <= POINTS.most;
  const trouble = isCount ? pointsTrouble(range) : undefined;
  if (isCount && trouble === undefined) return true;
  const count = isCount ? range.step : '5';
  fail(reader, {
    code: 'E_POINTS',
    message: isCount
      ? `there are no ${range.step} points from ${range.start} to ${range.end}: ${trouble}`
      : `the number of points is ${quoted(range.step)}, expected a whole number from ${POINTS.least} to ${POINTS.most.toLocaleString('en-US')}`,
    hint: `start:/${count}:end gives ${count} values evenly, start:*/${count}:end by equal factors; a step is written without the /`,
    ...place,
  });
  return false;
}

interface Numbers {
  readonly start: Decimal;
  readonly step: Decimal;
  readonly end: Decimal;
}

/** a:b of numbers and 1:2:3:4 are taken for unfinished ranges; other words with colons are text. */
function readOtherColons(reader: Reader, parts: readonly string[], at: number): 'text' | 'error' {
  if (!parts.every((part) => isNumberText(part.replace(/^\*?\/?/, '')) || part === '')) return 'text';
  const word = parts.join(':');
  const message = `${quoted(word)} has ${parts.length === 2 ? 'two' : String(parts.length)} parts, a range has three: start:step:end`;
  fail(reader, { code: 'E_RANGE_PARTS', message, hint: rangeHint(parts), at, end: at + word.length });
  return 'error';
}

function rangeHint(parts: readonly string[]): string {
  const [a = '', b = ''] = parts;
  const [from, to] = [parseDecimal(a), parseDecimal(b)];
  const way = parts.length !== 2 || from === undefined || to === undefined ? 0 : compareDecimals(to, from);
  return way === 0 ? QUOTE_HINT : `write ${a}:${way}:${b} for steps of 1; ${QUOTE_HINT}`;
}

function readNumbers(
  reader: Reader,
  range: NumberRange,
  offsets: readonly [number, number, number],
): Numbers | undefined {
  const middle = {
    arithmetic: 'step',
    geometric: 'factor',
    points: 'number of points',
    'geometric points': 'number of points',
  }[range.kind];
  const words = [
    ['start', range.start],
    [middle, range.step],
    ['end', range.end],
  ] as const;
  const decimals: Decimal[] = [];
  for (const [index, [role, text]] of words.entries()) {
    const at = offsets[index] ?? reader.at;
    if (!isNumberText(text)) {
      const message = `the ${role} of this range ${text === '' ? '' : `is ${quoted(text)}, which `}${whyNoNumber(text)}`;
      return fail(reader, {
        code: 'E_RANGE_NUMBER',
        message,
        hint: isNumberText(range.start)
          ? `a range is start:step:end of numbers; ${QUOTE_HINT}`
          : `${QUOTE_HINT}; a range is start:step:end of numbers`,
        at,
        end: at + Math.max(1, text.length),
      });
    }
    const decimal = sizedNumber(reader, text, at);
    if (decimal === undefined) return undefined;
    decimals.push(decimal);
  }
  const [start = ZERO, step = ZERO, end = ZERO] = decimals;
  return { start, step, end };
}

function checkStep(reader: Reader, { start, step, end }: Numbers, range: NumberRange, at: number): boolean {
  const from = at + range.start.length + 1;
  const place = { at: from, end: from + range.step.length };
  const way = compareDecimals(end, start);
  const sign = compareDecimals(step, ZERO);
  if (sign === 0) {
    const message = `the step is 0; a range needs a step that moves from ${range.start} towards ${range.end}`;
    fail(reader, {
      code: 'E_STEP_ZERO',
      message,
      ...place,
      hint: way === 0 ? `for one value write ${range.start} alone` : 'write the distance between two values',
    });
    return false;
  }
  if (way === 0 || way === sign) return true;
  const turned = compareDecimals(negateDecimal(step), ZERO) > 0 ? range.step.replace(/^-/, '') : `-${range.step}`;
  fail(reader, {
    code: 'E_STEP_AWAY',
    message: `the step ${range.step} leads away from the end: from ${range.start} it never comes to ${range.end}`,
    hint: `write ${range.start}:${turned}:${range.end}, or ${range.end}:${range.step}:${range.start}`,
    ...place,
  });
  return false;
}

function checkFactor(reader: Reader, { start, step, end }: Numbers, range: NumberRange, at: number): boolean {
  const from = at + range.start.length + 2;
  const place = { at: from, end: from + range.step.length };
  if (compareDecimals(step, ZERO) <= 0 || compareDecimals(step, ONE) === 0) {
    const message = `the factor is ${range.step}; it must be above 0 and not 1, or the range never comes to ${range.end}`;
    fail(reader, { code: 'E_FACTOR', message, hint: 'write a factor such as *10 or *0.5', ...place });
    return false;
  }
  const trouble = geometricTrouble(start, step, end);
  if (trouble === undefined) return true;
  fail(reader, {
    code: 'E_FACTOR_AWAY',
    message: `from ${range.start}, multiplied by ${range.step} again and again, a range never comes to ${range.end}: ${trouble}`,
    hint: 'start and end must be on the same side of 0, and a factor above 1 leads away from 0',
    at,
    end: at + range.start.length + range.step.length + range.end.length + 3,
  });
  return false;
}

function checkLength(reader: Reader, range: NumberRange, place: { at: number; end: number }): boolean {
  const length = rangeLength(range);
  if (typeof length === 'number') return true;
  fail(reader, {
    code: 'E_RANGE_TOO_LONG',
    message: length.tooLong,
    hint: 'take a larger step or factor, or draw values: ~uniform(low,high), ~loguniform(low,high)',
    ...place,
  });
  return false;
}

/** start:end:step, as other tools write it, is a range of one value here wherever the step does not reach the end at once. */
function warnOfOrder(
  reader: Reader,
  { start, step, end }: Numbers,
  range: NumberRange,
  place: { at: number; end: number },
): boolean {
  if (range.kind === 'geometric' || rangeLength(range) !== 1) return false;
  const way = compareDecimals(step, start);
  const turned: NumberRange = { ...range, step: range.end, end: range.step };
  if (way === 0 || compareDecimals(end, ZERO) !== way || rangeLength(turned) === 1) return false;
  warn(reader, {
    code: 'W_RANGE_ORDER',
    message: `this range has a single value, ${range.start}: it is start:step:end, and steps of ${range.step} are asked for`,
    hint: `write ${turned.start}:${turned.step}:${turned.end} for steps of ${turned.step}; for one value write ${range.start} alone`,
    ...place,
  });
  return true;
}
