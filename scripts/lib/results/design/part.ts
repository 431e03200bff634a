// SPDX-License-Identifier: MIT
import type { Factor } from '../factors.ts';
import { type DesignFactor, gridKind, type SweepDesign } from './design.ts';
import { cellsOf, type Nesting } from './nesting.ts';

/** A design without some of its settings, as if these were holes in it. */
export interface DesignPart {
  /** The factors are those of the whole and stand in their places; levels that only settings left out have are gone. */
  readonly design: SweepDesign;
  /** Place in the part of each setting of the whole; -1 for one that is left out. */
  readonly placeOf: readonly number[];
  /** Code in the whole of each level of the part, by the place of its factor. */
  readonly codes: readonly (readonly number[])[];
}

/** Returns a design without some of its settings. Values that go together in what is left stay factors of their own: nothing is recognised anew. */
export function designWithout(whole: SweepDesign, left: ReadonlySet<number>): DesignPart {
  const settings = [...(whole.factors[0]?.factor.codes.keys() ?? [])].filter((i) => !left.has(i));
  const placeOf = new Array<number>(whole.factors[0]?.factor.codes.length ?? 0).fill(-1);
  for (const [place, setting] of settings.entries()) placeOf[setting] = place;
  const kept = whole.factors.map(({ factor }) => keptCodes(factor, settings));
  const factors = whole.factors.map((own, place): DesignFactor => {
    const codes = kept[place] ?? [];
    return {
      ...own,
      members: own.members.map((member) => partOf(member, settings, keptCodes(member, settings))),
      factor: partOf(own.factor, settings, codes),
      nesting: nestingIn(own, codes, kept),
    };
  });
  const cells = cellsIn(factors);
  const isGrid = whole.kind === 'full' || whole.kind === 'holes' || whole.kind === 'fraction';
  return {
    design: {
      ...whole,
      settings: settings.length,
      cells,
      factors,
      kind: isGrid ? gridKind(settings.length, cells) : whole.kind,
    },
    placeOf,
    codes: kept,
  };
}

/** The codes of a factor that some settings have, in their order. */
function keptCodes({ codes }: Factor, settings: readonly number[]): readonly number[] {
  return [...new Set(settings.map((i) => codes[i] ?? 0))].sort((a, b) => a - b);
}

function partOf(factor: Factor, settings: readonly number[], kept: readonly number[]): Factor {
  const fresh = new Map(kept.map((code, i) => [code, i]));
  return {
    ...factor,
    levels: kept.map((code) => factor.levels[code] ?? ''),
    codes: settings.map((i) => fresh.get(factor.codes[i] ?? 0) ?? 0),
    numbers:
      factor.numbers === undefined
        ? undefined
        : kept.flatMap((code) => (code === factor.absent ? [] : (factor.numbers?.[code] ?? Number.NaN))),
    absent: factor.absent === undefined ? undefined : fresh.get(factor.absent),
  };
}

/** What all settings that are left have is nested in nothing. */
function nestingIn(
  { factor, nesting }: DesignFactor,
  codes: readonly number[],
  kept: readonly (readonly number[])[],
): Nesting | undefined {
  if (nesting === undefined || factor.absent === undefined || !codes.includes(factor.absent)) return undefined;
  const above = nesting.parent === undefined ? [] : (kept[nesting.parent] ?? []);
  return { ...nesting, at: nesting.at.map((code) => above.indexOf(code)).filter((code) => code >= 0) };
}

/** The cells of a whole grid: what was drawn is one factor, however many symbols were drawn together. */
function cellsIn(factors: readonly DesignFactor[]): number {
  const first = factors.findIndex((f) => f.isDrawn);
  return cellsOf(
    factors.map(({ factor, isDrawn }, place) =>
      isDrawn && place !== first ? { ...factor, levels: factor.levels.slice(0, 1) } : factor,
    ),
    factors.map((f) => f.nesting),
  );
}
