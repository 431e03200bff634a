// SPDX-License-Identifier: MIT
import type { Span } from '../core/source.ts';
import { type Assignment, valueKey } from '../core/value.ts';
import type { Point } from './design.ts';
import type { Level, Line, Model, Slots } from './model.ts';
import type { Row } from './rows.ts';

/** A configuration in the making: values by slot, and for each level the line and row they come from. */
export interface State {
  readonly slots: Slots;
  /** Undefined where the symbols of a level are absent. */
  readonly lines: (Line | undefined)[];
  /** Row of the line; -1 for absent symbols and for drawn values. */
  readonly rows: number[];
}

/** Returns a state in which only what never changes has a value. */
export function newState(model: Model): State {
  return { slots: [...model.base], lines: model.levels.map(() => undefined), rows: model.levels.map(() => -1) };
}

/** Returns the line that gives a level its values: the first whose condition holds, or undefined for none (absent). */
export function activeLine(level: Level, slots: Slots): Line | undefined {
  for (const line of level.lines) {
    if (line.condition === undefined || line.condition(slots)) return line;
  }
  return undefined;
}

/** Gives the symbols of a level their values. */
export function putRow(level: Level, row: Row, slots: Slots): void {
  const { slots: targets } = level.group;
  for (let i = 0; i < targets.length; i += 1) slots[targets[i] as number] = row[i]; // same length by construction
}

/** Makes the symbols of a level absent. */
export function clearRow(level: Level, slots: Slots): void {
  for (const slot of level.group.slots) slots[slot] = undefined;
}

/** Tells whether all checks hold that can be tested once a level has its values. */
export function passes(level: Level, slots: Slots): boolean {
  for (const check of level.checks) if (!check.test(slots)) return false;
  return true;
}

/** Returns a text that two states of one model share exactly when they are the same configuration. */
export function stateKey(model: Model, state: State): string {
  let key = '';
  for (const [i, level] of model.levels.entries()) {
    const line = state.lines[i];
    if (line === undefined) key += '-;';
    else if (line.values.kind === 'rows') key += `${level.lines.indexOf(line)},${state.rows[i]};`;
    else {
      const value = state.slots[level.group.slots[0] ?? 0]?.value;
      key += `${value === undefined ? '' : valueKey(value)};`;
    }
  }
  return key;
}

/** Returns the configuration of a state, in file order. */
export function pointOf(model: Model, state: State): Point {
  const assignments: Assignment[] = [];
  const lines: Span[] = [];
  const helpers: Assignment[] = [];
  let level = 0;
  for (const group of model.groups) {
    if (group.computed !== undefined) {
      const value = group.computed.get(state.slots)?.value;
      const line = group.computed.lineOf(state.slots);
      const name = group.names[0] ?? '';
      if (value === undefined || line === undefined) continue;
      if (model.helpers.has(name)) helpers.push({ name, value });
      else {
        assignments.push({ name, value });
        lines.push(line);
      }
      continue;
    }
    const line = group.fixed === undefined ? state.lines[level++] : group.fixed;
    if (line === undefined || line === null) continue;
    for (const [i, name] of group.names.entries()) {
      const value = state.slots[group.slots[i] as number]?.value; // one slot a name
      if (value === undefined) continue;
      if (model.helpers.has(name)) helpers.push({ name, value });
      else {
        assignments.push({ name, value });
        lines.push(line.span);
      }
    }
  }
  return helpers.length === 0 ? { assignments, lines } : { assignments, lines, helpers };
}

/**
 * Returns a key of all that the rest of a walk depends on when it enters a level: the choices of the earlier levels
 * that later conditions and rules look at. Undefined when they are too many to be worth remembering.
 */
export function situationKey(model: Model, depth: number, state: State): string | number | undefined {
  const live = model.levels[depth]?.live;
  if (live === undefined) return undefined;
  const [first, second] = live;
  if (first === undefined) return 0;
  if (second === undefined) return choiceKey(model, first, state);
  let key = '';
  for (const level of live) key += `${choiceKey(model, level, state)},`;
  return key;
}

/** A number for the line and row of a level; absent is -1. */
function choiceKey(model: Model, depth: number, state: State): number {
  const line = state.lines[depth];
  if (line === undefined) return -1;
  const lines = model.levels[depth]?.lines ?? [];
  return (state.rows[depth] ?? 0) * lines.length + (lines.length === 1 ? 0 : lines.indexOf(line));
}
