// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { RangeFile } from '../range/parse.ts';
import { placeChecks, type PlacedChecks } from './checks.ts';
import type { Scope } from './computed.ts';
import { blocksOf, buildComputed, buildGroup, isComputedBlock } from './groups.ts';
import { lastUses, liveLevels } from './live.ts';
import type { Check, Group, Level, Line, Model, Slots } from './model.ts';

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
  const byLevel = new Map<number, Check[]>();
  for (const check of model.levels.flatMap((level) => level.checks)) {
    const at = check.slots.reduce((max, slot) => Math.max(max, levelOfSlot.get(slot) ?? -1), -1);
    const checks = byLevel.get(at) ?? [];
    checks.push(check);
    byLevel.set(at, checks);
  }
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
