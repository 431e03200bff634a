// SPDX-License-Identifier: MIT
import { usualLevel } from '../design/nesting.ts';
import type { SweepDesign } from '../design/design.ts';
import { mean } from '../stats/describe.ts';
import { tQuantile } from '../stats/distributions.ts';
import { designColumns, ownLevels } from './columns.ts';
import { fitColumns, type LinearFit } from './cross-products.ts';
import type { EffectLevel } from './effect.ts';
import { levelWeights, weightedRow } from './level-weights.ts';
import type { LinearError, LinearInput } from './error-term.ts';

/** Values, or cells of two factors, beyond which a list of means would be a list of runs. */
export const MOST_LISTED = 40;

/** Returns the values of a factor with their adjusted means, by the main effects of all factors (least-squares means); empty for one of more than 40 values. */
export function levelMeans(
  input: LinearInput,
  error: LinearError | undefined,
): (place: number) => readonly EffectLevel[] {
  const { design, runs } = input;
  const columns = designColumns(design.factors, []);
  const fit = fitColumns(runs, columns);
  const baseline = baselineOf(design);
  return (place) => {
    const own = design.factors[place];
    if (own === undefined || ownLevels(own) > MOST_LISTED) return [];
    return Array.from({ length: ownLevels(own) }, (_, code) => {
      const row = weightedRow(
        columns,
        design.factors,
        levelWeights(design.factors, new Map([[place, code]]), baseline),
      );
      return meanLevelOf(input, [[place, code]], adjusted(fit, row, error));
    });
  };
}

/** Returns the cells of two factors with their adjusted means, by all main effects and what the two do together; empty for more than 40 cells. */
export function cellMeans(
  input: LinearInput,
  error: LinearError | undefined,
  [a, b]: readonly [number, number],
): readonly EffectLevel[] {
  const { factors } = input.design;
  const [first, second] = [factors[a], factors[b]];
  if (first === undefined || second === undefined || ownLevels(first) * ownLevels(second) > MOST_LISTED) return [];
  const columns = designColumns(factors, [[a, b]]);
  const fit = fitColumns(input.runs, columns);
  return Array.from({ length: ownLevels(first) }, (_, x) => x).flatMap((x) =>
    Array.from({ length: ownLevels(second) }, (_, y) => {
      const held = new Map([
        [a, x],
        [b, y],
      ]);
      const row = weightedRow(columns, factors, levelWeights(factors, held));
      return meanLevelOf(input, [...held], adjusted(fit, row, error));
    }).filter((level) => level.n > 0),
  );
}

/** Returns a value, or a cell, with its runs. */
export function meanLevelOf(
  { design, runs }: LinearInput,
  held: readonly (readonly [place: number, code: number])[],
  rest: Pick<EffectLevel, 'adjusted' | 'interval'>,
): EffectLevel {
  const own = runs.filter((r) =>
    held.every(([place, code]) => design.factors[place]?.factor.codes[r.setting] === code),
  );
  return { codes: held.map(([, code]) => code), n: own.length, mean: mean(own.map((r) => r.value)), ...rest };
}

/** Returns the mean of a row of weights, with its 95 % interval where there is an error. */
export function adjusted(
  fit: LinearFit,
  row: Float64Array,
  error: LinearError | undefined,
): Pick<EffectLevel, 'adjusted' | 'interval'> {
  const found = fit.estimate(row);
  if (found === undefined) return { adjusted: undefined, interval: undefined };
  if (error === undefined) return { adjusted: found.value, interval: undefined };
  const half = tQuantile(0.975, error.degrees) * Math.sqrt(error.meanSquare * found.variance);
  return { adjusted: found.value, interval: { low: found.value - half, high: found.value + half } };
}

/** The setting that all others differ from in one factor; undefined in other designs, where all levels weigh alike. */
function baselineOf({ kind, factors }: SweepDesign): readonly number[] | undefined {
  if (kind !== 'one_at_a_time') return undefined;
  return factors.map(({ factor }) => usualLevel(factor));
}
