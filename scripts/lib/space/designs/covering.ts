// SPDX-License-Identifier: MIT
import { type Rng, shuffled } from '../../core/rng.ts';

/** Option of each factor, undefined where it is still open. */
export type Partial = readonly (number | undefined)[];

/** Factors with options, of which not all combinations need be valid. */
export interface CoveringProblem {
  /** Number of options of each factor. */
  readonly sizes: readonly number[];
  /** Returns a valid row that holds all the options given; or that there is none; or that this could not be found out. */
  complete(partial: Partial): readonly number[] | 'impossible' | 'unknown';
}

export interface Covering {
  readonly rows: readonly (readonly number[])[];
  /** Pairs of options of which it could not be found out whether a valid row holds them. */
  readonly undecided: number;
}

const OPEN = 0;
const COVERED = 1;
const RULED_OUT = 2;

/** The pairs of options of a problem, and which are still to be covered. */
interface Pairs {
  readonly problem: CoveringProblem;
  readonly offsets: readonly number[];
  readonly factorOf: readonly number[];
  readonly options: number;
  /** For each two options OPEN, COVERED or RULED_OUT. */
  readonly state: Uint8Array;
  /** For each option in how many open pairs it is. */
  readonly openOf: number[];
  open: number;
  undecided: number;
}

/**
 * Returns rows that hold every valid pair of options of two factors, greedily few: of some candidate rows, each built
 * factor by factor so that it covers most, the best is taken (D. M. Cohen et al., "The AETG system", IEEE TSE 23(7), 1997).
 */
export function coverPairs(problem: CoveringProblem, rng: Rng, candidates: number): Covering {
  const pairs = openPairs(problem);
  const rows: (readonly number[])[] = [];
  while (pairs.open > 0) {
    let best: readonly number[] | undefined;
    let bestGain = 0;
    for (let i = 0; i < candidates && pairs.open > 0; i += 1) {
      const row = buildRow(pairs, rng);
      const gain = row === undefined ? 0 : gainOf(pairs, row);
      if (gain > bestGain) [best, bestGain] = [row, gain];
    }
    if (best === undefined) continue; // the pairs that were tried are ruled out now, so open has gone down
    cover(pairs, best);
    rows.push(best);
  }
  return { rows: withoutRedundant(pairs, rows), undecided: pairs.undecided };
}

function openPairs(problem: CoveringProblem): Pairs {
  const offsets: number[] = [];
  const factorOf: number[] = [];
  for (const [factor, size] of problem.sizes.entries()) {
    offsets.push(factorOf.length);
    for (let i = 0; i < size; i += 1) factorOf.push(factor);
  }
  const options = factorOf.length;
  const openOf = factorOf.map((factor) => options - (problem.sizes[factor] ?? 0));
  const open = openOf.reduce((sum, n) => sum + n, 0) / 2;
  return { problem, offsets, factorOf, options, state: new Uint8Array(options * options), openOf, open, undecided: 0 };
}

function mark(pairs: Pairs, a: number, b: number, state: number): void {
  if (pairs.state[a * pairs.options + b] !== OPEN) return;
  pairs.state[a * pairs.options + b] = state;
  pairs.state[b * pairs.options + a] = state;
  pairs.openOf[a] = (pairs.openOf[a] ?? 0) - 1;
  pairs.openOf[b] = (pairs.openOf[b] ?? 0) - 1;
  pairs.open -= 1;
}

function optionsOf(pairs: Pairs, row: readonly number[]): number[] {
  return row.map((choice, factor) => (pairs.offsets[factor] ?? 0) + choice);
}

function gainOf(pairs: Pairs, row: readonly number[]): number {
  const options = optionsOf(pairs, row);
  let gain = 0;
  for (const [i, a] of options.entries())
    for (let j = 0; j < i; j += 1) if (pairs.state[a * pairs.options + (options[j] ?? 0)] === OPEN) gain += 1;
  return gain;
}

function cover(pairs: Pairs, row: readonly number[]): void {
  const options = optionsOf(pairs, row);
  for (const [i, a] of options.entries()) for (let j = 0; j < i; j += 1) mark(pairs, a, options[j] ?? 0, COVERED);
}

/** Builds one row around an open pair; undefined when no such pair turned out to be possible. */
function buildRow(pairs: Pairs, rng: Rng): readonly number[] | undefined {
  const start = findStart(pairs, rng);
  if (start === undefined) return undefined;
  const { partial } = start;
  let { completion } = start;
  for (const factor of randomOrder(pairs.problem.sizes.length, rng)) {
    if (partial[factor] !== undefined) continue;
    completion = chooseOption(pairs, { partial, completion }, factor, rng);
  }
  return completion;
}

/** A row in the making: the options chosen so far, and a valid row that holds them. */
interface Start {
  readonly partial: (number | undefined)[];
  readonly completion: readonly number[];
}

/** Takes the option with most open pairs and a partner it can stand with; rules out those it cannot. */
function findStart(pairs: Pairs, rng: Rng): Start | undefined {
  while (pairs.open > 0) {
    const a = mostOpen(pairs, rng);
    const partners = [...pairs.factorOf.keys()].filter(
      (b) => pairs.state[a * pairs.options + b] === OPEN && pairs.factorOf[b] !== pairs.factorOf[a],
    );
    const b = partners[rng.below(partners.length)] ?? 0;
    const partial = new Array<number | undefined>(pairs.problem.sizes.length).fill(undefined);
    for (const option of [a, b]) {
      const factor = pairs.factorOf[option] ?? 0;
      partial[factor] = option - (pairs.offsets[factor] ?? 0);
    }
    const completion = pairs.problem.complete(partial);
    if (typeof completion !== 'string') return { partial, completion };
    if (completion === 'unknown') pairs.undecided += 1;
    mark(pairs, a, b, RULED_OUT);
  }
  return undefined;
}

function mostOpen(pairs: Pairs, rng: Rng): number {
  let best = 0;
  let ties = 0;
  for (const [option, open] of pairs.openOf.entries()) {
    const most = pairs.openOf[best] ?? 0;
    if (open > most) [best, ties] = [option, 1];
    else if (open === most && open > 0) {
      ties += 1;
      if (rng.below(ties) === 0) best = option;
    }
  }
  return best;
}

/** Gives a factor the option that opens most new pairs with those chosen, and returns a valid row that holds them all. */
function chooseOption(pairs: Pairs, { partial, completion }: Start, factor: number, rng: Rng): readonly number[] {
  const chosen = partial.flatMap((choice, other) =>
    choice === undefined ? [] : [(pairs.offsets[other] ?? 0) + choice],
  );
  const size = pairs.problem.sizes[factor] ?? 0;
  const offset = pairs.offsets[factor] ?? 0;
  const gains = Array.from({ length: size }, (_, choice) => {
    let gain = 0;
    for (const option of chosen) if (pairs.state[(offset + choice) * pairs.options + option] === OPEN) gain += 1;
    return gain;
  });
  const order = randomOrder(size, rng).sort((a, b) => (gains[b] ?? 0) - (gains[a] ?? 0));
  for (const choice of order) {
    partial[factor] = choice;
    if (completion[factor] === choice) return completion;
    const next = pairs.problem.complete(partial);
    if (typeof next !== 'string') return next;
  }
  partial[factor] = completion[factor];
  return completion;
}

function randomOrder(size: number, rng: Rng): number[] {
  return shuffled([...new Array(size).keys()], rng);
}

/** Drops rows whose pairs all stand in other rows as well. */
function withoutRedundant(pairs: Pairs, rows: readonly (readonly number[])[]): (readonly number[])[] {
  const times = new Uint32Array(pairs.options * pairs.options);
  const eachPair = (row: readonly number[], visit: (pair: number) => void): void => {
    const options = optionsOf(pairs, row);
    for (const [i, a] of options.entries()) for (let j = 0; j < i; j += 1) visit(a * pairs.options + (options[j] ?? 0));
  };
  for (const row of rows) eachPair(row, (pair) => (times[pair] = (times[pair] ?? 0) + 1));
  return rows.filter((row) => {
    let isNeeded = false;
    eachPair(row, (pair) => (isNeeded ||= times[pair] === 1));
    if (!isNeeded) eachPair(row, (pair) => (times[pair] = (times[pair] ?? 0) - 1));
    return isNeeded;
  });
}
