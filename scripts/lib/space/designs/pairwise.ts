// SPDX-License-Identifier: MIT
import type { Checked } from '../../core/diagnostic.ts';
import { createRng } from '../../core/rng.ts';
import { countFinal } from '../count.ts';
import type { Model } from '../model.ts';
import type { Space } from '../space.ts';
import { pointOf } from '../state.ts';
import { walk } from '../walk.ts';
import { coverPairs, type Covering } from './covering.ts';
import type { Design, Point } from '../design.ts';
import { coveringProblem, factorsOf, pointOfRow } from './factors.ts';
import { type Ending, repeated, repeatedCount } from './repeats.ts';

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
        {
          severity: 'error',
          code: 'E_PAIRWISE_SIZE',
          message,
          hint: 'take fewer values, or MODE=sobol or latin with SAMPLES=N',
        },
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
