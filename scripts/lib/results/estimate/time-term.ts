// SPDX-License-Identifier: MIT
import type { Assignment } from '../../core/value.ts';
import { aliasGroups } from '../design/aliases.ts';
import { ABSENT, type Factor } from '../factors.ts';
import { type LevelIn, type TimedRun, timedFactors, timedLevels } from './timed-run.ts';

/** One way in which symbols that change together may decide the time of a run: numbers of a run that its logarithm is linear in. */
export interface TimeTerm {
  /** All that change together; the first stands for the others. */
  readonly symbols: readonly string[];
  readonly factor: Factor;
  /** True for one slope over all values, false for an effect of each value. */
  readonly isSlope: boolean;
  /** Numbers of a run: one for a slope, else one for each value but the first. */
  columnsOf(values: readonly Assignment[]): readonly number[];
  /** Tells whether finished runs say nothing of a run's value. */
  isUnseen(values: readonly Assignment[]): boolean;
}

/**
 * Returns what may decide the time of runs: of symbols that change together one term, as numbers (time as a power of them)
 * and as values without an order. Values that nearly every run has for itself explain everything and say nothing.
 */
export function timeTerms(finished: readonly TimedRun[]): readonly TimeTerm[] {
  const levelIn = timedLevels();
  return aliasGroups(timedFactors(finished, levelIn), undefined).flatMap(({ members }): readonly TimeTerm[] => {
    const factor = members.find((m) => m.numbers !== undefined) ?? members[0];
    if (factor === undefined) return [];
    const symbols = [factor.name, ...members.map((m) => m.name).filter((name) => name !== factor.name)];
    const slope = slopeOf(factor, levelIn);
    const isRepeated = factor.levels.length <= finished.length / 2;
    return [
      ...(slope === undefined ? [] : [{ ...slope, symbols }]),
      ...(isRepeated ? [{ ...levelsOf(factor, levelIn), symbols }] : []),
    ];
  });
}

type OneTerm = Omit<TimeTerm, 'symbols'>;

/** The logarithm of numbers above 0, else the numbers; a run that lacks the symbol is in the middle. */
function slopeOf(factor: Factor, levelIn: LevelIn): OneTerm | undefined {
  const { numbers, name } = factor;
  if (numbers === undefined || numbers.length < 3) return undefined;
  const [low = 0, high = 0] = [numbers[0], numbers.at(-1)];
  const isPositive = low > 0;
  const place = (number: number): number => (isPositive ? Math.log(number) : number);
  const middle = (place(low) + place(high)) / 2;
  const half = (place(high) - place(low)) / 2;
  const numberIn = (values: readonly Assignment[]): number | undefined => levelIn(values, name)?.number;
  return {
    factor,
    isSlope: true,
    columnsOf: (values) => {
      const number = numberIn(values);
      return [number === undefined || (isPositive && number <= 0) ? 0 : (place(number) - middle) / half];
    },
    isUnseen: (values) => {
      const number = numberIn(values);
      return number === undefined ? factor.absent === undefined : number < low || number > high;
    },
  };
}

function levelsOf(factor: Factor, levelIn: LevelIn): OneTerm {
  const codeOf = new Map(factor.levels.map((text, code) => [text, code]));
  const codeIn = (values: readonly Assignment[]): number | undefined =>
    codeOf.get(levelIn(values, factor.name)?.text ?? ABSENT);
  return {
    factor,
    isSlope: false,
    columnsOf: (values) => {
      const code = codeIn(values);
      // A value that was never run has what the others have on the average.
      const share = 1 / factor.levels.length;
      return factor.levels.slice(1).map((_, i) => (code === undefined ? share : code === i + 1 ? 1 : 0));
    },
    isUnseen: (values) => codeIn(values) === undefined,
  };
}
