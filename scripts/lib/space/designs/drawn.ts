// SPDX-License-Identifier: MIT
import { createRng } from '../../core/rng.ts';
import { countFinal } from '../count.ts';
import { drawDistinct, type Exhausted } from '../distinct.ts';
import { dimensionsOf, type LevelUniforms } from '../draw.ts';
import type { Space } from '../space.ts';
import { pointOf } from '../state.ts';
import type { Design, Mode, Point } from '../design.ts';
import { type Ending, newSeen, repeated, repeatedCount } from './repeats.ts';
import { sobolSequence } from './sobol-sequence.ts';

/** Independent random configurations, without replacement; more samples only add to the end. */
export function randomDesign(space: Space, samples: number, seed: string): Design {
  const open = (): (() => LevelUniforms) => {
    const rng = createRng(`${seed}/random`);
    return () => () => rng.float();
  };
  return drawnDesign(space, { mode: 'random', samples, seed, open });
}

/** Configurations that fill the space evenly (a scrambled Sobol sequence); more samples only add to the end. */
export function sobolDesign(space: Space, samples: number, seed: string): Design {
  const { starts } = dimensionsOf(space.model);
  const open = (): (() => LevelUniforms) => {
    const sequence = sobolSequence(seed);
    let index = -1;
    return () => {
      index += 1;
      const here = index;
      return (level, dimension) => sequence(here, (starts[level] ?? 0) + dimension);
    };
  };
  return drawnDesign(space, { mode: 'sobol', samples, seed, open });
}

/** Draws in a row with the file of an earlier one after which no further file is looked for. */
const MISSES_OF_FILES = 20_000;

interface Draw {
  readonly mode: Mode;
  readonly samples: number;
  readonly seed: string;
  /** Starts the stream of uniform numbers from its beginning. */
  readonly open: () => () => LevelUniforms;
}

function drawnDesign(space: Space, { mode, samples, seed, open }: Draw): Design {
  return {
    mode,
    size: () => repeatedCount(space, atMost(space, samples)),
    points: () => repeated(space, drawPoints(space, samples, `${seed}/${mode}`, open())),
  };
}

/** Returns how many configurations a drawn design has at most: as many as are wanted, or as there are. */
export function atMost(space: Space, samples: number): { value: number; exact: boolean } {
  const { value, exact } = countFinal(space);
  return exact && Number(value) <= samples ? { value: Number(value), exact: true } : { value: samples, exact: false };
}

function* drawPoints(space: Space, samples: number, seed: string, next: () => LevelUniforms): Generator<Point, Ending> {
  const states = drawDistinct(space.model, { seed, next });
  const seen = newSeen(space); // draws with equal files are one, and another is drawn instead
  let missed = 0;
  for (let drawn = 0; drawn < samples; ) {
    const step = states.next();
    if (step.done === true)
      return { notes: [shortfall(drawn, samples, step.value), ...seen.notes()], complete: step.value === 'all' };
    const point = pointOf(space.model, step.value);
    if (!seen.isNew(point)) {
      missed += 1;
      if (missed < MISSES_OF_FILES) continue;
      return { notes: [shortfall(drawn, samples, 'not found'), ...seen.notes()], complete: false };
    }
    missed = 0;
    drawn += 1;
    yield point;
  }
  return { notes: [], complete: true };
}

/** Says why fewer configurations were drawn than were wanted. */
export function shortfall(drawn: number, samples: number, why: Exhausted): string {
  const noun = drawn === 1 ? 'valid configuration' : 'valid configurations';
  const verb = why === 'not found' ? 'could be found' : drawn === 1 ? 'exists' : 'exist';
  return `only ${drawn} ${noun} ${verb}, SAMPLES asks for ${samples}`;
}
