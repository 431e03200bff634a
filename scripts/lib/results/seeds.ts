// SPDX-License-Identifier: MIT
import { createRng, type Rng } from '../core/rng.ts';
import { type Description, describe } from './groups.ts';
import type { Goal } from './readers/metric-spec.ts';
import { type Interval, mean, meanInterval, standardDeviation } from './stats/describe.ts';
import { tTwoSided } from './stats/distributions.ts';

/** One setting of the parameters with its results, by seed. */
export interface Repeated<T> {
  readonly item: T;
  /** Seed -> value; null and undefined (NaN, failed) are left out of everything. */
  readonly bySeed: ReadonlyMap<string, number | null | undefined>;
}

/** How a setting compares with the one that has the best mean. */
export interface Comparison<T> {
  readonly item: T;
  readonly values: Description;
  /** Mean of the differences to the best one over the seeds both have; 0 for the best itself. */
  readonly difference: number | undefined;
  readonly differenceInterval: Interval | undefined;
  /** Of a paired t test against the best, Holm's correction for all comparisons; undefined when it cannot be tested. */
  readonly p: number | undefined;
  /** True when the seeds cannot tell it from the best one at 5 %; the best itself is one of them. */
  readonly isAmongBest: boolean;
  /**
   * Chance that its true mean is the best of all that have two seeds, seeds being normal; undefined for the others, and for all when
   * the best mean is that of one seed.
   */
  readonly probabilityBest: number | undefined;
}

/** Compares settings that were each run with several seeds, best mean first. Settings without any value come last. */
export function compareRepeated<T>(groups: readonly Repeated<T>[], goal: Goal): readonly Comparison<T>[] {
  const sign = goal === 'max' ? -1 : 1;
  const described = groups.map((group) => ({ group, values: describe([...group.bySeed.values()]) }));
  described.sort(
    (a, b) => sign * ((a.values.mean ?? Number.NaN) - (b.values.mean ?? Number.NaN)) || missingLast(a.values, b.values),
  );
  const best = described[0];
  const tests = described.map(({ group }) =>
    best === undefined || group === best.group ? undefined : pairedTest(group.bySeed, best.group.bySeed),
  );
  const adjusted = holm(tests.map((t) => t?.p));
  const chances = probabilitiesOfBest(
    described.map((d) => d.values),
    goal,
  );
  return described.map(({ group, values }, i) => ({
    item: group.item,
    values,
    difference: i === 0 ? 0 : tests[i]?.difference,
    differenceInterval: tests[i]?.interval,
    p: adjusted[i],
    isAmongBest: i === 0 || (adjusted[i] !== undefined && (adjusted[i] ?? 0) >= 0.05),
    probabilityBest: chances[i],
  }));
}

function missingLast(a: Description, b: Description): number {
  return (a.mean === undefined ? 1 : 0) - (b.mean === undefined ? 1 : 0);
}

interface PairedTest {
  readonly difference: number;
  readonly interval: Interval | undefined;
  readonly p: number | undefined;
}

/** Paired t test: the same seed gives the same data order and initial weights, so its luck cancels out. */
export function pairedTest(a: Repeated<unknown>['bySeed'], b: Repeated<unknown>['bySeed']): PairedTest | undefined {
  const differences: number[] = [];
  for (const [seed, x] of a) {
    const y = b.get(seed);
    if (isNumber(x) && isNumber(y)) differences.push(x - y);
  }
  if (differences.length === 0) return undefined;
  const difference = mean(differences);
  if (differences.length < 2) return { difference, interval: undefined, p: undefined };
  const error = standardDeviation(differences) / Math.sqrt(differences.length);
  const p = error === 0 ? (difference === 0 ? 1 : 0) : tTwoSided(difference / error, differences.length - 1);
  return { difference, interval: meanInterval(differences), p };
}

/** Holm's step-down correction: the chance of any false alarm among all tests stays at the level (Holm 1979). */
export function holm(ps: readonly (number | undefined)[]): readonly (number | undefined)[] {
  const tested = ps.flatMap((p, i) => (p === undefined ? [] : [{ p, i }])).sort((a, b) => a.p - b.p);
  const adjusted: (number | undefined)[] = ps.map(() => undefined);
  let floor = 0;
  for (const [rank, { p, i }] of tested.entries()) {
    floor = Math.max(floor, Math.min(1, p * (tested.length - rank)));
    adjusted[i] = floor;
  }
  return adjusted;
}

const DRAWS = 4000;
/** Settings further down have no chance that four thousand draws could show. */
const MOST_COMPARED = 100;

/** Draws each true mean from its posterior (t, scale s/sqrt(n)) and counts who is best; seeded, so the same each time. */
function probabilitiesOfBest(descriptions: readonly Description[], goal: Goal): readonly (number | undefined)[] {
  const compared = descriptions
    .slice(0, MOST_COMPARED)
    .map((d, i) => ({ d, i }))
    .filter(({ d }) => d.sd !== undefined);
  // Without the one in front, the chances of the others would be those of another race.
  if (descriptions[0]?.sd === undefined) return descriptions.map(() => undefined);
  const wins = descriptions.map(() => 0);
  const rng = createRng('probability of being best');
  const sign = goal === 'max' ? 1 : -1;
  for (let draw = 0; draw < DRAWS && compared.length > 0; draw += 1) {
    let winners: number[] = [];
    let top = Number.NEGATIVE_INFINITY;
    for (const { d, i } of compared) {
      const value = sign * ((d.mean ?? 0) + ((d.sd ?? 0) / Math.sqrt(d.count)) * drawT(rng, d.count - 1));
      if (value > top) {
        top = value;
        winners = [i];
      } else if (value === top) winners.push(i); // settings without any spread
    }
    for (const winner of winners) wins[winner] = (wins[winner] ?? 0) + 1 / winners.length;
  }
  return descriptions.map((d, i) => (d.sd === undefined ? undefined : (wins[i] ?? 0) / DRAWS));
}

/** A draw from Student's t: a normal over the root of a mean square of normals. */
function drawT(rng: Rng, degrees: number): number {
  let square = 0;
  for (let i = 0; i < degrees; i += 1) square += drawNormal(rng) ** 2;
  return drawNormal(rng) / Math.sqrt(square / degrees);
}

/** Box and Muller's transform; 1 - u keeps the logarithm finite. */
function drawNormal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng.float())) * Math.cos(2 * Math.PI * rng.float());
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
