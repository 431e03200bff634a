// SPDX-License-Identifier: MIT
import type { Model } from './model.ts';
import type { State } from './state.ts';

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
