// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunId } from '../../../scripts/lib/core/hash.ts';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import { familiesOf } from '../../../scripts/lib/run/stages/needed.ts';
import { type GraphRun, randomGraph, stateOf } from './random-graph.ts';

/** Runs that can be reached by going to needs and to what needs, however often. */
function reached(graph: readonly GraphRun[], from: string): ReadonlySet<string> {
  const seen = new Set([from]);
  for (let size = 0; size < seen.size; ) {
    size = seen.size;
    for (const { id, needs } of graph)
      if (seen.has(id)) for (const need of needs) seen.add(need);
      else if (needs.some((need) => seen.has(need))) seen.add(id);
  }
  return seen;
}

test('a family is all runs that are built upon one another, called by the first of those that need nothing', () => {
  const rng = createRng('families');
  let several = 0;
  for (let i = 0; i < 500; i += 1) {
    const graph = randomGraph(rng);
    const familyOf = familiesOf(new Map(graph.map((run) => [run.id as RunId, stateOf(run)])));
    for (const { id } of graph) {
      const around = reached(graph, id);
      const family = graph.filter((run) => around.has(run.id));
      const [first] = family
        .filter((run) => run.needs.length === 0)
        .map((run) => run.id)
        .sort();
      assert.equal(familyOf(id as RunId), first);
    }
    if (new Set(graph.map(({ id }) => familyOf(id as RunId))).size > 1) several += 1;
  }
  assert.ok(several > 100);
});
