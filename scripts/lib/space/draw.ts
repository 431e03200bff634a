// SPDX-License-Identifier: MIT
import type { Level, Model } from './model.ts';
import { operandOf } from './operand.ts';
import { activeLine, clearRow, passes, putRow, type State } from './state.ts';

/** Gives the random number from 0 (included) to 1 of a level's dimension. */
export type LevelUniforms = (level: number, dimension: number) => number;

/** Gives a level the value that its uniform numbers stand for. */
export function drawLevel(model: Model, depth: number, state: State, uniforms: LevelUniforms): void {
  const level = model.levels[depth] as Level; // callers stay inside of the levels
  const line = activeLine(level, state.slots);
  state.lines[depth] = line;
  state.rows[depth] = -1;
  if (line === undefined) clearRow(level, state.slots);
  else if (line.values.kind === 'law') {
    putRow(level, [operandOf(line.values.law.draw((dimension) => uniforms(depth, dimension)))], state.slots);
  } else {
    const index = indexOf(uniforms(depth, 0), line.values.rows.size);
    putRow(level, line.values.rows.at(index), state.slots);
    state.rows[depth] = index;
  }
}

/** Returns which of `size` equal parts of [0, 1) a number lies in. */
export function indexOf(u: number, size: number): number {
  return Math.min(size - 1, Math.floor(u * size));
}

/** Draws all levels in file order; returns false at the first rule that is broken. */
export function drawState(model: Model, state: State, uniforms: LevelUniforms): boolean {
  if (model.brokenRule !== undefined) return false;
  for (let depth = 0; depth < model.levels.length; depth += 1) {
    drawLevel(model, depth, state, uniforms);
    if (!passes(model.levels[depth] as Level, state.slots)) return false;
  }
  return true;
}

/** Uniform numbers that the levels of a model take, and where each level's begin. */
export function dimensionsOf(model: Model): { readonly starts: readonly number[]; readonly total: number } {
  const starts: number[] = [];
  let total = 0;
  for (const level of model.levels) {
    starts.push(total);
    total += level.lines.reduce(
      (max, { values }) => Math.max(max, values.kind === 'law' ? values.law.dimensions : 1),
      1,
    );
  }
  return { starts, total };
}
