// SPDX-License-Identifier: MIT
import { itemsIn } from './fields.ts';
import type { ForeignEntry, ForeignNode } from './node.ts';
import type { DrawnSide } from './pycls-law.ts';
import { type ImportTrouble, refuse } from './system.ts';
import { foreignValue, nativeValue } from './value.ts';

/** What a sampler gives: `NAME=right`, several for a regnet. */
export interface SampledParameter {
  readonly name: string;
  readonly right: string;
  readonly entry: ForeignEntry;
  /** The least number that it can be, where it is one of a law with bounds. */
  readonly least?: number;
}

/** A side of a list, too: `list(4, int(1,8))`. */
export type SamplerSide = DrawnSide | { readonly kind: 'list'; readonly text: string };

/** Returns the right side of a line. */
export function rightOf(side: SamplerSide | undefined): string | undefined {
  if (side === undefined) return undefined;
  return side.kind === 'values' ? side.texts.join('|') : `~${side.text}`;
}

/** Returns the two bounds of RANGE as they were written. */
export function boundsIn(
  range: ForeignEntry,
  isFloat: boolean,
  trouble: ImportTrouble,
): readonly [string, string] | undefined {
  const items = itemsIn(range, trouble);
  if (items === undefined) return undefined;
  const [low, high] = items.map((item) => sampledNumber(item, range.key, isFloat, trouble));
  if (items.length === 2) return low === undefined || high === undefined ? undefined : [low, high];
  return refuse(trouble, {
    code: 'E_IMPORT_VALUE',
    span: range.value.span,
    message: `${range.key} has ${items.length} numbers, expected a low and a high one`,
    hint: `write ${range.key}: ${isFloat ? '[0.1, 1.0]' : '[1, 8]'}`,
  });
}

/** pycls wants all numbers of a sampler to be of its own kind: 1 is no float there. */
export function sampledNumber(
  node: ForeignNode,
  what: string,
  isFloat: boolean,
  trouble: ImportTrouble,
): string | undefined {
  const value = node.kind === 'scalar' ? foreignValue(node, trouble) : undefined;
  if (node.kind === 'scalar' && value === undefined) return undefined;
  const isWhole = value?.kind === 'number' && /^-?\d+$/.test(value.text);
  if (value?.kind === 'number' && isWhole !== isFloat) return value.text;
  return refuse(trouble, {
    code: 'E_IMPORT_VALUE',
    span: node.span,
    message: `${what} has ${value === undefined ? 'something' : nativeValue(value)}, expected a ${isFloat ? 'float' : 'whole number'}`,
    hint: isFloat
      ? `write it with a point${isWhole ? `: ${value.text}.0` : ', as in 0.1'}`
      : 'write it without a point, or take float_sampler',
  });
}
