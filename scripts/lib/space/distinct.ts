// SPDX-License-Identifier: MIT
import { createRng, type Rng, shuffled } from '../core/rng.ts';
import { hasLaws } from './count.ts';
import { drawLevel, drawState, type LevelUniforms } from './draw.ts';
import type { Level, Model } from './model.ts';
import { clearRow, newState, passes, type State, stateKey } from './state.ts';
import { tally } from './tally.ts';
import { walk } from './walk.ts';
import { prepareWeights } from './weights.ts';

/** Draws in a row without a new configuration after which the next way to find one is taken. */
const MISSES = 2000;

/** The same where distributions rule out all other ways but backtracking, which is less even. */
const MISSES_OF_LAWS = 20_000;

/** Values tried to learn how many valid configurations there are. */
const COUNT_BUDGET = 5_000_000;

/** Configurations that are listed at most to find the last that were never drawn. */
const MAX_LISTED = 1_000_000;

/** Why no further configuration comes: all there are were drawn, or the search found none in bounded time. */
export type Exhausted = 'all' | 'not found';

export interface DistinctOptions {
  /** Seed text of everything that is not in `next`. */
  readonly seed: string;
  /** Returns the uniform numbers of the next draw. */
  readonly next: () => LevelUniforms;
}

/**
 * Draws distinct valid configurations without end, in an order that does not depend on how many are wanted: first by
 * drawing and throwing away, then directly by weights, then by listing what is left, then by backtracking. Yields
 * the same state object each time.
 */
export function* drawDistinct(model: Model, options: DistinctOptions): Generator<State, Exhausted> {
  const seen = new Set<string>();
  const state = newState(model);
  const isNew = (): boolean => {
    const key = stateKey(model, state);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  const isDrawn = hasLaws(model);
  yield* untilMisses(
    state,
    () => drawState(model, state, options.next()) && isNew(),
    isDrawn ? MISSES_OF_LAWS : MISSES,
  );
  const total = isDrawn ? undefined : countAll(model);
  if (total !== undefined && seen.size >= total) return 'all';
  const weights = total === undefined ? undefined : prepareWeights(model);
  if (weights !== undefined) {
    yield* untilMisses(
      state,
      () => {
        weights.draw(state, options.next());
        return isNew();
      },
      MISSES,
    );
  }
  if (total !== undefined && total <= MAX_LISTED) {
    yield* listRest(model, seen, options.seed);
    return 'all';
  }
  const rng = createRng(`${options.seed}/backtrack`);
  yield* untilMisses(state, () => backtrack(model, state, rng) && isNew(), 20);
  return 'not found';
}

function* untilMisses(state: State, draw: () => boolean, misses: number): Generator<State, void> {
  for (let missed = 0; missed < misses; missed += 1) {
    if (!draw()) continue;
    missed = -1;
    yield state;
  }
}

function countAll(model: Model): number | undefined {
  if (model.brokenRule !== undefined) return 0;
  const histogram = tally(model, { classes: 1, classOf: () => 0, isPruned: true, budget: COUNT_BUDGET });
  return histogram === undefined ? undefined : Number(histogram[1] ?? 0n);
}

/** Yields in random order what was not seen yet. */
function* listRest(model: Model, seen: ReadonlySet<string>, seed: string): Generator<State, void> {
  const rest: State[] = [];
  for (const state of walk(model)) {
    if (!seen.has(stateKey(model, state)))
      rest.push({ slots: [...state.slots], lines: [...state.lines], rows: [...state.rows] });
  }
  yield* shuffled(rest, createRng(`${seed}/rest`));
}

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
function backtrack(model: Model, state: State, rng: Rng): boolean {
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
