// SPDX-License-Identifier: MIT
// What a call must do about each run, from the words of docs/stages.md alone, by going round until nothing changes. It knows
// nothing of the planner: no order, no recursion, no shared code but the shape of a random run.
import type { GraphRun } from './random-graph.ts';

/** `run REASON`, `blocked BY`, or `rest`. */
export type Verdict = string;

const GOOD = new Set(['done', 'stopped']);

/** Returns the verdict on each run, and how each stands when all that was started has ended. */
export function bruteForce(graph: readonly GraphRun[]): {
  plan: ReadonlyMap<string, Verdict>;
  end: ReadonlyMap<string, string>;
} {
  const byId = new Map(graph.map((run) => [run.id, run]));
  const needsOf = (run: GraphRun): GraphRun[] => run.needs.flatMap((id) => byId.get(id) ?? []);

  const forced = new Set<string>(graph.filter((r) => r.isForced).map((r) => r.id));
  untilStill(() =>
    addAll(
      forced,
      graph.filter((r) => r.needs.some((n) => forced.has(n))).map((r) => r.id),
    ),
  );

  const reasonOf = (run: GraphRun): string | undefined => {
    if (run.status === 'running') return undefined;
    if (forced.has(run.id)) {
      const by = run.needs.find((n) => forced.has(n));
      return run.isForced ? 'forced' : `forced: needs ${by}`;
    }
    if (run.status === 'pending') return run.tried ? 'unfinished' : 'new';
    if (run.hasAgain) return 'RERUN';
    if (run.status === 'blocked') return 'unblocked';
    return run.status === 'cancelled' ? 'unfinished' : undefined;
  };
  const started = new Map<string, string>();
  for (const run of graph) {
    const reason = reasonOf(run);
    if (reason !== undefined && (run.isIncluded || forced.has(run.id))) started.set(run.id, reason);
  }
  untilStill(() => {
    let changed = false;
    for (const run of graph) {
      if (!started.has(run.id)) continue;
      for (const need of needsOf(run)) {
        if (started.has(need.id) || need.status === 'running') continue;
        const reason =
          reasonOf(need) ??
          (GOOD.has(need.status) && need.lost.length > 0 ? `missing output: ${need.lost.join(', ')}` : undefined);
        if (reason === undefined) continue;
        started.set(need.id, reason);
        changed = true;
      }
    }
    return changed;
  });

  const bySweepOrder = (ids: Iterable<string>): string =>
    graph
      .filter((r) => new Set(ids).has(r.id))
      .map((r) => r.id)
      .join(', ');
  /** A run that cannot start is nobody's root: those that keep it from starting are. Needs stand before what needs them. */
  const rootsAt = (isBad: (run: GraphRun) => boolean): Map<string, Set<string>> => {
    const roots = new Map<string, Set<string>>();
    for (const run of graph) {
      const mine = new Set<string>();
      if (started.has(run.id))
        for (const need of needsOf(run)) {
          const theirs = roots.get(need.id) ?? new Set();
          addAll(mine, theirs.size > 0 ? [...theirs] : isBad(need) ? [need.id] : []);
        }
      roots.set(run.id, mine);
    }
    return roots;
  };

  const isBadNow = (run: GraphRun): boolean =>
    !started.has(run.id) && run.status !== 'running' && !GOOD.has(run.status);
  const planned = rootsAt(isBadNow);
  const plan = new Map<string, Verdict>();
  for (const run of graph) {
    const by = planned.get(run.id) ?? new Set();
    if (!started.has(run.id)) plan.set(run.id, 'rest');
    else plan.set(run.id, by.size > 0 ? `blocked by ${bySweepOrder(by)}` : `run ${started.get(run.id)}`);
  }

  const isBadInTheEnd = (run: GraphRun): boolean =>
    isBadNow(run) || ((started.has(run.id) || run.status === 'running') && !run.endsWell);
  const atEnd = rootsAt(isBadInTheEnd);
  const end = new Map<string, string>();
  for (const run of graph) {
    const by = atEnd.get(run.id) ?? new Set();
    if (by.size > 0) end.set(run.id, `blocked by ${bySweepOrder(by)}`);
    else if (started.has(run.id) || run.status === 'running') end.set(run.id, run.endsWell ? 'done' : 'failed');
    else end.set(run.id, run.status);
  }
  return { plan, end };
}

function untilStill(step: () => boolean): void {
  while (step());
}

function addAll(set: Set<string>, items: readonly string[]): boolean {
  const before = set.size;
  for (const item of items) set.add(item);
  return set.size > before;
}
