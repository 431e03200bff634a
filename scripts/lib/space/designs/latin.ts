// SPDX-License-Identifier: MIT
import { createRng, type Rng, shuffled } from '../../core/rng.ts';
import { drawDistinct, type Exhausted } from '../distinct.ts';
import { dimensionsOf, drawState, type LevelUniforms } from '../draw.ts';
import type { Model } from '../model.ts';
import type { Space } from '../space.ts';
import { newState, pointOf, type State, stateKey } from '../state.ts';
import type { Design, Point } from '../design.ts';
import { atMost, shortfall } from './drawn.ts';
import { type Ending, repeated, repeatedCount } from './repeats.ts';

/** Most numbers (samples times dimensions) a latin design may hold. */
export const MAX_LATIN_NUMBERS = 20_000_000;

/** Swaps tried for one configuration that breaks a rule, and for all together. */
const SWAPS = 200;
const ALL_SWAPS = 200_000;

/** A latin hypercube: of the N equal parts of each axis every one is met once, as far as the rules allow. */
export function latinDesign(space: Space, samples: number, seed: string): Design {
  return {
    mode: 'latin',
    size: () => repeatedCount(space, atMost(space, samples)),
    points: () => repeated(space, latinPoints(space, samples, `${seed}/latin`)),
  };
}

/** The hypercube while it is repaired: each sample's numbers, its key, and whose key is whose. */
interface Hypercube {
  readonly model: Model;
  readonly starts: readonly number[];
  readonly dimensions: number;
  readonly samples: number;
  readonly numbers: Float64Array;
  /** Undefined for a sample that breaks a rule or equals an earlier one. */
  readonly keys: (string | undefined)[];
  readonly owners: Map<string, number>;
  readonly state: State;
}

function* latinPoints(space: Space, samples: number, seed: string): Generator<Point, Ending> {
  const cube = buildCube(space.model, samples, seed);
  const rng = createRng(`${seed}/swap`);
  const misplaced = cube.keys.flatMap((key, i) => (key === undefined ? [i] : []));
  let swaps = 0;
  for (const sample of misplaced)
    if (swaps < ALL_SWAPS && cube.keys[sample] === undefined) swaps += repair(cube, sample, rng);
  const replacements = drawOthers(cube, seed);
  let replaced = 0;
  let drawn = 0;
  let exhausted: Exhausted | undefined;
  for (let sample = 0; sample < samples; sample += 1) {
    if (cube.keys[sample] !== undefined) {
      drawState(cube.model, cube.state, numbersOf(cube, sample));
      yield pointOf(cube.model, cube.state);
    } else if (exhausted === undefined) {
      const step = replacements.next();
      if (step.done === true) {
        exhausted = step.value;
        continue;
      }
      replaced += 1;
      yield pointOf(cube.model, step.value);
    } else continue;
    drawn += 1;
  }
  const notes = exhausted === undefined ? [] : [shortfall(drawn, samples, exhausted)];
  return { notes: [...notes, ...replacedNotes(replaced, samples)], complete: exhausted !== 'not found' };
}

function replacedNotes(replaced: number, samples: number): string[] {
  if (replaced === 0) return [];
  return [
    `${replaced} of ${samples} configurations were drawn at random: rules or equal values left no place for them in the latin hypercube`,
  ];
}

function buildCube(model: Model, samples: number, seed: string): Hypercube {
  const { starts, total } = dimensionsOf(model);
  const numbers = new Float64Array(samples * total);
  for (let dimension = 0; dimension < total; dimension += 1) {
    const rng = createRng(`${seed}/${dimension}`);
    const parts = shuffled(
      Array.from({ length: samples }, (_, i) => i),
      rng,
    );
    for (const [sample, part] of parts.entries()) numbers[sample * total + dimension] = (part + rng.float()) / samples;
  }
  const cube: Hypercube = {
    model,
    starts,
    dimensions: total,
    samples,
    numbers,
    keys: [],
    owners: new Map(),
    state: newState(model),
  };
  for (let sample = 0; sample < samples; sample += 1) settle(cube, sample);
  return cube;
}

function numbersOf(cube: Hypercube, sample: number): LevelUniforms {
  return (level, dimension) => cube.numbers[sample * cube.dimensions + (cube.starts[level] ?? 0) + dimension] ?? 0;
}

/** Notes the key of a sample; returns whether it is valid and equals no other one. */
function settle(cube: Hypercube, sample: number): boolean {
  const key = drawState(cube.model, cube.state, numbersOf(cube, sample)) ? stateKey(cube.model, cube.state) : undefined;
  const isFree = key !== undefined && !cube.owners.has(key);
  cube.keys[sample] = isFree ? key : undefined;
  if (isFree) cube.owners.set(key, sample);
  return isFree;
}

function unsettle(cube: Hypercube, sample: number): void {
  const key = cube.keys[sample];
  if (key !== undefined) cube.owners.delete(key);
  cube.keys[sample] = undefined;
}

/** Swaps numbers of a misplaced sample with those of others until it fits; returns how many swaps were tried. */
function repair(cube: Hypercube, sample: number, rng: Rng): number {
  for (let tried = 1; tried <= SWAPS; tried += 1) {
    const other = rng.below(cube.samples);
    const dimension = rng.below(Math.max(1, cube.dimensions));
    if (other === sample) continue;
    const wasPlaced = cube.keys[other] !== undefined;
    unsettle(cube, other);
    swap(cube, sample, other, dimension);
    const isPlaced = settle(cube, sample);
    if (isPlaced && (settle(cube, other) || !wasPlaced)) return tried;
    unsettle(cube, sample);
    swap(cube, sample, other, dimension);
    settle(cube, other);
  }
  return SWAPS;
}

function swap(cube: Hypercube, a: number, b: number, dimension: number): void {
  const { numbers, dimensions } = cube;
  const kept = numbers[a * dimensions + dimension] ?? 0;
  numbers[a * dimensions + dimension] = numbers[b * dimensions + dimension] ?? 0;
  numbers[b * dimensions + dimension] = kept;
}

/** Draws configurations that are not in the hypercube. */
function* drawOthers(cube: Hypercube, seed: string): Generator<State, Exhausted> {
  const rng = createRng(`${seed}/others`);
  const states = drawDistinct(cube.model, { seed: `${seed}/others`, next: () => () => rng.float() });
  for (let step = states.next(); ; step = states.next()) {
    if (step.done === true) return step.value;
    if (!cube.owners.has(stateKey(cube.model, step.value))) yield step.value;
  }
}
