// SPDX-License-Identifier: MIT
import type { DesignFactor } from '../design/design.ts';
import { codedLevels } from '../design/estimable.ts';

/** The columns of one factor, or of two together, in the design's matrix. */
export interface Term {
  /** Places in the design's factors. */
  readonly factors: readonly number[];
  readonly first: number;
  /** How many columns. */
  readonly size: number;
}

/** The matrix of a design, one row a setting: columns are 1 where the setting has the level (all but the first of a factor), or both levels of a pair. */
export interface DesignColumns {
  readonly terms: readonly Term[];
  readonly size: number;
  /** The columns that are 1, of each setting. */
  readonly rows: readonly (readonly number[])[];
}

/** Returns the columns of a term. */
export function columnsOf({ first, size }: Term): readonly number[] {
  return Array.from({ length: size }, (_, i) => first + i);
}

/** Returns how many levels of a factor of a design are its own. */
export function ownLevels({ factor, nesting }: DesignFactor): number {
  return codedLevels(factor, nesting);
}

/** Returns the matrix of the main effects of all factors and of the interactions of some pairs of them. */
export function designColumns(
  factors: readonly DesignFactor[],
  pairs: readonly (readonly [number, number])[],
): DesignColumns {
  const widths = factors.map((f) => Math.max(0, ownLevels(f) - 1));
  const terms: Term[] = [];
  let size = 0;
  for (const [i, width] of widths.entries()) {
    terms.push({ factors: [i], first: size, size: width });
    size += width;
  }
  for (const [a, b] of pairs) {
    const width = (widths[a] ?? 0) * (widths[b] ?? 0);
    terms.push({ factors: [a, b], first: size, size: width });
    size += width;
  }
  const settings = factors[0]?.factor.codes.length ?? 0;
  /** Column of a level within its factor; -1 for the first level, and where the factor is absent. */
  const within = (factor: number, setting: number): number => {
    const code = factors[factor]?.factor.codes[setting] ?? 0;
    return code > (widths[factor] ?? 0) ? -1 : code - 1;
  };
  const rows = Array.from({ length: settings }, (_, setting) =>
    terms.flatMap(({ factors: own, first }) => {
      const [a = 0, b] = own;
      const x = within(a, setting);
      if (b === undefined) return x < 0 ? [] : [first + x];
      const y = within(b, setting);
      return x < 0 || y < 0 ? [] : [first + x * (widths[b] ?? 0) + y];
    }),
  );
  return { terms, size, rows };
}
