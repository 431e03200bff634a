// SPDX-License-Identifier: MIT
import type { Span } from '../core/source.ts';
import { estimateCounts } from './estimate.ts';
import type { Line, Model } from './model.ts';
import type { Count, Space } from './space.ts';
import { tally } from './tally.ts';

/** What sweep-list prints: how many configurations are left after each step. */
export interface SpaceCounts {
  /** Product of the numbers of values of all axes. */
  readonly raw: Count;
  /** After `if` conditions: absent symbols make configurations equal, and equal ones count once. */
  readonly conditioned: Count;
  readonly rules: readonly RuleCount[];
  /** After all rules, each repeat counted. */
  readonly final: Count;
  /** Values that were left out because an equal one stands before them. */
  readonly duplicates: number;
}

/** The count after a rule and all rules above it. */
export interface RuleCount {
  readonly text: string;
  readonly span: Span;
  readonly count: Count;
}

/** Values tried before a count becomes an estimate. */
const BUDGET = 10_000_000;

/** Rules that are counted one by one; of more, only the last count is exact. */
const MAX_EXACT_RULES = 64;

/** Returns the counts of a space: exact as long as that takes some seconds at most, else estimates, marked so. */
export function countSpace(space: Space): SpaceCounts {
  const { model, file } = space;
  const steps = countSteps(model, file.rules.length);
  const final = countFinal(space);
  const times = BigInt(space.repeats?.count ?? 1);
  const rules = file.rules.map((rule, i): RuleCount => {
    const { source, offset, length } = rule.span;
    const count = i === file.rules.length - 1 ? final : (steps[i + 1] ?? final);
    return { text: source.text.slice(offset, offset + length), span: rule.span, count: multiplied(count, times) };
  });
  return {
    raw: multiplied(rawCount(model), times),
    conditioned: multiplied(steps[0] ?? final, times),
    rules,
    final: multiplied(final, times),
    duplicates: countDuplicates(model),
  };
}

/** Counts are asked for by the listing, by the design and by its bounds: each model is counted once. */
const finals = new WeakMap<Model, Count>();

/** Returns the number of valid configurations, each repeat counted once. */
export function countFinal({ model }: Space): Count {
  const known = finals.get(model) ?? computeFinal(model);
  finals.set(model, known);
  return known;
}

/** Models that could not be counted rule by rule: without pruning another pass would fail as well. */
const tooLarge = new WeakSet<Model>();

/** Tells whether some rule can be tested before the last symbol is known. */
function canPrune({ levels }: Model): boolean {
  const checked = levels.flatMap((level, i) => (level.checks.length > 0 ? [i] : []));
  return levels.findLastIndex((level) => level.isReferenced) > (checked[0] ?? levels.length);
}

function computeFinal(model: Model): Count {
  if (model.brokenRule !== undefined) return { value: 0n, exact: true };
  if (!hasLaws(model) && (!tooLarge.has(model) || canPrune(model))) {
    const histogram = tally(model, { classes: 1, classOf: () => 0, isPruned: true, budget: BUDGET });
    if (histogram !== undefined) return { value: histogram[1] ?? 0n, exact: true };
  }
  return { value: estimated(model, 1 + maxRule(model)).at(-1) ?? 0, exact: false };
}

/** Tells whether a level of the model can be drawn from a distribution. */
export function hasLaws(model: Model): boolean {
  return model.levels.some((level) => level.lines.some((line) => line.values.kind === 'law'));
}

/** Entry k: the number of configurations that satisfy the first k rules. */
function countSteps(model: Model, rules: number): Count[] {
  if (!hasLaws(model) && rules <= MAX_EXACT_RULES) {
    const histogram = tally(model, { classes: rules, classOf: (rule) => rule, isPruned: false, budget: BUDGET });
    if (histogram !== undefined) {
      const counts = survivors(histogram, model.brokenRule ?? rules);
      const last = counts.at(-1);
      if (last !== undefined) finals.set(model, last);
      return counts;
    }
    tooLarge.add(model);
  }
  return estimated(model, rules).map((value) => ({ value, exact: false }));
}

/** The steps and the final count mostly ask for the same. */
const estimates = new WeakMap<Model, { readonly rules: number; readonly counts: readonly number[] }>();

function estimated(model: Model, rules: number): readonly number[] {
  const known = estimates.get(model);
  if (known?.rules === rules) return known.counts;
  const counts = estimateCounts(model, rules);
  estimates.set(model, { rules, counts });
  return counts;
}

function survivors(histogram: readonly bigint[], broken: number): Count[] {
  return histogram.map((_, k) => {
    const value = k > broken ? 0n : histogram.slice(k).reduce((sum, n) => sum + n, 0n);
    return { value, exact: true };
  });
}

function maxRule(model: Model): number {
  return model.levels.reduce((max, level) => level.checks.reduce((m, check) => Math.max(m, check.rule), max), -1);
}

/** Product over all axes of the number of their values, whatever line they stand in. */
function rawCount(model: Model): Count {
  const sizes = model.levels.map(({ group }) => group.lines.reduce((sum, line) => sum + sizeOf(line), 0));
  if (sizes.some((size) => !Number.isSafeInteger(size)))
    return { value: sizes.reduce((a, b) => a * b, 1), exact: false };
  return { value: sizes.reduce((product, size) => product * BigInt(size), 1n), exact: true };
}

function sizeOf({ values }: Line): number {
  return values.kind === 'rows' ? values.rows.size : values.law.size;
}

function countDuplicates(model: Model): number {
  return model.groups.reduce(
    (sum, group) =>
      group.lines.reduce((s, { values }) => s + (values.kind === 'rows' ? values.rows.duplicates : 0), sum),
    0,
  );
}

function multiplied({ value, exact }: Count, times: bigint): Count {
  return { value: typeof value === 'bigint' ? value * times : value * Number(times), exact };
}
