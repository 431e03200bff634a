// SPDX-License-Identifier: MIT
import { allRows } from './walk.ts';
import { indexOf, type LevelUniforms } from './draw.ts';
import type { Level, Model } from './model.ts';
import { activeLine, clearRow, newState, passes, putRow, situationKey, type State } from './state.ts';

/** Draws valid configurations directly, each as likely as when invalid ones were drawn and thrown away. */
export interface WeightedDraw {
  draw(state: State, uniforms: LevelUniforms): void;
}

/** Values that may be tried to prepare: about a second. */
const BUDGET = 3_000_000;

/** Situations whose weight is kept; a space that needs more is not prepared. */
const MAX_MEMO = 500_000;

/** Deeper models are not prepared: the recursion goes level by level. */
const MAX_LEVELS = 1000;

interface Weights {
  readonly model: Model;
  readonly memo: readonly Map<string | number, number>[];
  tried: number;
  memoSize: number;
}

/**
 * Returns a direct draw for a model without distributions, or undefined when preparing it takes too much, or nothing
 * is valid. The weight of a situation is the chance that drawing on from it breaks no rule.
 */
export function prepareWeights(model: Model): WeightedDraw | undefined {
  const isTooMuch = model.levels.length > MAX_LEVELS || model.levels.some((level) => level.live === undefined);
  if (isTooMuch || model.brokenRule !== undefined) return undefined;
  const weights: Weights = { model, memo: model.levels.map(() => new Map()), tried: 0, memoSize: 0 };
  const total = weightFrom(weights, 0, newState(model));
  if (total === undefined || total === 0) return undefined;
  return { draw: (state, uniforms) => drawWeighted(weights, state, uniforms) };
}

/** Chance that drawing the levels from `depth` on breaks no rule; undefined over budget. */
function weightFrom(weights: Weights, depth: number, state: State): number | undefined {
  const level = weights.model.levels[depth];
  if (level === undefined) return 1;
  const key = situationKey(weights.model, depth, state) as string | number; // all levels have few live ones
  const known = weights.memo[depth]?.get(key);
  if (known !== undefined) return known;
  const choices = rowWeights(weights, depth, level, state);
  if (choices === undefined) return undefined;
  const weight = choices.reduce((sum, w) => sum + w, 0) / choices.length;
  if (weights.memoSize >= MAX_MEMO) return undefined;
  weights.memo[depth]?.set(key, weight);
  weights.memoSize += 1;
  return weight;
}

/** The weight behind each choice of a level; a single one stands for all where no rule looks at the level. */
function rowWeights(weights: Weights, depth: number, level: Level, state: State): number[] | undefined {
  const line = activeLine(level, state.slots);
  state.lines[depth] = line;
  const choices = allRows(depth, line);
  const size = level.isReferenced ? choices.size : 1;
  if (weights.tried + size > BUDGET) return undefined;
  weights.tried += size;
  const result: number[] = [];
  for (let index = 0; index < size; index += 1) {
    putRow(level, choices.at(index), state.slots);
    state.rows[depth] = index;
    state.lines[depth] = line;
    const weight = passes(level, state.slots) ? weightFrom(weights, depth + 1, state) : 0;
    if (weight === undefined) return undefined;
    result.push(weight);
  }
  clearRow(level, state.slots);
  return result;
}

function drawWeighted(weights: Weights, state: State, uniforms: LevelUniforms): void {
  const { model } = weights;
  for (const [depth, level] of model.levels.entries()) {
    weights.tried = 0;
    const choices = rowWeights(weights, depth, level, state) ?? [];
    const rows = allRows(depth, state.lines[depth]);
    const u = uniforms(depth, 0);
    const index = level.isReferenced ? pick(choices, u) : indexOf(u, rows.size);
    putRow(level, rows.at(index), state.slots);
    state.rows[depth] = index;
  }
}

/** Returns the choice whose part of the summed weights holds the share u. */
function pick(choices: readonly number[], u: number): number {
  let rest = u * choices.reduce((sum, weight) => sum + weight, 0);
  let last = 0;
  for (const [index, weight] of choices.entries()) {
    if (weight === 0) continue;
    last = index;
    rest -= weight;
    if (rest < 0) break;
  }
  return last;
}
