// SPDX-License-Identifier: MIT
import type { SettingModel } from './model.ts';

/** Standard deviations of what makes the values of a sweep differ. */
export interface Spreads {
  /** Undefined where the seed is no part of the model. */
  readonly seed: number | undefined;
  readonly setting: number | undefined;
  readonly rest: number | undefined;
}

/**
 * Returns the spread of seeds and settings without what the error adds to their estimates: sums of squares of the effects less their
 * expectation under no effect, over the degrees of freedom; 0 where the error explains all of it.
 */
export function spreadsOf(model: SettingModel, error: number): Spreads {
  const { fit, hasBlocks } = model;
  const blocks = fit.blockEffects.length;
  const seed = (sumOfSquares(fit.blockEffects) - error ** 2 * fit.blockVariance) / (blocks - 1);
  return {
    seed: hasBlocks ? Math.sqrt(Math.max(0, seed)) : undefined,
    setting: settingSpread(model, error),
    rest: error,
  };
}

function settingSpread({ fit, isFitted }: SettingModel, error: number): number | undefined {
  const fitted = [...fit.counts.keys()].filter(isFitted);
  if (fitted.length < 2) return undefined;
  const means = Float64Array.from(fitted, (i) => fit.adjusted[i] ?? 0);
  const centre = means.reduce((a, b) => a + b, 0) / means.length;
  const squares = sumOfSquares(means.map((m) => m - centre));
  // Half the mean variance of a difference is what the error adds to each mean, whatever they have in common.
  const first = fitted[0] ?? 0;
  const noise = fitted.reduce((sum, i) => sum + (i === first ? 0 : fit.contrastVariance(i, first)), 0);
  const shared = noise / (2 * (fitted.length - 1));
  return Math.sqrt(Math.max(0, squares / (fitted.length - 1) - error ** 2 * shared));
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, v) => sum + v * v, 0);
}
