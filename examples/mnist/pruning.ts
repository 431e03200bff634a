// SPDX-License-Identifier: MIT

import type { AdamWState } from './adamw.ts';

/** When weights are taken away: none until step `warmup`, then more and more until `target` of them are gone at step `rampEnd`. */
export interface PruningSchedule {
  readonly target: number;
  readonly warmup: number;
  readonly rampEnd: number;
}

/**
 * Tells the fraction of weights that should be gone after a step; it never falls.
 * Fast at first, gentle towards the end. Source: Zhu & Gupta, "To prune, or not to prune", equation 1.
 */
export function sparsityAt(schedule: PruningSchedule, step: number): number {
  const { target, warmup, rampEnd } = schedule;
  if (step >= rampEnd) return target;
  if (step <= warmup) return 0;
  const left = 1 - (step - warmup) / (rampEnd - warmup);
  return target * (1 - left ** 3);
}

/**
 * Prunes until `sparsity` of the weights are gone: those that the optimiser's state says matter least go first.
 * A weight matters as `|w| * sqrt(|m|)`: it is large and still pulled at (the gradient-magnitude score of AdamWPrune).
 * The weights are the first `weights` of `params`; a pruned one becomes 0 and its `alive` mark 0, and never comes back.
 */
export function pruneWeights(
  params: Float64Array,
  { state, alive, weights }: { readonly state: AdamWState; readonly alive: Uint8Array; readonly weights: number },
  sparsity: number,
): void {
  const living = Uint32Array.from(alive.subarray(0, weights).keys()).filter((i) => alive[i] === 1);
  const surplus = Math.round(sparsity * weights) - (weights - living.length);
  if (surplus <= 0) return;
  const score = Float64Array.from(living, (i) => Math.abs(params[i]!) * Math.sqrt(Math.abs(state.m[i]!)));
  const limit = Float64Array.from(score).sort()[surplus - 1]!;
  // Below the limit all go; at the limit, as many as are still due.
  let ties = surplus - score.reduce((below, s) => below + (s < limit ? 1 : 0), 0);
  for (const [k, i] of living.entries()) {
    if (score[k]! < limit || (score[k] === limit && ties-- > 0)) {
      params[i] = 0;
      alive[i] = 0;
    }
  }
}

/** Measures the fraction of the first `weights` numbers that are pruned. */
export function sparsityOf(alive: Uint8Array, weights: number): number {
  let gone = 0;
  for (let i = 0; i < weights; i++) gone += alive[i] === 0 ? 1 : 0;
  return gone / weights;
}
