// SPDX-License-Identifier: MIT
import { createRng } from '../../core/rng.ts';
import type { Uniforms } from '../laws/index.ts';
import type { Level, Line, Model } from '../model.ts';
import { reordered } from '../model-build.ts';
import { operandOf } from '../operand.ts';
import type { Row } from '../rows.ts';
import type { Space } from '../space.ts';
import { pointOf, type State, stateKey } from '../state.ts';
import { tally } from '../tally.ts';
import { allRows, type Choices, walk } from '../walk.ts';
import type { Design, Point } from '../design.ts';
import { type Ending, GAVE_UP, repeated, repeatedCount } from './repeats.ts';

/** Values tried to count the cells of a grid. */
const BUDGET = 2_000_000;

/**
 * The same draws in every cell of the grid of the other symbols, the draw fastest. A draw that breaks a rule in a cell is
 * left out there; more samples only add draws. Symbols whose lines look at a drawn one are listed within the draw.
 */
export function drawsDesign(space: Space, samples: number, seed: string): Design {
  const plan = planOf(space.model);
  return {
    mode: 'combination',
    size: () => repeatedCount(space, { value: cellsOf(plan) * samples, exact: false }),
    points: () => repeated(space, drawPoints(plan, samples, `${seed}/draws`)),
  };
}

/** The levels of a model with all that is drawn, or looks at what is drawn, behind the grid. */
interface Plan {
  readonly model: Model;
  /** The same model with the grid first. */
  readonly ordered: Model;
  /** For each level of `ordered` its place in the model. */
  readonly order: readonly number[];
  /** Number of levels of the grid. */
  readonly cells: number;
}

function planOf(model: Model): Plan {
  const drawn = new Set<number>();
  const behind: number[] = [];
  const levels = [...model.levels.keys()];
  for (const depth of levels) {
    const level = model.levels[depth] as Level; // a key of the levels
    const isDrawn = hasLaw(level);
    if (!isDrawn && !level.lines.some((line) => line.conditionSlots.some((slot) => drawn.has(slot)))) continue;
    for (const slot of level.group.slots) drawn.add(slot);
    behind.push(depth);
  }
  const grid = levels.filter((depth) => !behind.includes(depth));
  // What is drawn comes before what is listed within a draw, so that the first of it may count the draws.
  const order = [...grid, ...behind];
  return { model, order, cells: grid.length, ordered: reordered(model, order, grid.length) };
}

function hasLaw(level: Level): boolean {
  return level.lines.some((line) => line.values.kind === 'law');
}

function cellsOf({ ordered, cells }: Plan): number {
  const grid: Model = { ...ordered, levels: ordered.levels.slice(0, cells) };
  if (cells === 0) return 1;
  const histogram = tally(grid, { classes: 1, classOf: () => 0, isPruned: true, budget: BUDGET });
  return histogram === undefined ? Infinity : Number(histogram[1] ?? 0n);
}

function* drawPoints(plan: Plan, samples: number, seed: string): Generator<Point, Ending> {
  const { model, ordered, cells } = plan;
  const draws = newDraws(seed);
  let draw = 0;
  const choose = (depth: number, line: Line | undefined): Choices => {
    if (depth < cells) return allRows(depth, line);
    const level = ordered.levels[depth] as Level; // the walk stays inside of the levels
    const rowOf = (): Row =>
      line?.values.kind === 'law'
        ? [operandOf(line.values.law.draw(draws(draw, level.group.names.join(','))))]
        : level.group.names.map(() => undefined);
    if (depth === cells) {
      // The first level behind the grid counts the draws, whether it has a value in this cell or not.
      return {
        size: samples,
        at: (index) => {
          draw = index;
          return rowOf();
        },
      };
    }
    return line?.values.kind === 'rows' ? line.values.rows : { size: 1, at: rowOf };
  };
  const states = walk(ordered, { choose });
  const seen = new Set<string>();
  const left = { emitted: 0, equal: 0, visited: 0 };
  let cell = '';
  for (let step = states.next(); ; step = states.next()) {
    if (step.done === true) return endingOf(plan, samples, left, step.value);
    const here =
      step.value.rows.slice(0, cells).join(',') +
      step.value.lines
        .slice(0, cells)
        .map((l) => l?.span.offset)
        .join(',');
    if (here !== cell || left.visited === 0) {
      cell = here;
      left.visited += 1;
      seen.clear();
    }
    const key = stateKey(ordered, step.value);
    if (seen.has(key)) {
      left.equal += 1;
      continue;
    }
    seen.add(key);
    left.emitted += 1;
    yield pointOf(model, inFileOrder(plan, step.value));
  }
}

/** What became of the draws of all cells. */
interface Left {
  emitted: number;
  /** Draws that are equal to an earlier one of their cell. */
  equal: number;
  /** Cells in which some draw is valid. */
  visited: number;
}

function endingOf(plan: Plan, samples: number, left: Left, complete: boolean): Ending {
  const notes = complete ? [] : [GAVE_UP];
  const { ordered, cells } = plan;
  if (left.equal > 0)
    notes.push(
      `${left.equal} ${left.equal === 1 ? 'draw equals' : 'draws equal'} an earlier one of the cell and counts once`,
    );
  const isCounted = ordered.levels.slice(cells).every(hasLaw);
  if (complete && isCounted) {
    const broken = cellsOf(plan) * samples - left.emitted - left.equal;
    if (Number.isFinite(broken) && broken > 0)
      notes.push(`${broken} ${broken === 1 ? 'draw breaks' : 'draws break'} a rule in its cell and is left out there`);
  }
  return { notes, complete };
}

function inFileOrder({ order }: Plan, state: State): State {
  const lines = order.map((): Line | undefined => undefined);
  const rows = order.map(() => -1);
  for (const [at, depth] of order.entries()) {
    lines[depth] = state.lines[at];
    rows[depth] = state.rows[at] ?? -1;
  }
  return { slots: state.slots, lines, rows };
}

/** The uniform numbers of a draw, by symbol: the same in every cell, whatever else the file sweeps. */
function newDraws(seed: string): (draw: number, symbol: string) => Uniforms {
  let known = { draw: -1, bySymbol: new Map<string, number[]>() };
  return (draw, symbol) => {
    if (known.draw !== draw) known = { draw, bySymbol: new Map() };
    const numbers = known.bySymbol.get(symbol) ?? [];
    known.bySymbol.set(symbol, numbers);
    return (dimension) => {
      if (numbers.length <= dimension) {
        const rng = createRng(`${seed}/${draw}/${symbol}`);
        numbers.length = 0;
        for (let i = 0; i <= dimension + 16; i += 1) numbers.push(rng.float());
      }
      return numbers[dimension] ?? 0;
    };
  };
}
