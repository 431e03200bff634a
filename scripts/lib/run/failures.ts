// SPDX-License-Identifier: MIT
import { labelOf } from '../config/configuration.ts';
import { type Assignment, displayText, valueIn, valueKey, valueKeyIn } from '../core/value.ts';
import { endedWell } from './outcome.ts';
import { sharedEnding } from './signature.ts';
import type { RunState, SweepState } from './state.ts';
import { logChoose } from '../core/beta.ts';
import { groupBy } from '../core/grouped.ts';

/** Failed runs whose ends look the same. */
export interface EqualFailures {
  readonly signature: string;
  /** The signature with all that is the same in each of them. */
  readonly said: string;
  readonly count: number;
  /** Number of the first of them. */
  readonly first: number;
  readonly numbers: readonly number[];
  /** As RERUN= and N= take them: 17, with stages target/17. */
  readonly names: readonly string[];
  /** Folder of the first of them. */
  readonly folder: string;
  /** Values of swept symbols that all of them share and no finished run has, as NAME=value, NAME>=value or NAME<=value. */
  readonly shared: readonly string[];
}

/** Returns the failures of a sweep in groups, largest first; runs that cannot be ranked are among them. */
export function describeFailures(state: SweepState): readonly EqualFailures[] {
  const ended = [...state.runs.values()].filter((run) => !run.retired && run.outcome !== null);
  const finished = ended.filter(({ outcome }) => outcome !== null && endedWell(outcome));
  const failed = ended.filter(
    ({ status, outcome }) => status === 'failed' || (status === 'done' && outcome?.unranked !== undefined),
  );
  return [...groupBy(failed, ({ outcome }) => outcome?.signature ?? outcome?.detail)]
    .map(([signature, runs]) => groupOf(signature, runs, finished))
    .sort((a, b) => b.count - a.count || a.first - b.first);
}

function groupOf(signature: string, runs: readonly RunState[], finished: readonly RunState[]): EqualFailures {
  const first = runs[0] as RunState; // a group has a run
  return {
    signature,
    said: sharedEnding(runs.flatMap(({ outcome }) => outcome ?? [])),
    count: runs.length,
    first: first.number,
    numbers: runs.map((r) => r.number),
    names: runs.map((r) => labelOf({ name: String(r.number), stage: r.stage })),
    folder: first.folder,
    shared: runs.length < 2 ? [] : sharedValues(runs, finished, first.swept),
  };
}

/** What is asked of a run. */
interface ValuedRun {
  readonly values: readonly Assignment[];
}

/**
 * Returns the values of some symbols that all of some runs share and none of the others has, and the thresholds beyond which all of
 * their numbers lie and none of the others' (where that is hardly chance). What every run of the sweep shares says
 * nothing; what a finished run has too is no cause by itself.
 */
export function sharedValues(
  runs: readonly ValuedRun[],
  others: readonly ValuedRun[],
  names: readonly string[],
): readonly string[] {
  const first = runs[0];
  if (first === undefined || others.length === 0) return [];
  const swept = new Set(names);
  const equal = first.values
    .filter(
      ({ name, value }) =>
        swept.has(name) &&
        runs.every((r) => has(r, name, valueKey(value))) &&
        !others.some((r) => has(r, name, valueKey(value))),
    )
    .map(({ name, value }) => `${name}=${displayText(value)}`);
  return [...equal, ...thresholdsBetween(runs, others, names)];
}

function has(run: ValuedRun, name: string, key: string): boolean {
  return valueKeyIn(run.values, name) === key;
}

/** A run with its values. */
interface ValuedRun {
  readonly values: readonly Assignment[];
}

/** Numbers that lie on one side of all others by chance more often than this, over all symbols and both sides, say nothing. */
const CHANCE = 0.05;

/**
 * Returns the thresholds that part some runs from others: NAME>=value where the numbers of all of these lie above those of all
 * others, NAME<=value where they lie below. Equal numbers are told as such elsewhere, and runs that lack the symbol
 * part nothing.
 */
function thresholdsBetween(
  runs: readonly ValuedRun[],
  others: readonly ValuedRun[],
  names: readonly string[],
): readonly string[] {
  // Some runs are the outermost of all with the chance of one in (all over some).
  const chance = 2 * names.length * Math.exp(-logChoose(runs.length + others.length, runs.length));
  if (chance > CHANCE) return [];
  return names.flatMap((name): readonly string[] => {
    const [own, theirs] = [runs, others].map((some) => some.map((run) => numberIn(run, name)));
    if (own === undefined || theirs === undefined) return [];
    const numbers = own.flatMap((n) => n ?? []);
    const known = theirs.flatMap((n) => n ?? []);
    if (numbers.length < own.length || known.length === 0 || new Set(numbers.map((n) => n.number)).size < 2) return [];
    const [low, high] = [
      numbers.reduce((a, b) => (b.number < a.number ? b : a)),
      numbers.reduce((a, b) => (b.number > a.number ? b : a)),
    ];
    if (known.every((n) => n.number < low.number)) return [`${name}>=${low.text}`];
    return known.every((n) => n.number > high.number) ? [`${name}<=${high.text}`] : [];
  });
}

function numberIn({ values }: ValuedRun, name: string): { readonly number: number; readonly text: string } | undefined {
  const value = valueIn(values, name);
  return value?.kind === 'number' ? { number: Number(value.text), text: value.text } : undefined;
}
