// SPDX-License-Identifier: MIT
import { type Value, valueKey } from '../../core/value.ts';
import type { ChoiceItem, Drawn, WeightedChoice } from '../../range/tree.ts';
import type { ScalarLaw } from './law.ts';
import { scalarLaw } from './scalar.ts';

/** A law of single values of any kind; `quantile` takes one uniform number. */
export interface DrawnLaw {
  readonly size: number;
  quantile(u: number): Value;
  /** Tells whether the value can be drawn; `asItem` is how values are written where they are items of a list. */
  supports(value: Value, asItem?: (value: Value) => string): boolean;
}

/** Returns the law of a distribution or a choice. */
export function drawnLaw(drawn: Drawn): DrawnLaw {
  if (drawn.name === 'choice') return choiceLaw(drawn);
  const law = scalarLaw(drawn);
  return {
    size: law.size,
    quantile: (u) => ({ kind: 'number', text: law.quantile(u) }),
    supports: (value) => law.supports(value),
  };
}

type Part = { readonly share: number } & ({ readonly value: Value } | { readonly law: ScalarLaw });

/** One of the items by their weights; what is left of the uniform number is that of the item's own law. */
function choiceLaw({ items, weights }: WeightedChoice): DrawnLaw {
  const numbers = items.map((_, i) => Number(weights?.[i] ?? 1));
  const largest = Math.max(...numbers);
  const total = numbers.reduce((sum, weight) => sum + weight / largest, 0);
  const parts = items
    .map((item, i) => partOf(item, (numbers[i] ?? 0) / largest / total))
    .filter((part) => part.share > 0);
  return {
    size: sizeOf(parts),
    quantile: (u) => {
      let rest = u;
      for (const [i, part] of parts.entries()) {
        if (rest < part.share || i === parts.length - 1)
          return 'value' in part
            ? part.value
            : { kind: 'number', text: part.law.quantile(Math.min(1 - 2 ** -53, Math.max(0, rest / part.share))) };
        rest -= part.share;
      }
      throw new Error('internal: a choice without items');
    },
    supports: (value, asItem) =>
      parts.some((part) => {
        if (!('value' in part)) return part.law.supports(value);
        return asItem === undefined
          ? valueKey(part.value) === valueKey(value)
          : JSON.stringify(JSON.parse(asItem(part.value))) === JSON.stringify(JSON.parse(asItem(value)));
      }),
  };
}

function partOf(item: ChoiceItem, share: number): Part {
  return item.kind === 'law' ? { share, law: scalarLaw(item.law) } : { share, value: item.value };
}

/** Different values; those of two laws may be the same, which is not looked for. */
function sizeOf(parts: readonly Part[]): number {
  const values = new Set(parts.flatMap((part) => ('value' in part ? [valueKey(part.value)] : [])));
  return parts.reduce((sum, part) => sum + ('law' in part ? part.law.size : 0), values.size);
}
