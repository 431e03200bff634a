// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Design, DesignSummary, Point } from '../space/designs/index.ts';
import {
  completePoints,
  newTally,
  type TreeSweep,
  type TreeSweepInput,
  treeDiagnostics,
  treeNotes,
} from './tree-sweep.ts';

/** Points that are completed at most: beyond, whoever asks has to ask for fewer. */
const MOST_COMPLETED = 200_000;

/** Returns a design whose points are completed by a Kconfig tree, without those that it prunes and without equal ones. */
export function treeDesign(
  design: Design,
  sweep: TreeSweep,
  input: Pick<TreeSweepInput, 'tree' | 'policy'>,
  mostCompleted = MOST_COMPLETED,
): Design {
  return {
    mode: design.mode,
    // At most as many as before: how many the tree leaves out shows when they are gone through.
    size: () => ({ value: design.size().value, exact: false }),
    *points() {
      const tally = newTally();
      let summary: DesignSummary | undefined;
      let taken = 0;
      function* bounded(): Generator<Point> {
        const points = design.points();
        for (let step = points.next(); ; step = points.next()) {
          if (step.done === true) {
            summary = step.value;
            return;
          }
          if (taken >= mostCompleted) return;
          taken += 1;
          yield step.value;
        }
      }
      let count = 0;
      for (const { point, text, assignments, requested } of completePoints(bounded(), sweep, input, tally)) {
        count += 1;
        yield { assignments, lines: linesOf(point, assignments), completed: text, requested };
      }
      const diagnostics = treeDiagnostics(tally, input.policy);
      if (summary === undefined) diagnostics.push(tooMany(mostCompleted));
      return {
        notes: [...(summary?.notes ?? []), ...treeNotes(tally)],
        points: count,
        complete: summary?.complete ?? false,
        diagnostics,
      };
    },
  };
}

/** The lines of the symbols that still have a value. */
function linesOf(point: Point, assignments: Point['assignments']): Point['lines'] {
  const left = new Set(assignments.map(({ name }) => name));
  return point.lines.filter((_, i) => left.has(point.assignments[i]?.name ?? ''));
}

function tooMany(most: number): Diagnostic {
  return {
    code: 'E_LIMIT',
    message: `more than ${most.toLocaleString('en-US')} configurations would have to be completed by the Kconfig tree`,
    hint: 'sweep fewer values, write depends on lines for what the tree prunes, or draw some: MODE=random SAMPLES=N',
  };
}
