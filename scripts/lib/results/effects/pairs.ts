// SPDX-License-Identifier: MIT
import type { SweepDesign } from '../design/design.ts';
import type { SettingObservation } from '../settings/layout.ts';
import { type DesignColumns, designColumns, ownLevels } from './columns.ts';
import { type CrossProducts, crossProducts, eliminate } from './cross-products.ts';

/** Columns of a model: its equations are solved densely. */
export const MOST_COLUMNS = 300;
/** Degrees of freedom that interactions must leave to compare with. */
const FEWEST_LEFT = 5;

/** The columns of a design with the products of its runs. */
export interface EstimableColumns {
  readonly columns: DesignColumns;
  readonly made: CrossProducts;
}

/** Returns the columns of all main effects, and of the interactions that the design can tell beside them. */
export function estimableColumns(design: SweepDesign, runs: readonly SettingObservation[]): EstimableColumns {
  const columnsWith = (pairs: readonly (readonly [number, number])[]): EstimableColumns => {
    const columns = designColumns(design.factors, pairs);
    return { columns, made: crossProducts(runs, columns) };
  };
  const pairs = roomForPairs(design, runs);
  const all = columnsWith(pairs);
  return pairs.length === 0 || keepsMainEffects(design, all) ? all : columnsWith([]);
}

/**
 * Returns the pairs of factors whose interactions a design has room for beside all main effects: of a grid, with holes or without, those
 * with the fewest columns first as long as five degrees of freedom are left; of a fraction all or none, since there a pair takes from the main effects.
 */
function roomForPairs(
  { kind, factors }: SweepDesign,
  runs: readonly SettingObservation[],
): readonly (readonly [number, number])[] {
  if (kind !== 'full' && kind !== 'holes' && kind !== 'fraction') return [];
  const widths = factors.map((f) => Math.max(0, ownLevels(f) - 1));
  const main = widths.reduce((a, b) => a + b, 0);
  const blocks = new Set(runs.map((r) => r.block)).size;
  const settings = new Set(runs.map((r) => r.setting)).size;
  const all = factors
    .flatMap((_, a) => factors.slice(a + 1).map((_f, k) => [a, a + 1 + k] as const))
    .filter(([a, b]) => !isNested(factors, a, b) && factors[a]?.isDrawn !== true && factors[b]?.isDrawn !== true)
    .map((pair) => ({ pair, width: (widths[pair[0]] ?? 0) * (widths[pair[1]] ?? 0) }))
    .sort((x, y) => x.width - y.width);
  const chosen: (readonly [number, number])[] = [];
  let size = main;
  for (const { pair, width } of all) {
    // A pair cannot have more degrees of freedom than there are settings left.
    const left = runs.length - blocks - Math.min(size + width, settings - 1);
    if (size + width > MOST_COLUMNS || left < FEWEST_LEFT || size + width > settings - 1) break;
    size += width;
    chosen.push(pair);
  }
  return kind === 'fraction' && chosen.length < all.length ? [] : chosen;
}

/** What one factor decides of the other is no interaction of the two. */
function isNested(factors: SweepDesign['factors'], a: number, b: number): boolean {
  return factors[a]?.nesting?.parent === b || factors[b]?.nesting?.parent === a;
}

/** Tells whether each main effect has all its degrees of freedom beside the pairs without it. */
function keepsMainEffects({ factors }: Pick<SweepDesign, 'factors'>, { columns, made }: EstimableColumns): boolean {
  const columnsOf = (own: (factors: readonly number[]) => boolean): readonly number[] =>
    columns.terms.flatMap((t) => (own(t.factors) ? Array.from({ length: t.size }, (_, i) => t.first + i) : []));
  return factors.every((_, place) => {
    const others = columnsOf((own) => !own.includes(place));
    const mine = columnsOf((own) => own.length === 1 && own[0] === place);
    const alone = eliminate(made, [...columnsOf((own) => own.length === 1 && own[0] !== place), ...mine]).kept.filter(
      (c) => mine.includes(c),
    );
    const beside = eliminate(made, [...others, ...mine]).kept.filter((c) => mine.includes(c));
    return beside.length === alone.length;
  });
}
