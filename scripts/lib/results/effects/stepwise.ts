// SPDX-License-Identifier: MIT
import type { Rng } from '../../core/rng.ts';
import { EFFECT_ALPHA } from './effect.ts';
import { orthogonal, questionsOf, type Shapes, takeOut } from './shapes.ts';
import { MANY_SETTINGS, SHUFFLES, type ShuffledChance, shuffledChances } from './shuffles.ts';

/** What shuffles may cost in all; beyond it what is left is tested as it is. */
const MOST_STEPS = 5e8;
/** Settings for each column that is taken out. */
const SETTINGS_A_COLUMN = 4;
const UNTESTED: ShuffledChance = { p: 1, pAdjusted: 1, score: Number.NEGATIVE_INFINITY };

/**
 * Tests factors one after the other: the surest is shown if the largest score of all that are left says so, and what it does is then taken out of the values
 * and of the factors that are left (Freedman and Lane 1983), so that it neither hides them nor lends them its effect. The first that is
 * not shown ends it. A corrected chance is never below that of a surer factor.
 */
export function steppedChances(
  shapes: readonly Shapes[],
  values: readonly number[],
  rng: Rng,
): readonly ShuffledChance[] {
  const chances: ShuffledChance[] = shapes.map(() => UNTESTED);
  let left = shapes.map((shape, place) => ({ shape, place }));
  let [rest, taken]: [readonly number[], readonly Float64Array[]] = [values, []];
  let [floor, spent] = [0, 0];
  while (left.length > 0) {
    const tested = shuffledChances(
      left.map((l) => l.shape),
      rest,
      rng,
      taken.length,
    );
    if (values.length <= MANY_SETTINGS) spent += costOf(left.map((l) => l.shape));
    for (const [i, { place }] of left.entries()) {
      const own = tested[i] ?? UNTESTED;
      chances[place] = { ...own, pAdjusted: Math.max(floor, own.pAdjusted) };
    }
    const scoreOf = ({ place }: (typeof left)[number]): number => chances[place]?.score ?? 0;
    const surest = left.reduce((a, b) => (scoreOf(b) > scoreOf(a) ? b : a));
    const chance = chances[surest.place]?.pAdjusted ?? 1;
    const more = padded(surest.shape, values.length);
    const isRoom = (taken.length + more.length) * SETTINGS_A_COLUMN <= values.length;
    if (chance >= EFFECT_ALPHA || !isRoom || spent > MOST_STEPS) break;
    floor = chance;
    taken = [...taken, ...orthogonal(more, taken)];
    rest = without(values, taken);
    left = left.flatMap(({ shape, place }) => {
      if (place === surest.place) return [];
      const bare = apart(shape, taken);
      // What is nothing but a combination of what is shown keeps the chance that it had.
      return bare === undefined ? [] : [{ shape: bare, place }];
    });
  }
  return chances;
}

function costOf(shapes: readonly Shapes[]): number {
  return shapes.reduce((sum, { settings, columns }) => sum + settings.length * columns.length, 0) * 2 * SHUFFLES;
}

/** The columns over all settings; 0 for those that lack the factor. */
function padded({ settings, columns }: Shapes, n: number): readonly Float64Array[] {
  return columns.map((column) => {
    const whole = new Float64Array(n);
    for (const [i, setting] of settings.entries()) whole[setting] = column[i] ?? 0;
    return whole;
  });
}

/** What is left of the values beside some columns. */
function without(values: readonly number[], taken: readonly Float64Array[]): readonly number[] {
  const work = Float64Array.from(values);
  for (const column of taken) takeOut(work, column);
  return [...work];
}

/** The shapes at right angles to columns that were taken out; undefined where nothing is left. */
function apart({ settings, columns, questions }: Shapes, taken: readonly Float64Array[]): Shapes | undefined {
  const own = orthogonal(taken.map((column) => Float64Array.from(settings, (i) => column[i] ?? 0)));
  const left = orthogonal(columns, own);
  if (left.length === 0) return undefined;
  const isAnyShape = questions.length > 1;
  return { settings, columns: left, questions: isAnyShape ? questionsOf(left.length) : [left.length] };
}
