// SPDX-License-Identifier: MIT
// DETACH hands runs over before their needs are done. Those that found their needs not done come back to a later runner in any order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunId } from '../../../scripts/lib/core/hash.ts';
import type { RunStatus } from '../../../scripts/lib/run/outcome.ts';
import { openGate } from '../../../scripts/lib/run/stages/gate.ts';
import { planSteps } from '../../../scripts/lib/run/stages/plan.ts';
import { type GraphRun, stateOf } from './random-graph.ts';

test('a run that came back starts when the last of its needs is done after all', () => {
  const graph = [run('t', []), run('s', ['t'])];
  const runs = new Map(graph.map((one) => [one.id as RunId, { ...stateOf(one), status: 'running' as RunStatus }]));
  const asking = { again: () => undefined, forces: () => false, lostOutputs: () => [] };
  const gate = openGate(planSteps({ runs, includes: () => true, ...asking }), runs);
  const [t, s] = ['t' as RunId, 's' as RunId];
  runs.set(s, { ...(runs.get(s) ?? assert.fail()), status: 'cancelled' });
  assert.deepEqual(gate.returned(s), { ready: [], blocked: [] });
  runs.set(t, { ...(runs.get(t) ?? assert.fail()), status: 'done' });
  assert.deepEqual(gate.ended(t, true), { ready: [s], blocked: [] });
  assert.deepEqual(gate.returned(s), { ready: [s], blocked: [] });
});

function run(id: string, needs: readonly string[]): GraphRun {
  const asked = { isIncluded: true, isForced: false, hasAgain: false, lost: [], endsWell: true };
  return { id, stage: id, number: 1, needs, status: 'pending', tried: true, ...asked };
}
