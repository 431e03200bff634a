// SPDX-License-Identifier: MIT
import type { SweepDesign } from '../design/design.ts';
import { holm } from '../stats/holm.ts';
import { type DesignColumns, ownLevels, type Term } from './columns.ts';
import { type CrossProducts, fitColumns } from './cross-products.ts';
import { type DrawnChance, drawnChances, withOneBlock } from './drawn-blocks.ts';
import { EFFECT_ALPHA, type Effects, type FactorEffect } from './effect.ts';
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
import { cellMeans, levelMeans } from './adjusted-means.ts';
import { estimableColumns, MOST_COLUMNS } from './pairs.ts';

/**
 * Returns main effects, and interactions where the design allows, by least squares on factors and blocks: each effect is what its
 * columns explain beyond all effects that do not contain it (type II, Yates 1934), against one error. Where nothing is left to compare with
 * nothing is tested, and the means stand alone. Undefined where the factors have more levels than can be solved for.
 */
export function linearEffects(given: LinearInput): Effects | undefined {
  const { runs } = given;
  const input = { ...given, design: withOneBlock(given.design) };
  const { design } = input;
  const { factors } = design;
  const main = factors.reduce((sum, f) => sum + Math.max(0, ownLevels(f) - 1), 0);
  if (factors.length === 0 || main > MOST_COLUMNS) return undefined;
  const { columns, made } = estimableColumns(design, runs);
  const fit = fitColumns(runs, columns, made);
  const error = errorOf(input, fit);
  const total = totalSquares(runs);
  const drawn = drawnChances(given);
  const listed = columns.terms.filter((t) => t.factors.length > 1 || factors[t.factors[0] ?? 0]?.isDrawn === false);
  const tested = listed.map((term) => testTerm(term, { columns, made, error, total }));
  const block = columns.terms.find((t) => t.factors.length === 1 && factors[t.factors[0] ?? 0]?.isDrawn === true);
  const blockShare = block === undefined ? 0 : testTerm(block, { columns, made, error, total }).share;
  const isMain = listed.map((t) => t.factors.length === 1);
  // What is drawn is tested by other means, and claimed in the same report.
  const mainChances = holm([
    ...tested.map((t, i) => (isMain[i] === true ? t.p : undefined)),
    ...drawn.map((d) => d.chance?.p),
  ]);
  const pairChances = holm(tested.map((t, i) => (isMain[i] === true ? undefined : t.p)));
  const means = levelMeans(input, error);
  const effects = listed.map((term, i): FactorEffect => {
    const own = tested[i];
    const pAdjusted = (isMain[i] === true ? mainChances : pairChances)[i];
    const isShown = pAdjusted !== undefined && pAdjusted < EFFECT_ALPHA;
    const [a = 0, b] = term.factors;
    return {
      kind: b === undefined ? 'main' : 'interaction',
      factors: term.factors,
      method: own?.p === undefined ? 'none' : 'least_squares',
      n: runs.filter((r) => isPresent(design, term.factors, r.setting)).length,
      share: isShown ? (own?.share ?? 0) : undefined,
      sumOfSquares: own?.sumOfSquares,
      degrees: own?.degrees,
      f: own?.f,
      p: own?.p,
      pAdjusted,
      isShown,
      levels: b === undefined ? means(a) : isShown ? cellMeans(input, error, [a, b]) : [],
    };
  });
  // A pair whose cells leave it nothing of its own was no question.
  const asked = [
    ...effects.filter((e) => e.kind === 'main' || (e.degrees ?? 0) > 0),
    ...drawn.map((one, i) => drawnEffect(one, mainChances[listed.length + i], blockShare)),
  ];
  return toldEffects(error, asked);
}

function drawnEffect(
  { place, chance, draws, explained }: DrawnChance,
  pAdjusted: number | undefined,
  blockShare: number,
): FactorEffect {
  const isShown = pAdjusted !== undefined && pAdjusted < EFFECT_ALPHA;
  return {
    kind: 'main',
    factors: [place],
    method: chance === undefined ? 'none' : 'permutation',
    n: draws,
    share: isShown ? explained * blockShare : undefined,
    sumOfSquares: undefined,
    degrees: undefined,
    f: undefined,
    p: chance?.p,
    pAdjusted,
    isShown,
    levels: [],
  };
}

interface TestedTerm extends OwnSquares {
  readonly share: number;
  readonly f: number | undefined;
  readonly p: number | undefined;
}

function testTerm(
  term: Term,
  {
    columns,
    made,
    error,
    total,
  }: { columns: DesignColumns; made: CrossProducts; error: LinearError | undefined; total: number },
): TestedTerm {
  const own = ownSquares(made, columns.terms, term);
  const share = total > 0 ? own.sumOfSquares / total : 0;
  return { ...own, share, ...effectChance(own, error, total) };
}

function isPresent({ factors }: SweepDesign, places: readonly number[], setting: number): boolean {
  return places.every((place) => {
    const factor = factors[place]?.factor;
    return factor === undefined || factor.codes[setting] !== factor.absent;
  });
}
