// SPDX-License-Identifier: MIT
import type { Line, Model } from '../model.ts';
import { type Row, rowKey } from '../rows.ts';
import { pointOf, type State } from '../state.ts';
import { type Choices, walk } from '../walk.ts';
import type { CoveringProblem, Partial } from './covering.ts';
import type { Point } from '../design.ts';

/** What a level can be in some configuration: its distinct rows over all lines, and absent. */
export interface Factors {
  readonly model: Model;
  readonly sizes: readonly number[];
  /** For each level and line the option of each row; `undefined` as line stands for absent. */
  readonly optionsOf: readonly ReadonlyMap<Line | undefined, readonly number[]>[];
}

/** Values tried to complete a row before its validity counts as unknown. */
const PATIENCE = 20_000;

/** Returns the options of each level. The rows are listed, so callers bound their number first. */
export function factorsOf(model: Model): Factors {
  const optionsOf = model.levels.map((level) => {
    const known = new Map<string, number>();
    const byLine = new Map<Line | undefined, readonly number[]>();
    const optionOf = (row: Row): number => {
      const key = rowKey(row.map((operand) => operand?.value));
      const option = known.get(key) ?? known.size;
      known.set(key, option);
      return option;
    };
    for (const line of level.lines) {
      if (line.values.kind !== 'rows') throw new Error('internal: a distribution cannot be listed');
      const { rows } = line.values;
      byLine.set(
        line,
        Array.from({ length: rows.size }, (_, i) => optionOf(rows.at(i))),
      );
    }
    if (level.lines.every((line) => line.condition !== undefined))
      byLine.set(undefined, [optionOf(level.group.names.map(() => undefined))]);
    return { byLine, size: known.size };
  });
  return { model, sizes: optionsOf.map((o) => o.size), optionsOf: optionsOf.map((o) => o.byLine) };
}

/** Returns the levels as factors of a covering problem. */
export function coveringProblem(factors: Factors): CoveringProblem {
  const { model, sizes } = factors;
  const isFree = model.levels.every(
    (level) => level.checks.length === 0 && level.lines.length === 1 && level.lines[0]?.condition === undefined,
  );
  if (isFree) return { sizes, complete: (partial) => partial.map((option) => option ?? 0) };
  return {
    sizes,
    complete: (partial) => {
      const step = searchRow(factors, partial).next();
      if (step.done === true) return step.value ? 'impossible' : 'unknown';
      return optionsOfState(factors, step.value);
    },
  };
}

/** Returns the configuration of a row that is known to be valid. */
export function pointOfRow(factors: Factors, row: readonly number[]): Point {
  const step = searchRow(factors, row).next();
  if (step.done === true) throw new Error('internal: a valid row was not found again');
  return pointOf(factors.model, step.value);
}

function searchRow(factors: Factors, partial: Partial): Generator<State, boolean> {
  const choose = (level: number, line: Line | undefined): Choices => {
    const options = factors.optionsOf[level]?.get(line) ?? [];
    const wanted = partial[level];
    const indexes =
      wanted === undefined ? options.map((_, i) => i) : options.flatMap((option, i) => (option === wanted ? [i] : []));
    const rows = line?.values.kind === 'rows' ? line.values.rows : undefined;
    return { size: indexes.length, at: (i) => rows?.at(indexes[i] ?? 0) ?? [], indexOf: (i) => indexes[i] ?? 0 };
  };
  return walk(factors.model, { choose, patience: PATIENCE });
}

function optionsOfState(factors: Factors, state: State): number[] {
  return factors.model.levels.map(
    (_, level) => factors.optionsOf[level]?.get(state.lines[level])?.[state.rows[level] ?? 0] ?? 0,
  );
}
