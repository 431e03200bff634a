// SPDX-License-Identifier: MIT
import type { Span } from '../../core/source.ts';
import { unreachable } from '../../core/unreachable.ts';
import type { Value } from '../../core/value.ts';
import type { Alternative, Definition, Distribution, Drawn, Expression } from '../../range/tree.ts';

/** A value that a line may give to a symbol, for a look at its kind; of ranges and distributions only examples. */
export interface WrittenValue {
  readonly name: string;
  readonly value: Value;
  /** What stands in the range file, when it is no single value: 1:1:5. */
  readonly text?: string;
  readonly span: Span;
}

/** Values of one line that are looked at; more are of the same kinds, or are found when they are written. */
const LOOKED_AT = 1000;

/** Returns the values that a line gives, each with its place. */
export function writtenValues({ names, right }: Definition): readonly WrittenValue[] {
  const [first] = names;
  if (first === undefined) return [];
  const { name } = first;
  switch (right.kind) {
    case 'choices':
      return right.alternatives.slice(0, LOOKED_AT).flatMap((alternative) => ofAlternative(name, alternative));
    case 'sampled':
      return ofDrawn(name, right.distribution, right.span);
    case 'sampled-list':
      return [{ name, value: { kind: 'list', text: '[1]' }, text: textAt(right.span), span: right.span }];
    case 'rows':
      return right.rows
        .slice(0, LOOKED_AT)
        .flatMap((row) =>
          row.flatMap((cell, i) => (cell === undefined ? [] : [{ name: names[i]?.name ?? name, ...cell }])),
        );
    case 'computed':
      return [
        {
          name,
          value: exampleOfComputed(right.expression),
          text: textAt(right.expression.span),
          span: right.expression.span,
        },
      ];
    case 'rows-file':
    case 'unset':
      return [];
    default:
      return unreachable(right);
  }
}

function ofAlternative(name: string, alternative: Alternative): readonly WrittenValue[] {
  const { span } = alternative;
  if (alternative.kind === 'value') return [{ name, value: alternative.value, span }];
  const { kind, start, step, end } = alternative.range;
  const parts = kind === 'points' || kind === 'geometric points' ? [start, end] : [start, step];
  const text = parts.find((part) => !isWhole(part)) ?? start;
  return [{ name, value: { kind: 'number', text }, text: textAt(span), span }];
}

function ofDrawn(name: string, drawn: Drawn, span: Span): readonly WrittenValue[] {
  if (!('items' in drawn)) return [{ name, value: exampleOf(drawn), text: textAt(span), span }];
  return drawn.items
    .slice(0, LOOKED_AT)
    .map((item) =>
      item.kind === 'value'
        ? { name, value: item.value, span: item.span }
        : { name, value: exampleOf(item.law), text: textAt(span), span },
    );
}

function isWhole(text: string): boolean {
  return /^-?[0-9]+$/.test(text);
}

/** A number that the distribution may draw, with a fraction when it draws any. */
function exampleOf({ name, low, step }: Distribution): Value {
  const isCentred = name === 'gauss' || name === 'loggauss' || name === 'beta'; // low is no bound
  const steps = isWhole(step ?? '0.5') && (isCentred || isWhole(low));
  const whole = name === 'int' || name === 'logint' || steps || (name === 'pow2' && isWhole(low));
  return { kind: 'number', text: whole ? '1' : '0.5' };
}

/** A condition gives a boolean, all else a number; whether it is whole is seen when it is written. */
function exampleOfComputed({ kind }: Expression): Value {
  const isCondition = kind === 'compare' || kind === 'and' || kind === 'or' || kind === 'not';
  return isCondition ? { kind: 'boolean', text: 'true' } : { kind: 'number', text: '1' };
}

function textAt({ source, offset, length }: Span): string {
  return source.text.slice(offset, offset + length);
}
