// SPDX-License-Identifier: MIT

/** What AdamW is told; `decayed` numbers from the front decay, the rest (biases) do not. */
export interface AdamWSettings {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  readonly amsgrad: boolean;
  readonly decayed: number;
}

/** What AdamW remembers of each number: means of the gradient (`m`) and of its square (`v`), and with AMSGrad the largest `v`. */
export interface AdamWState {
  readonly m: Float64Array;
  readonly v: Float64Array;
  readonly vMax: Float64Array | undefined;
  step: number;
}

const EPSILON = 1e-8;

/** Makes the memory of an optimiser that has not seen a gradient yet. */
export function createAdamW(size: number, amsgrad: boolean): AdamWState {
  const zeros = (): Float64Array => new Float64Array(size);
  return { m: zeros(), v: zeros(), vMax: amsgrad ? zeros() : undefined, step: 0 };
}

/**
 * Moves the parameters one step against the gradient, decay apart from it.
 * Where `alive` is 0 a parameter is pruned and left as it is.
 * Source: Loshchilov & Hutter, "Decoupled Weight Decay Regularization", algorithm 2; AMSGrad as in PyTorch, the
 * largest of the uncorrected second moments.
 */
export function stepAdamW(
  state: AdamWState,
  settings: AdamWSettings,
  params: Float64Array,
  { gradient, alive }: { readonly gradient: Float64Array; readonly alive: Uint8Array },
): void {
  const { beta1, beta2, learningRate } = settings;
  const { m, v, vMax } = state;
  state.step++;
  const rate = learningRate / (1 - beta1 ** state.step);
  const correction2 = Math.sqrt(1 - beta2 ** state.step);
  const keep = 1 - learningRate * settings.weightDecay;
  for (let i = 0; i < params.length; i++) {
    if (alive[i] === 0) continue;
    const g = gradient[i]!;
    const mean = beta1 * m[i]! + (1 - beta1) * g;
    let square = beta2 * v[i]! + (1 - beta2) * g * g;
    m[i] = mean;
    v[i] = square;
    if (vMax !== undefined) {
      square = Math.max(vMax[i]!, square);
      vMax[i] = square;
    }
    const decayed = i < settings.decayed ? params[i]! * keep : params[i]!;
    params[i] = decayed - (rate * mean) / (Math.sqrt(square) / correction2 + EPSILON);
  }
}
