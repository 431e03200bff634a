// SPDX-License-Identifier: MIT
// DETACH hands runs over before their needs are done. Those that found their needs not done come back to a later runner in any order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunId } from '../../../../scripts/lib/core/hash.ts';
import { createRng, shuffled } from '../../../../scripts/lib/core/rng.ts';
import type { RunStatus } from '../../../../scripts/lib/run/outcome.ts';
import { openGate } from '../../../../scripts/lib/run/stages/gate.ts';
import { planSteps } from '../../../../scripts/lib/run/stages/plan.ts';
import type { RunState } from '../../../../scripts/lib/run/state.ts';
import { type GraphRun, randomGraph, stateOf } from '../random-graph.ts';

/** Plays the end of a sweep that was handed over whole: each run ends as its task would end it, told in a random order. */
function settle(graph: readonly GraphRun[], seed: string): ReadonlyMap<string, string> {
  const runs = new Map(graph.map((run) => [run.id as RunId, { ...stateOf(run), status: 'running' as RunStatus }]));
  const asking = { again: () => undefined, forces: () => false, lostOutputs: () => [] };
  const gate = openGate(planSteps({ runs, includes: () => true, ...asking }), runs);
  assert.deepEqual([gate.ready, gate.held()], [[], []], 'all of them are under way');
  const ended = new Map<string, 'done' | 'failed' | 'unbegun'>();
  for (const run of graph) {
    const isMet = run.needs.every((id) => ended.get(id) === 'done');
    ended.set(run.id, !isMet ? 'unbegun' : run.endsWell ? 'done' : 'failed');
  }
  const end = new Map<string, string>();
  const put = (run: RunId, status: RunStatus, blockedBy: readonly RunId[] = []): void => {
    const before: RunState = runs.get(run) ?? assert.fail();
    runs.set(run, { ...before, status, blockedBy });
    end.set(run, blockedBy.length === 0 ? status : `blocked by ${blockedBy.join(', ')}`);
  };
  for (const { id } of shuffled(graph, createRng(seed))) {
    const run = id as RunId;
    const how = ended.get(id) ?? assert.fail();
    put(run, how === 'unbegun' ? 'cancelled' : how);
    const news = how === 'unbegun' ? gate.returned(run) : gate.ended(run, how === 'done');
    for (const { run: other, by } of news.blocked) put(other, 'blocked', by);
    assert.deepEqual(news.ready, [], 'nothing of it can start: something that it needs has failed');
  }
  return end;
}

test('two thousand sweeps end the same in whatever order their ends are told, and every run that could not begin names what failed', () => {
  const rng = createRng('returned');
  let blocked = 0;
  for (let i = 0; i < 2000; i += 1) {
    const graph = randomGraph(rng);
    const byId = new Map(graph.map((run) => [run.id, run]));
    /** Runs that failed themselves, among all that a run is built upon, where nothing below them did. */
    const rootsOf = (run: GraphRun): readonly string[] =>
      graph.flatMap(({ id }) => (run.needs.some((need) => reaches(need, id)) && isRoot(id) ? [id] : []));
    const reaches = (from: string, to: string): boolean =>
      from === to || (byId.get(from)?.needs ?? []).some((need) => reaches(need, to));
    const isRoot = (id: string): boolean => {
      const run = byId.get(id) ?? assert.fail();
      return !run.endsWell && rootsOf(run).length === 0;
    };
    const expected = new Map(
      graph.map((run) => {
        const roots = rootsOf(run);
        if (roots.length > 0) blocked += 1;
        return [run.id, roots.length > 0 ? `blocked by ${roots.join(', ')}` : run.endsWell ? 'done' : 'failed'];
      }),
    );
    for (const seed of ['a', 'b', 'c'])
      assert.deepEqual(
        [...settle(graph, `${i}/${seed}`)].sort(),
        [...expected].sort(),
        `sweep ${i}: ${JSON.stringify(graph)}`,
      );
  }
  assert.ok(blocked > 2000, `${blocked} were blocked`);
});
