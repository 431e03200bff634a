// SPDX-License-Identifier: MIT
import { type Factor, presentPart } from '../factors.ts';
import { fisherGreater } from '../stats/fisher.ts';
import { holm } from '../stats/holm.ts';
import { addTallies, clusteringOf, EMPTY_TALLY, type FailureTally, tallyOf } from './clustering.ts';

/** A run that has ended: of which setting it is, and whether it gave no value. */
export interface EndedRun {
  readonly setting: number;
  readonly hasFailed: boolean;
}

/** Runs with one value of a factor, or with numbers on one side of a threshold: how many of them failed. */
export interface FailureRate {
  readonly factor: Factor;
  /** Code of the level; undefined for a threshold. */
  readonly value: number | undefined;
  /** Codes of the level that the numbers lie above, and below; undefined for none. */
  readonly above: number | undefined;
  readonly below: number | undefined;
  readonly failed: number;
  readonly runs: number;
  /** Of all other runs that have the symbol. */
  readonly otherFailed: number;
  readonly otherRuns: number;
  readonly p: number;
  /** By Holm, over all values and thresholds of all factors. */
  readonly pAdjusted: number;
}

/** Values of one factor that are told one by one; of more, thresholds alone. */
const MOST_VALUES = 12;

/**
 * Returns how often runs fail by value and by threshold, least likely by chance first; none where nothing failed, or nothing else.
 * Each is tested against all other runs that have the symbol (Fisher, one-sided: more failures here). Runs of one
 * setting that fail together count for less. All thresholds are tested; of each factor and side the most telling one is told.
 */
export function failureRates(factors: readonly Factor[], runs: readonly EndedRun[]): readonly FailureRate[] {
  const failed = runs.filter((run) => run.hasFailed).length;
  if (failed === 0 || failed === runs.length) return [];
  const tested = factors.flatMap((whole) => partsOf(whole, runs));
  const adjusted = holm(tested.map((part) => part.p));
  const all = tested.map((part, i): FailureRate => ({ ...part, pAdjusted: adjusted[i] ?? 1 }));
  const told = factors.flatMap((factor) => mostTelling(all.filter((part) => part.factor.name === factor.name)));
  return told.sort((a, b) => a.pAdjusted - b.pAdjusted || a.p - b.p);
}

type Part = Omit<FailureRate, 'pAdjusted'>;

function partsOf(whole: Factor, runs: readonly EndedRun[]): readonly Part[] {
  const { factor, places } = presentPart(whole);
  const own = places === undefined ? runs : places.flatMap((place) => runs[place] ?? []);
  const { levels, numbers } = factor;
  if (levels.length < 2) return [];
  const byLevel = tallies(factor, own);
  const upTo: FailureTally[] = [];
  for (const tally of byLevel) upTo.push(addTallies(upTo.at(-1) ?? EMPTY_TALLY, tally));
  const all = upTo.at(-1) ?? EMPTY_TALLY;
  const part = (inside: FailureTally, which: Partial<Pick<Part, 'value' | 'above' | 'below'>>): Part => {
    const outside = addTallies(all, inside, -1);
    const weight = clusteringOf([inside, outside]);
    return {
      factor,
      value: undefined,
      above: undefined,
      below: undefined,
      ...which,
      failed: inside.failed,
      runs: inside.runs,
      otherFailed: outside.failed,
      otherRuns: outside.runs,
      p: fisherGreater({
        hits: Math.round(inside.failed / weight),
        of: Math.round(inside.runs / weight),
        otherHits: Math.round(outside.failed / weight),
        otherOf: Math.round(outside.runs / weight),
      }),
    };
  };
  const areListed = levels.length <= MOST_VALUES;
  const values = areListed ? byLevel.map((tally, value) => part(tally, { value })) : [];
  if (numbers === undefined || levels.length < 3) return values;
  // The outermost value alone is a value already.
  const inner = areListed ? 1 : 0;
  const above = thresholds(levels.length - 1 - inner).map((at) =>
    part(addTallies(all, upTo[at] ?? EMPTY_TALLY, -1), { above: at }),
  );
  const below = thresholds(levels.length - 1 - inner).map((at) =>
    part(upTo[at + inner] ?? EMPTY_TALLY, { below: at + inner + 1 }),
  );
  return [...values, ...above, ...below];
}

/** Thresholds of one side that are tested; of more, as many in even steps. */
const MOST_THRESHOLDS = 40;

function thresholds(count: number): readonly number[] {
  const most = Math.min(count, MOST_THRESHOLDS);
  return Array.from({ length: most }, (_, i) => Math.floor((i * count) / most));
}

/** Returns the runs of each level; the runs of one setting of a level are counted together. */
function tallies({ levels, codes }: Factor, runs: readonly EndedRun[]): readonly FailureTally[] {
  const counts = levels.map(() => new Map<number, { failed: number; runs: number }>());
  for (const [i, { setting, hasFailed }] of runs.entries()) {
    const level = counts[codes[i] ?? 0];
    const own = level?.get(setting) ?? { failed: 0, runs: 0 };
    level?.set(setting, own);
    own.runs += 1;
    if (hasFailed) own.failed += 1;
  }
  return counts.map((level) =>
    [...level.values()].map((own) => tallyOf(own.failed, own.runs)).reduce((a, b) => addTallies(a, b), EMPTY_TALLY),
  );
}

/** All values, and a threshold where it tells more than any value. */
function mostTelling(parts: readonly FailureRate[]): readonly FailureRate[] {
  const values = parts.filter((part) => part.value !== undefined);
  const least = values.reduce((p, part) => Math.min(p, part.p), 1);
  const best = (side: readonly FailureRate[]): readonly FailureRate[] => {
    const [first, ...others] = side;
    if (first === undefined) return [];
    const top = others.reduce((a, b) => (b.p < a.p ? b : a), first);
    return values.length === 0 || top.p < least ? [top] : [];
  };
  return [
    ...values,
    ...best(parts.filter((part) => part.above !== undefined)),
    ...best(parts.filter((part) => part.below !== undefined)),
  ];
}
