// SPDX-License-Identifier: MIT
import type { Rng } from '../core/rng.ts';
import { drawLevel } from './draw.ts';
import type { Level, Model } from './model.ts';
import { clearRow, passes, type State } from './state.ts';

/** Values tried at a level before the level above it is drawn again. */
const TRIES_PER_LEVEL = 12;

/** Values tried for one configuration. */
const TRIES = 100_000;

/** After so many values a draw starts anew, then after twice as many: a bad choice far up is not undone by small steps. */
const FIRST_RESTART = 64;

/**
 * Draws a valid configuration by going back where rules leave nothing; returns false when none was found in bounded
 * time. Not as even as drawing and throwing away, so it is the last resort.
 */
export function backtrack(model: Model, state: State, rng: Rng): boolean {
  if (model.brokenRule !== undefined) return false;
  for (let tried = 0, patience = FIRST_RESTART; tried < TRIES; tried += patience, patience *= 2) {
    if (attempt(model, state, rng, patience)) return true;
  }
  return false;
}

function attempt(model: Model, state: State, rng: Rng, patience: number): boolean {
  const left: number[] = [TRIES_PER_LEVEL];
  for (let tried = 0; tried < patience; tried += 1) {
    const depth = left.length - 1;
    const level = model.levels[depth] as Level; // left is never longer than the levels
    const rest = left[depth] ?? 0;
    if (rest === 0) {
      clearRow(level, state.slots);
      left.pop();
      if (left.length === 0) return false;
      continue;
    }
    left[depth] = rest - 1;
    drawLevel(model, depth, state, () => rng.float());
    if (!passes(level, state.slots)) continue;
    if (left.length === model.levels.length) return true;
    left.push(TRIES_PER_LEVEL);
  }
  return false;
}
