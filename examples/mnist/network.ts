// SPDX-License-Identifier: MIT

import type { Digits } from './digits.ts';
import { drawNormal, type Random } from './random.ts';

/**
 * A network of one hidden layer, all its numbers in one array: `[w1 | w2 | b1 | b2]`.
 * The first `weights` numbers are weights (they decay and may be pruned), the rest biases.
 * `w1` holds one row of `hidden` numbers a pixel, `w2` one row of `hidden` numbers a class.
 */
export interface Network {
  readonly inputs: number;
  readonly hidden: number;
  readonly classes: number;
  readonly weights: number;
  readonly params: Float64Array;
}

/** The four parts of a network's numbers, or of the gradient with respect to them; writing to a part writes to the whole. */
export interface Layers {
  readonly w1: Float64Array;
  readonly w2: Float64Array;
  readonly b1: Float64Array;
  readonly b2: Float64Array;
}

/** Makes a network with He-initialised weights and zero biases. */
export function createNetwork(inputs: number, hidden: number, classes: number, random: Random): Network {
  const weights = (inputs + classes) * hidden;
  const network = { inputs, hidden, classes, weights, params: new Float64Array(weights + hidden + classes) };
  const { w1, w2 } = layersOf(network, network.params);
  const scale1 = Math.sqrt(2 / inputs);
  for (let i = 0; i < w1.length; i++) w1[i] = drawNormal(random) * scale1;
  const scale2 = Math.sqrt(2 / hidden);
  for (let i = 0; i < w2.length; i++) w2[i] = drawNormal(random) * scale2;
  return network;
}

/** Cuts an array of the network's shape into its layers, without copying. */
export function layersOf({ inputs, hidden, classes, weights }: Network, values: Float64Array): Layers {
  return {
    w1: values.subarray(0, inputs * hidden),
    w2: values.subarray(inputs * hidden, weights),
    b1: values.subarray(weights, weights + hidden),
    b2: values.subarray(weights + hidden, weights + hidden + classes),
  };
}

/** Computes the hidden activations (ReLU) and class scores of one image into `hidden` and `scores`. */
function forward(
  layers: Layers,
  digits: Digits,
  image: number,
  out: { hidden: Float64Array; scores: Float64Array },
): void {
  const { w1, w2, b1, b2 } = layers;
  const { hidden, scores } = out;
  const width = hidden.length;
  hidden.set(b1);
  const end = digits.start[image + 1]!;
  for (let i = digits.start[image]!; i < end; i++) {
    const row = digits.pixel[i]! * width;
    const ink = digits.ink[i]!;
    for (let j = 0; j < width; j++) hidden[j]! += ink * w1[row + j]!;
  }
  for (let j = 0; j < width; j++) if (hidden[j]! < 0) hidden[j] = 0;
  for (let c = 0; c < scores.length; c++) {
    let score = b2[c]!;
    for (let j = 0; j < width; j++) score += hidden[j]! * w2[c * width + j]!;
    scores[c] = score;
  }
}

/** Turns scores into probabilities in place. */
function softmax(scores: Float64Array): void {
  let top = -Infinity;
  for (const score of scores) if (score > top) top = score;
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    const raised = Math.exp(scores[c]! - top);
    scores[c] = raised;
    sum += raised;
  }
  for (let c = 0; c < scores.length; c++) scores[c]! /= sum;
}

/**
 * Computes the mean cross-entropy (nats) of a batch of images and its gradient, which replaces what `gradient` held.
 * `gradient` has the shape of the network's params.
 */
export function lossGradient(network: Network, gradient: Float64Array, digits: Digits, batch: Uint32Array): number {
  const layers = layersOf(network, network.params);
  const grad = layersOf(network, gradient);
  const out = { hidden: new Float64Array(network.hidden), scores: new Float64Array(network.classes) };
  gradient.fill(0);
  let loss = 0;
  for (const image of batch) {
    forward(layers, digits, image, out);
    softmax(out.scores);
    const label = digits.label[image]!;
    loss -= Math.log(Math.max(out.scores[label]!, Number.MIN_VALUE));
    out.scores[label]! -= 1; // now the gradient with respect to the scores
    backward({ layers, grad, digits, image, scale: 1 / batch.length }, out);
  }
  return loss / batch.length;
}

interface Backward {
  readonly layers: Layers;
  readonly grad: Layers;
  readonly digits: Digits;
  readonly image: number;
  readonly scale: number;
}

/** Adds one image's share to the gradient, from the gradient of its scores in `out.scores`. */
function backward(at: Backward, out: { hidden: Float64Array; scores: Float64Array }): void {
  const { layers, grad, digits, image, scale } = at;
  const { hidden, scores } = out;
  const width = hidden.length;
  const delta = new Float64Array(width);
  for (let c = 0; c < scores.length; c++) {
    const error = scores[c]! * scale;
    grad.b2[c]! += error;
    for (let j = 0; j < width; j++) {
      grad.w2[c * width + j]! += error * hidden[j]!;
      delta[j]! += error * layers.w2[c * width + j]!;
    }
  }
  for (let j = 0; j < width; j++) {
    if (hidden[j] === 0) delta[j] = 0; // the slope of ReLU
    grad.b1[j]! += delta[j]!;
  }
  const end = digits.start[image + 1]!;
  for (let i = digits.start[image]!; i < end; i++) {
    const row = digits.pixel[i]! * width;
    const ink = digits.ink[i]!;
    for (let j = 0; j < width; j++) grad.w1[row + j]! += ink * delta[j]!;
  }
}

/** Counts how many of the images the network names rightly, as a percentage. */
export function accuracy(network: Network, digits: Digits, images: Uint32Array): number {
  const layers = layersOf(network, network.params);
  const out = { hidden: new Float64Array(network.hidden), scores: new Float64Array(network.classes) };
  let right = 0;
  for (const image of images) {
    forward(layers, digits, image, out);
    let best = 0;
    for (let c = 1; c < out.scores.length; c++) if (out.scores[c]! > out.scores[best]!) best = c;
    if (best === digits.label[image]) right++;
  }
  return (100 * right) / images.length;
}
