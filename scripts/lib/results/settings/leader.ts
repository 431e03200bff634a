// SPDX-License-Identifier: MIT
import { createRng } from '../../core/rng.ts';
import { standardDeviation } from '../stats/describe.ts';
import { createDraws } from '../stats/draws.ts';
import type { SettingModel } from './model.ts';
import { drawPosterior } from './posterior.ts';
import type { Estimates } from './shrinkage.ts';
import { correctedWinner, type Winner } from './winner.ts';

/** What the posterior says of the settings and of the one in front. */
export interface Leader {
  /** Chance of each setting that its true mean is the best. */
  readonly chances: ReadonlyMap<number, number>;
  readonly winner: Winner;
}

/**
 * Draws the posterior of all settings with a value, best first. `error` is the standard deviation in use, `seedSpread` that of the
 * seeds: a setting with seeds of its own is known less well by it.
 */
export function drawLeader(
  order: readonly number[],
  model: SettingModel,
  { error, seedSpread }: { readonly error: number; readonly seedSpread: number },
): Leader {
  const { fit } = model;
  const foreign = 1 + (error > 0 ? seedSpread / error : 0) ** 2;
  const variances = Float64Array.from(order, (i) =>
    model.isFitted(i) ? fit.variance(i) : foreign / (model.observations[i]?.length || 1),
  );
  const estimates: Estimates = {
    means: Float64Array.from(order, (i) => model.adjusted(i)),
    variances,
    sumOfSquares: Math.max(error, LEAST_ERROR) ** 2 * fit.degrees,
    degrees: fit.degrees,
  };
  const draws = createDraws(createRng('posterior of settings'));
  const posterior = drawPosterior(estimates, draws);
  const blocks = fit.blockEffects.length;
  const meanOfAll =
    blocks > 1
      ? { error: standardDeviation(fit.blockEffects) / Math.sqrt(blocks), degrees: blocks - 1 }
      : { error: (error * Math.sqrt(variances.reduce((a, b) => a + b, 0))) / order.length, degrees: fit.degrees };
  return {
    chances: new Map(order.map((setting, place) => [setting, posterior.chances[place] ?? 0])),
    winner: correctedWinner(estimates, posterior, { ...meanOfAll, draws }),
  };
}

/** Of values about 1 in size: seeds that explain everything to the last digit leave no error. */
const LEAST_ERROR = 1e-12;
