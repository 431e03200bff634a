// SPDX-License-Identifier: MIT
import type { SettingObservation } from '../settings/layout.ts';
import { mean } from '../stats/describe.ts';
import { tQuantile } from '../stats/distributions.ts';
import { holm } from '../stats/holm.ts';
import { designColumns, type DesignColumns, ownLevels, type Term } from './columns.ts';
import { type CrossProducts, crossProducts, eliminate, fitColumns } from './cross-products.ts';
import { EFFECT_ALPHA, type EffectLevel, type Effects, type FactorEffect, shownFirst } from './effect.ts';
import {
  effectChance,
  errorOf,
  type LinearError,
  type LinearInput,
  type OwnSquares,
  totalSquares,
} from './error-term.ts';
import { levelWeights, weightedRow } from './level-weights.ts';

/** Columns beside the wide factor. */
const MOST_BESIDE = 300;
/** Values beyond which their means would be a list of runs. */
const MOST_LISTED = 40;

/** A design whose widest factor is taken out as blocks are, and the seeds stand among the columns: one row a run. */
interface TurnedDesign {
  readonly wide: number;
  /** Of the other factors and, behind them, of the seeds. */
  readonly columns: DesignColumns;
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
  const { wide, columns, runs } = turned;
  const made = crossProducts(runs, columns);
  const fit = fitColumns(runs, columns, made);
  const error = errorOf(input, fit);
  const total = totalSquares(runs);
  const others = columns.terms.slice(0, -1).map((term) => ownTest(made, columns, term));
  const tests = insertAt(others, wide, wideTest(turned, fit));
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
  if (error === undefined) return { method: 'none', error: undefined, effects: shownFirst(effects) };
  const { term, degrees, meanSquare } = error;
  return { method: 'least_squares', error: { term, degrees, sd: Math.sqrt(meanSquare) }, effects: shownFirst(effects) };
}

function turnedDesign({ design, runs }: LinearInput): TurnedDesign | undefined {
  const { factors } = design;
  const widths = factors.map(ownLevels);
  const wide = widths.indexOf(Math.max(...widths));
  const own = factors[wide];
  if (own === undefined || own.factor.absent !== undefined || factors.some((f) => f.isDrawn)) return undefined;
  if (factors.some((f) => f.nesting?.parent === wide)) return undefined;
  const others = designColumns(beside(factors, wide), []);
  const seeds = new Set(runs.map((r) => r.block)).size - 1;
  if (others.size + seeds > MOST_BESIDE) return undefined;
  const placeOf = new Map([...new Set(runs.map((r) => r.block))].map((block, place) => [block, place - 1]));
  const rows = runs.map(({ setting, block }) => {
    const seed = placeOf.get(block) ?? -1;
    return [...(others.rows[setting] ?? []), ...(seed < 0 ? [] : [others.size + seed])];
  });
  return {
    wide,
    columns: {
      terms: [...others.terms, { factors: [], first: others.size, size: seeds }],
      size: others.size + seeds,
      rows,
    },
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

/** What the columns of a term explain beyond all others. */
function ownTest(made: CrossProducts, { terms }: DesignColumns, term: Term): OwnSquares {
  const before = terms.filter((t) => t !== term).flatMap(columnsOf);
  const { kept, added } = eliminate(made, [...before, ...columnsOf(term)]);
  return {
    sumOfSquares: added.subarray(before.length).reduce((a, b) => a + b, 0),
    degrees: kept.filter((c) => c >= term.first && c < term.first + term.size).length,
  };
}

const columnsOf = ({ first, size }: Term): readonly number[] => Array.from({ length: size }, (_, i) => first + i);

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
  { design, runs }: LinearInput,
  { wide, columns }: TurnedDesign,
  { fit, error }: { readonly fit: ReturnType<typeof fitColumns>; readonly error: LinearError | undefined },
): (place: number) => readonly EffectLevel[] {
  const factors = beside(design.factors, wide);
  const seeds = columns.terms.at(-1);
  const main = { ...columns, terms: columns.terms.slice(0, -1) };
  return (place) => {
    const own = design.factors[place];
    // One at a time, the others stand at a baseline and not at the mean of all.
    if (own === undefined || ownLevels(own) > MOST_LISTED || design.kind === 'one_at_a_time') return [];
    return Array.from({ length: ownLevels(own) }, (_, code): EffectLevel => {
      const held = new Map([[place < wide ? place : place - 1, code]]);
      const row = weightedRow(main, factors, levelWeights(factors, held));
      for (const column of seeds === undefined ? [] : columnsOf(seeds)) row[column] = 1 / ((seeds?.size ?? 0) + 1);
      const found = fit.estimate(row);
      const half =
        found === undefined || error === undefined
          ? undefined
          : tQuantile(0.975, error.degrees) * Math.sqrt(error.meanSquare * found.variance);
      const values = runs.filter((r) => own.factor.codes[r.setting] === code).map((r) => r.value);
      return {
        codes: [code],
        n: values.length,
        mean: mean(values),
        adjusted: found?.value,
        interval:
          found === undefined || half === undefined ? undefined : { low: found.value - half, high: found.value + half },
      };
    });
  };
}

function insertAt<T>(items: readonly T[], place: number, item: T): readonly T[] {
  return [...items.slice(0, place), item, ...items.slice(place)];
}
