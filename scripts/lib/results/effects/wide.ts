// SPDX-License-Identifier: MIT
import { adjusted, meanLevelOf, MOST_LISTED } from './adjusted-means.ts';
import { MOST_COLUMNS } from './pairs.ts';
import type { SettingObservation } from '../settings/layout.ts';
import { holm } from '../stats/holm.ts';
import { columnsOf, type DesignColumns, designColumns, ownLevels, type Term } from './columns.ts';
import { crossProducts, eliminate, fitColumns, type LinearFit } from './cross-products.ts';
import { EFFECT_ALPHA, type EffectLevel, type Effects, type FactorEffect } from './effect.ts';
import {
  effectChance,
  errorOf,
  type LinearError,
  type LinearInput,
  type OwnSquares,
  ownSquares,
  toldEffects,
  totalSquares,
} from './error-term.ts';
import { levelWeights, weightedRow } from './level-weights.ts';

/** A design whose widest factor is taken out as blocks are, and the seeds stand among the columns: one row a run. */
interface TurnedDesign {
  readonly wide: number;
  /** Of the other factors and, behind them, of the seeds. */
  readonly columns: DesignColumns;
  /** Of the other factors alone. */
  readonly others: readonly Term[];
  readonly seeds: Term;
  /** Each run a setting of its own, in the block of its wide value. */
  readonly runs: readonly SettingObservation[];
}

/**
 * Returns the main effects where one factor has more values than equations can be solved for (a list of hundreds of models): that factor is
 * eliminated as blocks are, which gives the same least squares (type II). Undefined where two factors are so wide, or the widest is conditional or drawn.
 */
export function wideEffects(input: LinearInput): Effects | undefined {
  const turned = turnedDesign(input);
  if (turned === undefined) return undefined;
  const { wide, columns, others, runs } = turned;
  const made = crossProducts(runs, columns);
  const fit = fitColumns(runs, columns, made);
  const error = errorOf(input, fit);
  const total = totalSquares(runs);
  const tests = insertAt(
    others.map((term) => ownSquares(made, columns.terms, term)),
    wide,
    wideTest(turned, fit),
  );
  const chances = tests.map((test) => effectChance(test, error, total));
  const corrected = holm(chances.map((c) => c.p));
  const means = meansOf(input, turned, { fit, error });
  const effects = tests.map(({ sumOfSquares, degrees }, place): FactorEffect => {
    const pAdjusted = corrected[place];
    const isShown = pAdjusted !== undefined && pAdjusted < EFFECT_ALPHA;
    const own = input.design.factors[place];
    return {
      kind: 'main',
      factors: [place],
      method: chances[place]?.p === undefined ? 'none' : 'least_squares',
      n: input.runs.filter((r) => own?.factor.codes[r.setting] !== own?.factor.absent).length,
      share: isShown && total > 0 ? sumOfSquares / total : isShown ? 0 : undefined,
      sumOfSquares,
      degrees,
      f: chances[place]?.f,
      p: chances[place]?.p,
      pAdjusted,
      isShown,
      levels: place === wide ? [] : means(place),
    };
  });
  return toldEffects(error, effects);
}

function turnedDesign({ design, runs }: LinearInput): TurnedDesign | undefined {
  const { factors } = design;
  const widths = factors.map(ownLevels);
  const wide = widths.indexOf(Math.max(...widths));
  const own = factors[wide];
  if (own === undefined || own.factor.absent !== undefined || factors.some((f) => f.isDrawn)) return undefined;
  if (factors.some((f) => f.nesting?.parent === wide)) return undefined;
  const others = designColumns(beside(factors, wide), []);
  const placeOf = new Map([...new Set(runs.map((r) => r.block))].map((block, place) => [block, place - 1]));
  const seeds: Term = { factors: [], first: others.size, size: placeOf.size - 1 };
  const size = others.size + seeds.size;
  if (size > MOST_COLUMNS) return undefined;
  const rows = runs.map(({ setting, block }) => {
    const seed = placeOf.get(block) ?? -1;
    return [...(others.rows[setting] ?? []), ...(seed < 0 ? [] : [others.size + seed])];
  });
  return {
    wide,
    columns: { terms: [...others.terms, seeds], size, rows },
    others: others.terms,
    seeds,
    runs: runs.map(({ setting, value }, i) => ({ setting: i, block: own.factor.codes[setting] ?? 0, value })),
  };
}

/** The factors without the wide one; what they are nested in keeps its place. */
function beside(factors: LinearInput['design']['factors'], wide: number): LinearInput['design']['factors'] {
  return factors
    .filter((_, i) => i !== wide)
    .map((f) =>
      f.nesting?.parent === undefined || f.nesting.parent < wide
        ? f
        : { ...f, nesting: { ...f.nesting, parent: f.nesting.parent - 1 } },
    );
}

/** What is left without the wide factor less what is left with it. */
function wideTest(
  { columns, runs }: TurnedDesign,
  { sumOfSquares, degrees }: { readonly sumOfSquares: number; readonly degrees: number },
): OwnSquares {
  const alone = runs.map((run) => ({ ...run, block: 0 }));
  const { kept, added } = eliminate(crossProducts(alone, columns), [...Array(columns.size).keys()]);
  const left = totalSquares(runs) - added.reduce((a, b) => a + b, 0);
  return { sumOfSquares: Math.max(0, left - sumOfSquares), degrees: runs.length - 1 - kept.length - degrees };
}

/** Returns the values of a factor beside the wide one with their means over all wide values and seeds alike. */
function meansOf(
  input: LinearInput,
  { wide, columns, others, seeds }: TurnedDesign,
  { fit, error }: { readonly fit: LinearFit; readonly error: LinearError | undefined },
): (place: number) => readonly EffectLevel[] {
  const { design } = input;
  const factors = beside(design.factors, wide);
  const main = { ...columns, terms: others };
  return (place) => {
    const own = design.factors[place];
    // One at a time, the others stand at a baseline and not at the mean of all.
    if (own === undefined || ownLevels(own) > MOST_LISTED || design.kind === 'one_at_a_time') return [];
    return Array.from({ length: ownLevels(own) }, (_, code): EffectLevel => {
      const held = new Map([[place < wide ? place : place - 1, code]]);
      const row = weightedRow(main, factors, levelWeights(factors, held));
      for (const column of columnsOf(seeds)) row[column] = 1 / (seeds.size + 1);
      return meanLevelOf(input, [[place, code]], adjusted(fit, row, error));
    });
  };
}

function insertAt<T>(items: readonly T[], place: number, item: T): readonly T[] {
  return [...items.slice(0, place), item, ...items.slice(place)];
}
