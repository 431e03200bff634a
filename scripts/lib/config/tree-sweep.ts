// SPDX-License-Identifier: MIT
// A sweep over a Kconfig tree: each point is completed, and what the tree did not take is pruned, told, or refused.
import { sha256 } from '../core/hash.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { type Assignment, readWord, type RequestedValue, textValue, type Value } from '../core/value.ts';
import { checkLines } from '../kconfig/check-lines.ts';
import {
  Completer,
  differenceReason,
  differenceText,
  differenceWhy,
  type KCompletion,
  type KDifference,
  type KRequest,
} from '../kconfig/complete.ts';
import { isLogical, type KSymbol, type KTree, treeSymbol } from '../kconfig/model.ts';
import type { RangeFile } from '../range/parse.ts';
import type { Rule } from '../range/tree.ts';
import { originOf, treeLines } from './tree-lines.ts';
import type { Point } from '../space/designs/index.ts';
import { placeOf } from '../space/place.ts';
import { openTreeRules, type TreeRules } from './tree-rules.ts';

/** What becomes of a configuration in which a swept value was not taken. */
export type TreePolicy = 'prune' | 'error' | 'warn';

export interface TreeSweepInput {
  readonly file: RangeFile;
  /** Names that the range file sweeps. */
  readonly swept: readonly string[];
  readonly tree: KTree;
  readonly policy: TreePolicy;
  readonly output: 'full' | 'minimal';
}

/** A point of the space that the tree completed. */
export interface CompletedPoint {
  /** The .config. */
  readonly text: string;
  /** The symbols of the range file with the values they have now; absent ones left out. */
  readonly assignments: readonly Assignment[];
  /** The values that swept symbols were to have, where they have others. */
  readonly requested: readonly RequestedValue[];
  readonly differences: readonly KDifference[];
  readonly lost: readonly string[];
  /** The first rule over symbols of the tree that it breaks. */
  readonly broken: Rule | undefined;
}

/** What was left out so far, and what is to be told of it. */
export interface TreeTally {
  /** Configurations that were pruned, by reason. */
  readonly pruned: Map<string, number>;
  /** Configurations that rules over symbols of the tree exclude, by rule. */
  readonly excluded: Map<Rule, number>;
  /** Configurations that are equal to an earlier one once completed. */
  collapsed: number;
  /** Fixed and sourced symbols that were not taken, in some configuration. */
  readonly lost: Set<string>;
  /** One text for each swept value that was not taken and stayed in (policy warn), or is refused (policy error). */
  readonly told: Set<string>;
}

/** A sweep over a tree. */
export interface TreeSweep {
  /** What is wrong with the lines of the range file, before any point is completed. */
  readonly diagnostics: readonly Diagnostic[];
  /** `helpers` are values that rules may look at and no file holds. */
  complete(assignments: readonly Assignment[], helpers?: readonly Assignment[]): CompletedPoint;
  /** Completes as well, and tells of each value that is asked about, swept or not, whether it is taken. */
  ask(point: Pick<Point, 'assignments' | 'helpers'>, about: readonly Assignment[]): CompletedPoint;
  /** Whether a name is a symbol of the tree. */
  knows(name: string): boolean;
}

/** Returns an empty tally. */
export function newTally(): TreeTally {
  return { pruned: new Map(), excluded: new Map(), collapsed: 0, lost: new Set(), told: new Set() };
}

/** Prepares a sweep over a tree. */
export function openTreeSweep({ file, swept, tree, output }: TreeSweepInput): TreeSweep {
  const completer = new Completer(tree);
  const isSwept = new Set(swept);
  const origins = new Map(
    file.definitions.flatMap(({ names, span }) => names.map(({ name }) => [name, originOf(file, span)])),
  );
  const known = new Set([...origins.keys(), ...file.helpers, ...swept]);
  const rules = openTreeRules(file.treeRules, known, tree);
  const complete = (
    assignments: readonly Assignment[],
    about: ReadonlySet<string>,
    helpers: readonly Assignment[] = [],
  ): CompletedPoint => {
    const own = assignments.filter(({ name }) => treeSymbol(tree, name) !== undefined);
    const requests = own.map(({ name, value }): KRequest => {
      return { name, text: value.text, origin: about.has(name) ? 'swept' : (origins.get(name) ?? 'fixed') };
    });
    const values = [...own.map(({ name }) => name), ...rules.names];
    const completion = completer.complete(requests, { output, values });
    return completedPoint({ tree, rules }, assignments, helpers, completion);
  };
  return {
    diagnostics: [...checkLines(treeLines(file, swept), tree), ...rules.diagnostics],
    complete: (assignments, helpers) => complete(assignments, isSwept, helpers),
    ask: ({ assignments, helpers }, about) => complete(assignments, new Set(about.map(({ name }) => name)), helpers),
    knows: (name) => treeSymbol(tree, name) !== undefined,
  };
}

function completedPoint(
  { tree, rules }: { readonly tree: KTree; readonly rules: TreeRules },
  assignments: readonly Assignment[],
  helpers: readonly Assignment[],
  completion: KCompletion,
): CompletedPoint {
  const { text, values, differences, lost } = completion;
  const differing = new Map(differences.map((difference) => [difference.request.name, difference]));
  return {
    text,
    assignments: assignments.flatMap((assignment) => resulting(tree, assignment, values)),
    requested: assignments.flatMap((assignment) => {
      const difference = differing.get(assignment.name);
      return difference === undefined ? [] : [{ ...assignment, why: differenceWhy(difference) }];
    }),
    differences,
    lost: lost.map(({ name }) => name),
    broken: rules.broken({ outside: [...outsideOf(tree, assignments), ...helpers], values }),
  };
}

/** The values that are none of the tree's. */
function outsideOf(tree: KTree, assignments: readonly Assignment[]): readonly Assignment[] {
  return assignments.filter(({ name }) => treeSymbol(tree, name) === undefined);
}

/** A symbol without a line is n where it is bool or tristate, and absent otherwise. */
function resulting(tree: KTree, assignment: Assignment, values: ReadonlyMap<string, string | undefined>): Assignment[] {
  const { name, value } = assignment;
  const symbol = treeSymbol(tree, name);
  if (symbol === undefined) return [assignment];
  const text = values.get(name) ?? (isLogical(symbol.type) ? 'n' : undefined);
  if (text === undefined) return [];
  return [text === value.text ? assignment : { name, value: valueFor(symbol, text, value) }];
}

/** A string symbol that was given a number is a number still, whatever it became. */
function valueFor(symbol: KSymbol, text: string, given: Value): Value {
  const word = readWord(text);
  if (symbol.type === 'string' && !(given.kind === 'number' && word.kind === 'number')) return textValue(text);
  return word;
}

/**
 * Completes points one after the other; leaves out those that rules exclude, those that the policy prunes and those that are equal to an earlier
 * one. Equal are those with the same .config and the same values outside of the tree.
 */
export function* completePoints<P extends Pick<Point, 'assignments' | 'helpers'>>(
  points: Iterable<P>,
  sweep: TreeSweep,
  { tree, policy }: Pick<TreeSweepInput, 'tree' | 'policy'>,
  tally: TreeTally,
): Generator<CompletedPoint & { readonly point: P }> {
  const seen = new Set<string>();
  for (const point of points) {
    const completed = sweep.complete(point.assignments, point.helpers);
    if (completed.broken !== undefined) {
      tally.excluded.set(completed.broken, (tally.excluded.get(completed.broken) ?? 0) + 1);
      continue;
    }
    for (const name of completed.lost) tally.lost.add(name);
    const [first] = completed.differences;
    if (first !== undefined && policy === 'prune') {
      const reason = differenceReason(first);
      tally.pruned.set(reason, (tally.pruned.get(reason) ?? 0) + 1);
      continue;
    }
    for (const difference of completed.differences) tally.told.add(differenceText(difference));
    const outside = outsideOf(tree, point.assignments);
    const key = sha256(
      JSON.stringify([completed.text, outside.map(({ name, value }) => [name, value.kind, value.text])]),
    );
    if (seen.has(key)) tally.collapsed += 1;
    else {
      seen.add(key);
      yield { ...completed, point };
    }
  }
}

/** Values and names that are told one by one. */
const MOST_TOLD = 10;

/** Returns what is to be said, once all points are completed, of values that the tree did not take. */
export function treeDiagnostics({ told, lost }: TreeTally, policy: TreePolicy): Diagnostic[] {
  const isError = policy === 'error';
  const diagnostics: Diagnostic[] = [...told].slice(0, MOST_TOLD).map((message) => ({
    code: isError ? 'E_KCONFIG_NOT_TAKEN' : 'W_KCONFIG_NOT_TAKEN',
    message,
    hint: isError
      ? 'add what it needs, or leave such configurations out: SWEEP_KCONFIG_POLICY=prune'
      : 'add what it needs, or leave such configurations out: SWEEP_KCONFIG_POLICY=prune; the reports show both values',
  }));
  if (lost.size > 0) diagnostics.push(lostWarning([...lost]));
  return diagnostics;
}

function lostWarning(lost: readonly string[]): Diagnostic {
  const names = lost.slice(0, MOST_TOLD).join(', ');
  const rest = lost.length > MOST_TOLD ? ` and ${lost.length - MOST_TOLD} more` : '';
  const what = lost.length === 1 ? 'a fixed or sourced value is' : `${lost.length} fixed or sourced values are`;
  return {
    code: 'W_KCONFIG_NOT_TAKEN',
    message: `${what} not taken by the Kconfig tree: ${names}${rest}`,
    hint: 'scripts/olddefconfig.ts --savedefconfig writes the lines that count',
  };
}

/** Returns sentences on what was left out: by reason, the most frequent first. */
export function treeNotes({ excluded, pruned, collapsed }: TreeTally): string[] {
  const notes = [...excluded].map(([{ span }, n]) => `${configurations(n)} left out by the rule ${placeOf(span)}`);
  const reasons = [...pruned].sort((a, b) => b[1] - a[1]);
  const total = reasons.reduce((sum, [, n]) => sum + n, 0);
  if (total > 0) {
    const shown = reasons.slice(0, MOST_TOLD).map(([reason, n]) => `${reason}: ${n}`);
    if (reasons.length > MOST_TOLD) shown.push('...');
    notes.push(`${configurations(total)} left out, since the Kconfig tree does not take a value: ${shown.join('; ')}`);
  }
  if (collapsed > 0) notes.push(`${configurations(collapsed)} left out, since completed they are equal to others`);
  return notes;
}

function configurations(n: number): string {
  return n === 1 ? '1 configuration is' : `${n} configurations are`;
}
