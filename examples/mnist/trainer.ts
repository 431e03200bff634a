// SPDX-License-Identifier: MIT

import { type AdamWSettings, type AdamWState, createAdamW, stepAdamW } from './adamw.ts';
import { CLASSES, type Digits, PIXELS, type Split } from './digits.ts';
import { accuracy, createNetwork, lossGradient, type Network } from './network.ts';
import { pruneWeights, sparsityAt, sparsityOf } from './pruning.ts';
import { type Random, seededRandom, shuffle } from './random.ts';
import type { Settings } from './settings.ts';

/** What one epoch came to; units as in `Metrics`. */
export interface Epoch {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly testAcc: number;
  readonly sparsity: number;
  /** As it is after this epoch; the next one changes it. */
  readonly network: Network;
}

/** Steps between two prunings: sorting the weights at every step would cost more than the training. */
const PRUNE_EVERY = 20;

interface Training {
  readonly settings: Settings;
  readonly digits: Digits;
  readonly network: Network;
  readonly optimiser: AdamWSettings;
  readonly state: AdamWState;
  readonly gradient: Float64Array;
  readonly alive: Uint8Array;
}

/** Trains a network, an epoch each time the next value is asked for; equal settings give equal epochs. */
export function* train(settings: Settings, digits: Digits, split: Split): Generator<Epoch> {
  const random = seededRandom(settings.seed);
  const training = prepare(settings, digits, random);
  const { network, alive } = training;
  const order = Uint32Array.from(split.train);
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    shuffle(order, random);
    const trainLoss = trainEpoch(training, order);
    const testAcc = accuracy(network, digits, split.test);
    yield { epoch, trainLoss, testAcc, sparsity: sparsityOf(alive, network.weights), network };
  }
}

function prepare(settings: Settings, digits: Digits, random: Random): Training {
  const network = createNetwork(PIXELS, settings.hidden, CLASSES, random);
  const size = network.params.length;
  return {
    settings,
    digits,
    network,
    optimiser: { ...settings, decayed: network.weights },
    state: createAdamW(size, settings.amsgrad),
    gradient: new Float64Array(size),
    alive: new Uint8Array(size).fill(1),
  };
}

/** Goes through the images once, batch by batch; returns the mean loss. */
function trainEpoch(training: Training, order: Uint32Array): number {
  const { settings, digits, network, optimiser, state, gradient, alive } = training;
  const schedule = { target: settings.targetSparsity, warmup: settings.warmup, rampEnd: settings.rampEnd };
  let loss = 0;
  for (let at = 0; at < order.length; at += settings.batchSize) {
    const batch = order.subarray(at, at + settings.batchSize);
    loss += lossGradient(network, gradient, digits, batch) * batch.length;
    stepAdamW(state, optimiser, network.params, { gradient, alive });
    if (state.step % PRUNE_EVERY === 0 || state.step === settings.rampEnd) {
      pruneWeights(network.params, { state, alive, weights: network.weights }, sparsityAt(schedule, state.step));
    }
  }
  return loss / order.length;
}
