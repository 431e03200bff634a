// SPDX-License-Identifier: MIT
import { groupBy } from '../../core/grouped.ts';

/** A run of a stage, as far as the stages that need it must know it. */
export interface NeededRun {
  /** Which values the symbols above all stages have. */
  readonly shared: number;
  /** For each stage of the file the index of its run that this one is or is built upon; -1 for other stages. */
  readonly at: readonly number[];
}

/** Runs that a run of a stage needs: one of each stage, and the values above all stages that they agree on. */
export type NeedsRow = NeededRun;

/** A stage that is needed, with its runs. */
interface Needed {
  /** Its index in the file. */
  readonly stage: number;
  readonly runs: readonly NeededRun[];
}

/**
 * Returns every way to choose one run of each needed stage so that all agree: on the values above all stages, and on
 * the run of every stage that several are built upon (a natural join). In the order of the first need, then the second.
 */
export function* joinNeeds(needed: readonly Needed[], stages: number): Generator<NeedsRow> {
  const known = new Set<number>();
  const steps = needed.map(({ runs }) => {
    const own = new Set(stagesOf(runs));
    const common = [...own].filter((stage) => known.has(stage)).sort((a, b) => a - b);
    for (const stage of own) known.add(stage);
    return { runs, common, byKey: indexOf(runs, common) };
  });
  yield* extend(steps, 0, { shared: -1, at: new Array<number>(stages).fill(-1) });
}

interface Step {
  readonly runs: readonly NeededRun[];
  /** Stages that this need and those before it are built upon. */
  readonly common: readonly number[];
  readonly byKey: ReadonlyMap<string, readonly NeededRun[]>;
}

function* extend(steps: readonly Step[], depth: number, row: NeedsRow): Generator<NeedsRow> {
  const step = steps[depth];
  if (step === undefined) {
    yield row;
    return;
  }
  const fitting = depth === 0 ? step.runs : (step.byKey.get(keyOf(row, step.common)) ?? []);
  for (const run of fitting) {
    const at = row.at.map((index, stage) => (index === -1 ? (run.at[stage] ?? -1) : index));
    yield* extend(steps, depth + 1, { shared: run.shared, at });
  }
}

/** All runs of a stage are built upon the same stages. */
function stagesOf(runs: readonly NeededRun[]): readonly number[] {
  const [first] = runs;
  return first === undefined ? [] : first.at.flatMap((index, stage) => (index === -1 ? [] : [stage]));
}

function indexOf(runs: readonly NeededRun[], common: readonly number[]): ReadonlyMap<string, readonly NeededRun[]> {
  return groupBy(runs, (run) => keyOf(run, common));
}

function keyOf({ shared, at }: NeededRun, common: readonly number[]): string {
  return [shared, ...common.map((stage) => at[stage])].join(' ');
}
