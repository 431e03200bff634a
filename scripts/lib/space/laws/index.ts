// SPDX-License-Identifier: MIT
import { jsonText, type Value } from '../../core/value.ts';
import type { Drawn, DrawnList, RightSide } from '../../range/tree.ts';
import { drawnLaw } from './choice.ts';
import type { Law } from './law.ts';
import { compactJson, jsonItems } from '../../core/json-node.ts';

export type { Law, Uniforms } from './law.ts';

/** The right sides that are drawn. */
export type SampledSide = Extract<RightSide, { kind: 'sampled' | 'sampled-list' }>;

/** Returns the law of a line that is drawn. */
export function lawOf(right: SampledSide): Law {
  const text = right.span.source.text.slice(right.span.offset, right.span.offset + right.span.length);
  if (right.kind === 'sampled') {
    const law = drawnLaw(right.distribution);
    return {
      text,
      dimensions: 1,
      size: law.size,
      supports: law.supports,
      draw: (uniforms) => law.quantile(uniforms(0)),
    };
  }
  return { text, ...listLaw(right) };
}

/** A value of a list takes as many uniform numbers as it has values, those of inner lists counted. */
function listLaw({ length, item }: Pick<DrawnList, 'length' | 'item'>): Omit<Law, 'text'> {
  const one = item.name === 'list' ? listLaw(item) : itemLaw(item);
  return {
    dimensions: length * one.dimensions,
    size: one.size ** length,
    draw: (uniforms) => {
      const items = Array.from({ length }, (_, i) => jsonText(one.draw((d) => uniforms(i * one.dimensions + d))));
      return { kind: 'list', text: `[${items.join(',')}]` };
    },
    supports: (value) => {
      const items = listItems(value);
      return items?.length === length && items.every((each) => one.supports(each));
    },
  };
}

function itemLaw(drawn: Drawn): Omit<Law, 'text'> {
  const law = drawnLaw(drawn);
  return {
    dimensions: 1,
    size: law.size,
    draw: (uniforms) => law.quantile(uniforms(0)),
    supports: (value) => law.supports(value, jsonText),
  };
}

/** Returns the items of a list as values: a text, number, boolean or null, or a list as it is; undefined for no list. */
function listItems(value: Value): readonly Value[] | undefined {
  return value.kind === 'list' ? jsonItems(value.text)?.map((item) => itemValue(compactJson(item))) : undefined;
}

function itemValue(json: string): Value {
  if (json.startsWith('"')) return { kind: 'text', text: String(JSON.parse(json)) };
  if (json === 'true' || json === 'false') return { kind: 'boolean', text: json };
  if (json === 'null') return { kind: 'null', text: json };
  return /^[[{]/.test(json) ? { kind: 'list', text: json } : { kind: 'number', text: json };
}
