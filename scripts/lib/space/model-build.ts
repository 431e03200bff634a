// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { RangeFile } from '../range/parse.ts';
import type { Scope } from './computed.ts';
import { blocksOf, buildComputed, buildGroup, compileTest, isComputedBlock } from './groups.ts';
import type { Check, Group, Level, Line, Model, Slots } from './model.ts';
import type { Expression, Rule } from '../range/tree.ts';
import { groupBy } from '../core/grouped.ts';

/** Returns the model of a file; what does not fit together is added to `diagnostics`. */
export function buildModel(file: RangeFile, diagnostics: Diagnostic[], keepsSingles = false): Model {
  const blocks = blocksOf(file.definitions);
  const slotOf = new Map<string, number>();
  for (const block of blocks)
    if (!isComputedBlock(block)) for (const name of block.names) slotOf.set(name, slotOf.size);
  const scope: Scope = { slotOf, computed: new Map() };
  const base: Slots = new Array<undefined>(slotOf.size).fill(undefined);
  const levelOfSlot = new Map<number, number>();
  const varying: Varying[] = [];
  const groups = blocks.map((block): Group => {
    if (isComputedBlock(block)) return buildComputed(block, scope, diagnostics);
    const group = buildGroup(block, scope, diagnostics);
    const lines = reachableLines(group.lines, base, levelOfSlot);
    const fixed = fixedLine(lines, keepsSingles);
    if (fixed === undefined) {
      for (const slot of group.slots) levelOfSlot.set(slot, varying.length);
      varying.push({ group, lines });
      return group;
    }
    if (fixed !== null) fillSlots(base, group, fixed);
    return { ...group, fixed };
  });
  const placed = placeChecks(file.rules, scope, base, levelOfSlot);
  const levels = buildLevels(varying, placed, levelOfSlot);
  return { groups, levels, base, brokenRule: placed.brokenRule, slotOf, helpers: file.helpers };
}

/**
 * Returns a model with its levels in another order, in which each line still stands behind all that its condition looks
 * at. From level `forgetful` on no situation is remembered: choices there are not known by their rows alone.
 */
export function reordered(model: Model, order: readonly number[], forgetful: number): Model {
  const levels = order.map((depth) => model.levels[depth] as Level); // an order of all levels
  const levelOfSlot = new Map(levels.flatMap(({ group }, at) => group.slots.map((slot) => [slot, at] as const)));
  const checks = model.levels.flatMap((level) => level.checks);
  const byLevel = groupBy(checks, (check) => lastLevel(check, levelOfSlot));
  const placed = { byLevel, brokenRule: model.brokenRule };
  const built = buildLevels(levels, placed, levelOfSlot);
  return { ...model, levels: built.map((level, at) => (at < forgetful ? level : { ...level, live: undefined })) };
}

interface Varying {
  readonly group: Group;
  readonly lines: readonly Line[];
}

/** Leaves out lines whose conditions look only at what never changes and do not hold, and all behind one that does. */
function reachableLines(lines: readonly Line[], base: Slots, levelOfSlot: ReadonlyMap<number, number>): Line[] {
  const reachable: Line[] = [];
  for (const line of lines) {
    const { condition, ...unconditional } = line;
    if (condition === undefined) return [...reachable, line];
    if (line.conditionSlots.some((slot) => levelOfSlot.has(slot))) reachable.push(line);
    else if (condition(base)) return [...reachable, { ...unconditional, conditionSlots: [] }];
  }
  return reachable;
}

/** The line that gives a group its only values, null when it never has any, undefined when it varies. */
function fixedLine(lines: readonly Line[], keepsSingles: boolean): Line | null | undefined {
  const [first] = lines;
  if (first === undefined) return null;
  if (first.condition !== undefined || first.values.kind !== 'rows') return undefined;
  const { size, duplicates } = first.values.rows;
  return size === 1 && !(keepsSingles && duplicates > 0) ? first : undefined;
}

function fillSlots(base: Slots, group: Group, line: Line): void {
  if (line.values.kind !== 'rows') return;
  const row = line.values.rows.at(0);
  for (const [i, slot] of group.slots.entries()) base[slot] = row[i];
}

function buildLevels(
  varying: readonly Varying[],
  placed: PlacedChecks,
  levelOfSlot: ReadonlyMap<number, number>,
): Level[] {
  const looksAt = varying.map(({ lines }, level) => {
    const slots = [
      ...lines.flatMap((line) => line.conditionSlots),
      ...(placed.byLevel.get(level) ?? []).flatMap((c) => c.slots),
    ];
    return [...new Set(slots.flatMap((slot) => levelOfSlot.get(slot) ?? []))];
  });
  const live = liveLevels(looksAt);
  const lastUse = lastUses(looksAt);
  return varying.map(({ group, lines }, level) => {
    const checks = placed.byLevel.get(level) ?? [];
    return {
      group,
      lines,
      checks,
      isReferenced: checks.length > 0 || (lastUse[level] ?? level) > level,
      live: live[level],
    };
  });
}

/** Checks by the level at which all their symbols are known, and the first rule that can never be satisfied. */
interface PlacedChecks {
  readonly byLevel: ReadonlyMap<number, readonly Check[]>;
  readonly brokenRule: number | undefined;
}

/** Splits rules into parts and places each at the earliest level where it can be tested. */
function placeChecks(
  rules: readonly Rule[],
  scope: Scope,
  base: Slots,
  levelOfSlot: ReadonlyMap<number, number>,
): PlacedChecks {
  const byLevel = groupBy(
    rules.flatMap((rule, index) => checksOf(rule, index, scope)),
    (check) => lastLevel(check, levelOfSlot),
  );
  return { byLevel, brokenRule: byLevel.get(-1)?.find((check) => !check.test(base))?.rule };
}

/** The level from which on all slots of a check are known; -1 where none of them varies. */
function lastLevel({ slots }: Check, levelOfSlot: ReadonlyMap<number, number>): number {
  return slots.reduce((max, slot) => Math.max(max, levelOfSlot.get(slot) ?? -1), -1);
}

/** `depends on A && B` is two checks, and so is `exclude if A || B`: each prunes as early as it can. */
function checksOf(rule: Rule, index: number, scope: Scope): Check[] {
  const parts = partsOf(rule.expression, rule.kind === 'depends' ? 'and' : 'or');
  return parts.map((part) => {
    const { test, slots } = compileTest(part, scope);
    return { rule: index, slots, test: rule.kind === 'depends' ? test : (values) => !test(values) };
  });
}

function partsOf(expression: Expression, kind: 'and' | 'or'): Expression[] {
  if (expression.kind !== kind) return [expression];
  return expression.operands.flatMap((operand) => partsOf(operand, kind));
}

/** Levels that are remembered at most; beyond them equal situations are too rare to be worth looking for. */
const MAX_LIVE = 64;

/**
 * Returns for each level the earlier levels that it or a later one looks at, or undefined when they are many.
 * `looksAt` lists for each level the levels its conditions and checks look at.
 */
function liveLevels(looksAt: readonly (readonly number[])[]): (readonly number[] | undefined)[] {
  const lastUse = lastUses(looksAt);
  const ending: number[][] = looksAt.map(() => []);
  for (const [level, use] of lastUse.entries()) ending[use]?.push(level);
  const live = new Set<number>();
  return looksAt.map((_, level) => {
    if (level > 0 && (lastUse[level - 1] ?? 0) >= level) live.add(level - 1);
    for (const ended of ending[level - 1] ?? []) live.delete(ended);
    return live.size <= MAX_LIVE ? [...live] : undefined;
  });
}

/** The last level that looks at each level; its own number when none does. */
function lastUses(looksAt: readonly (readonly number[])[]): number[] {
  const lastUse = looksAt.map((_, level) => level);
  for (const [level, used] of looksAt.entries()) {
    for (const other of used) lastUse[other] = Math.max(lastUse[other] ?? 0, level);
  }
  return lastUse;
}
