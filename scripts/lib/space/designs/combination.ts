// SPDX-License-Identifier: MIT
import { countFinal } from '../count.ts';
import type { Space } from '../space.ts';
import { pointOf } from '../state.ts';
import { walk } from '../walk.ts';
import type { Design } from '../design.ts';
import { GAVE_UP, repeated, repeatedCount } from './repeats.ts';

/** Every valid configuration, in file order. */
export function combinationDesign(space: Space): Design {
  return {
    mode: 'combination',
    size: () => repeatedCount(space, countFinal(space)),
    points: () =>
      repeated(
        space,
        (function* () {
          const states = walk(space.model);
          for (let step = states.next(); ; step = states.next()) {
            if (step.done === true) return { notes: step.value ? [] : [GAVE_UP], complete: step.value };
            yield pointOf(space.model, step.value);
          }
        })(),
      ),
  };
}
