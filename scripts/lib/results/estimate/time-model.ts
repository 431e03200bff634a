// SPDX-License-Identifier: MIT
import { dot } from '../stats/dot.ts';
import type { Assignment } from '../../core/value.ts';
import { mean } from '../stats/describe.ts';
import { fSurvival } from '../stats/distributions.ts';
import { type TimeTerm, timeTerms } from './time-term.ts';
import type { TimedRun } from './timed-run.ts';

/** The logarithm of a run's time, as far as its values decide it. */
export interface TimeModel {
  /** What decides it, most telling first. */
  readonly terms: readonly TimeTerm[];
  /** Mean of the logarithm, then the weight of each direction. */
  readonly weights: readonly number[];
  /** Returns where a run lies: 1/root(n) for the mean, then its place in each direction (all orthonormal over the finished runs). */
  placeOf(values: readonly Assignment[]): readonly number[];
  /** What the model leaves of each finished run, over the root of its chance to vary: all of one spread. */
  readonly residuals: readonly number[];
  readonly degrees: number;
}

/** A term is taken when so much or more would be explained by chance this rarely, corrected for how many are tried. */
const CHANCE = 0.01;
/** Degrees of freedom that the spread needs, as a part of the runs. */
const LEFT = 1 / 3;
/** A column that the others explain but for this part of its length is one of them. */
const ALIASED = 1e-8;
/** Runs from which anything is looked for. */
const FEWEST = 4;

interface Direction {
  /** Over the finished runs, of length 1. */
  readonly vector: Float64Array;
  /** The same as a sum of columns: the constant first, then those of the terms. */
  readonly sum: readonly number[];
}

/**
 * Fits the logarithm of time by forward selection: of the terms the one that explains most beyond those before it, while that
 * is more than chance (F tests, Bonferroni). Times multiply: a run twice as deep and twice as wide takes four times as long.
 */
export function fitTimes(finished: readonly TimedRun[]): TimeModel {
  const logs = Float64Array.from(finished, (run) => Math.log(run.seconds));
  const [n, middle] = [finished.length, mean(logs)];
  let rest = logs.map((x) => x - middle);
  let candidates = n < FEWEST ? [] : timeTerms(finished);
  const one = 1 / Math.sqrt(n);
  const directions: Direction[] = [{ vector: new Float64Array(n).fill(one), sum: [one] }];
  const weights = [middle / one];
  const terms: TimeTerm[] = [];
  for (;;) {
    const found = bestOf(candidates, { finished, directions, rest });
    if (found === undefined || found.chance * candidates.length > CHANCE) break;
    for (const direction of found.directions) {
      const weight = dot(direction.vector, rest);
      rest = rest.map((x, i) => x - weight * (direction.vector[i] ?? 0));
      directions.push(direction);
      weights.push(weight);
    }
    terms.push(found.term);
    candidates = candidates.filter((term) => term.factor !== found.term.factor);
  }
  return {
    terms,
    weights,
    degrees: n - directions.length,
    residuals: [...rest].map((r, i) => {
      const leverage = directions.reduce((sum, { vector }) => sum + (vector[i] ?? 0) ** 2, 0);
      return r / Math.sqrt(Math.max(1 - leverage, 1 / n));
    }),
    placeOf: (values) => {
      const columns = [1, ...terms.flatMap((term) => term.columnsOf(values))];
      return directions.map(({ sum }) => sum.reduce((total, part, i) => total + part * (columns[i] ?? 0), 0));
    },
  };
}

interface Fitting {
  readonly finished: readonly TimedRun[];
  readonly directions: readonly Direction[];
  readonly rest: Float64Array;
}

interface Found {
  readonly term: TimeTerm;
  readonly directions: readonly Direction[];
  readonly chance: number;
}

function bestOf(candidates: readonly TimeTerm[], fitting: Fitting): Found | undefined {
  const { finished, directions, rest } = fitting;
  const total = dot(rest, rest);
  if (total === 0) return undefined;
  let best: Found | undefined;
  for (const term of candidates) {
    const added = newDirections(term, fitting);
    const degrees = finished.length - directions.length - added.length;
    if (added.length === 0 || degrees < finished.length * LEFT) continue;
    const explained = added.reduce((sum, { vector }) => sum + dot(vector, rest) ** 2, 0);
    const left = Math.max(0, total - explained);
    const chance = fSurvival(explained / added.length / (left / degrees), added.length, degrees);
    if (best === undefined || chance < best.chance) best = { term, directions: added, chance };
  }
  return best;
}

/** The columns of a term beyond those before it, made orthonormal one after the other (Gram and Schmidt, twice). */
function newDirections(term: TimeTerm, { finished, directions }: Fitting): readonly Direction[] {
  const rows = finished.map((run) => term.columnsOf(run.values));
  const known = [...directions];
  const before = directions[0]?.sum.length ?? 0;
  const from = directions.reduce((most, { sum }) => Math.max(most, sum.length), before);
  for (const column of (rows[0] ?? []).keys()) {
    let vector = Float64Array.from(rows, (row) => row[column] ?? 0);
    const length = Math.sqrt(dot(vector, vector));
    let sum: number[] = new Array<number>(from + (rows[0]?.length ?? 0)).fill(0);
    sum[from + column] = 1;
    for (let round = 0; round < 2; round += 1) {
      for (const other of known) {
        const share = dot(vector, other.vector);
        vector = vector.map((x, i) => x - share * (other.vector[i] ?? 0));
        sum = sum.map((x, i) => x - share * (other.sum[i] ?? 0));
      }
    }
    const left = Math.sqrt(dot(vector, vector));
    if (!(left > ALIASED * length)) continue;
    known.push({ vector: vector.map((x) => x / left), sum: sum.map((x) => x / left) });
  }
  return known.slice(directions.length);
}
