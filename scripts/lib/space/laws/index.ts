// SPDX-License-Identifier: MIT
import type { Value } from '../../core/value.ts';
import type { RightSide } from '../../range/tree.ts';
import type { Law } from './law.ts';
import { scalarLaw } from './scalar.ts';

export type { Law, Uniforms } from './law.ts';

/** The right sides that are drawn. */
export type SampledSide = Extract<RightSide, { kind: 'sampled' | 'sampled-list' }>;

/** Returns the law of a line that is drawn. */
export function lawOf(right: SampledSide): Law {
  const text = right.span.source.text.slice(right.span.offset, right.span.offset + right.span.length);
  if (right.kind === 'sampled') {
    const law = scalarLaw(right.distribution);
    return {
      text,
      dimensions: 1,
      size: law.size,
      supports: law.supports,
      draw: (uniforms) => ({ kind: 'number', text: law.quantile(uniforms(0)) }),
    };
  }
  const item = scalarLaw(right.item);
  const { length } = right;
  return {
    text,
    dimensions: length,
    size: item.size ** length,
    draw: (uniforms) => ({
      kind: 'list',
      text: `[${Array.from({ length }, (_, i) => item.quantile(uniforms(i))).join(',')}]`,
    }),
    supports: (value) =>
      listItems(value)?.every((number) => item.supports(number)) === true && listItems(value)?.length === length,
  };
}

/** Returns the numbers of a list of numbers; undefined for anything else. */
function listItems(value: Value): Value[] | undefined {
  if (value.kind !== 'list' || !/^\[[-+.0-9eE,]*\]$/.test(value.text)) return undefined;
  return value.text
    .slice(1, -1)
    .split(',')
    .map((text) => ({ kind: 'number', text }));
}
