// SPDX-License-Identifier: MIT
import type { Checked } from '../../core/diagnostic.ts';
import { createRng } from '../../core/rng.ts';
import { countFinal } from '../count.ts';
import type { Line, Model } from '../model.ts';
import type { Space } from '../space.ts';
import { pointOf, type State } from '../state.ts';
import { type Choices, walk } from '../walk.ts';
import { type Covering, type CoveringProblem, coverPairs, type Partial } from './covering.ts';
import type { Design, Point } from '../design.ts';
import { type Ending, repeated, repeatedCount } from './repeats.ts';
import { type Row, rowKey } from '../rows.ts';

/** Most values of all symbols together; the pairs are their square. */
const MAX_OPTIONS = 2000;

/** Candidate rows of which the best is taken, as long as the work allows it. */
const CANDIDATES = 50;

/** Further coverings that are tried for fewer rows. */
const RESTARTS = 10;

/** Steps of work for one covering, and for all of them. */
const WORK = 30_000_000;

/** A completion under rules costs about as many steps. */
const COMPLETION = 100;

/** Few configurations in which every two values stand together that can. */
export function pairwiseDesign(space: Space, seed: string): Checked<Design> {
  const sizes = space.model.levels.flatMap(({ lines }) =>
    lines.map(({ values }) => (values.kind === 'rows' ? values.rows.size : 0)),
  );
  const options = sizes.reduce((sum, size) => sum + size, 0);
  if (options > MAX_OPTIONS) {
    const message = `MODE=pairwise needs every pair of values, and there are ${options.toLocaleString('en-US')} values; it takes at most ${MAX_OPTIONS.toLocaleString('en-US')}`;
    return {
      diagnostics: [
        { code: 'E_PAIRWISE_SIZE', message, hint: 'take fewer values, or MODE=sobol or latin with SAMPLES=N' },
      ],
    };
  }
  let known: Rows | undefined;
  const rows = (): Rows => (known ??= findRows(space, `${seed}/pairwise`));
  const value: Design = {
    mode: 'pairwise',
    size: () => repeatedCount(space, { value: rows().points.length, exact: true }),
    points: () => repeated(space, yieldRows(rows())),
  };
  return { value, diagnostics: [] };
}

interface Rows {
  readonly points: readonly Point[];
  readonly undecided: number;
}

function* yieldRows({ points, undecided }: Rows): Generator<Point, Ending> {
  yield* points;
  const notes =
    undecided === 0
      ? []
      : [
          `of ${undecided} pairs of values it could not be found out whether they can stand together; they may be missing`,
        ];
  return { notes, complete: undecided === 0 };
}

function findRows(space: Space, seed: string): Rows {
  const { model } = space;
  if (model.brokenRule !== undefined) return { points: [], undecided: 0 };
  if (model.levels.length < 2) return { points: listAll(model), undecided: 0 };
  const { value, exact } = countFinal(space);
  if (exact && Number(value) === 0) return { points: [], undecided: 0 };
  const factors = factorsOf(model);
  const problem = coveringProblem(factors);
  const covering = bestCovering(
    model,
    (restart, candidates) => coverPairs(problem, createRng(`${seed}/${restart}`), candidates),
    factors.sizes,
  );
  return { points: covering.rows.map((row) => pointOfRow(factors, row)), undecided: covering.undecided };
}

function listAll(model: Model): Point[] {
  const points: Point[] = [];
  for (const state of walk(model)) points.push(pointOf(model, state));
  return points;
}

/** Tries some coverings and keeps the smallest; how many depends on the size of the problem alone. */
function bestCovering(
  model: Model,
  cover: (restart: number, candidates: number) => Covering,
  sizes: readonly number[],
): Covering {
  const ordered = [...sizes].sort((a, b) => b - a);
  const leastRows = (ordered[0] ?? 1) * (ordered[1] ?? 1);
  const isFree = model.levels.every((level) => level.checks.length === 0 && level.lines.length === 1);
  const perRow = sizes.length * sizes.reduce((a, b) => a + b, 0) * (isFree ? 1 : COMPLETION);
  const rows = leastRows * Math.max(1, Math.log2(sizes.length));
  const candidates = Math.max(1, Math.min(CANDIDATES, Math.floor(WORK / (perRow * rows))));
  const restarts = Math.max(1, Math.min(RESTARTS, Math.floor(WORK / (perRow * rows * candidates))));
  let best = cover(0, candidates);
  for (let restart = 1; restart < restarts && best.rows.length > leastRows; restart += 1) {
    const next = cover(restart, candidates);
    if (next.rows.length < best.rows.length) best = next;
  }
  return best;
}

/** What a level can be in some configuration: its distinct rows over all lines, and absent. */
interface Factors {
  readonly model: Model;
  readonly sizes: readonly number[];
  /** For each level and line the option of each row; `undefined` as line stands for absent. */
  readonly optionsOf: readonly ReadonlyMap<Line | undefined, readonly number[]>[];
}

/** Values tried to complete a row before its validity counts as unknown. */
const PATIENCE = 20_000;

/** Returns the options of each level. The rows are listed, so callers bound their number first. */
function factorsOf(model: Model): Factors {
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
function coveringProblem(factors: Factors): CoveringProblem {
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
function pointOfRow(factors: Factors, row: readonly number[]): Point {
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
