// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunId } from '../../../../scripts/lib/core/hash.ts';
import { createRng, shuffled } from '../../../../scripts/lib/core/rng.ts';
import { openGate } from '../../../../scripts/lib/run/stages/gate.ts';
import { planSteps } from '../../../../scripts/lib/run/stages/plan.ts';
import { reasonWords, type Step } from '../../../../scripts/lib/run/stages/step.ts';
import type { RunState } from '../../../../scripts/lib/run/state.ts';
import { bruteForce } from '../oracle.ts';
import { type GraphRun, randomGraph, stateOf } from '../random-graph.ts';

function planOf(graph: readonly GraphRun[]): { steps: readonly Step[]; runs: ReadonlyMap<RunId, RunState> } {
  const runs = new Map(graph.map((run) => [run.id as RunId, stateOf(run)]));
  const facts = new Map(graph.map((run) => [run.id, run]));
  const fact = (run: RunState): GraphRun => facts.get(run.run) ?? assert.fail();
  const steps = planSteps({
    runs,
    includes: (run) => fact(run).isIncluded,
    again: (run) => (fact(run).hasAgain ? { kind: 'rerun' } : undefined),
    forces: (run) => fact(run).isForced,
    lostOutputs: (run) => fact(run).lost,
  });
  return { steps, runs };
}

function verdict({ action, reason }: Step): string {
  if (action === 'rest') return 'rest';
  const words = reasonWords(reason, (id) => id);
  return action === 'run' ? `run ${words}` : words;
}

/** Lets all that is started end in a random order, and returns how each run stands then. */
function finish(graph: readonly GraphRun[], seed: string): ReadonlyMap<string, string> {
  const { steps, runs } = planOf(graph);
  const end = new Map(graph.map((run) => [run.id, run.status as string]));
  for (const { run, action, reason } of steps)
    if (action === 'blocked')
      end.set(
        run.run,
        reasonWords(reason, (id) => id),
      );
  const gate = openGate(steps, runs);
  const rng = createRng(seed);
  let inFlight: string[] = [...gate.ready, ...graph.filter((r) => r.status === 'running').map((r) => r.id)];
  const started = new Set(inFlight);
  while (inFlight.length > 0) {
    const [first, ...others] = shuffled(inFlight, rng);
    inFlight = others;
    const run = graph.find((r) => r.id === first) ?? assert.fail();
    for (const id of run.needs)
      assert.ok(
        ['done', 'stopped'].includes(end.get(id) ?? '') || run.status === 'running',
        `${run.id} began before ${id} was done`,
      );
    end.set(run.id, run.endsWell ? 'done' : 'failed');
    const news = gate.ended(run.id as RunId, run.endsWell);
    for (const { run: id, by } of news.blocked) end.set(id, `blocked by ${by.join(', ')}`);
    for (const id of news.ready) {
      assert.ok(!started.has(id), `${id} begins twice`);
      started.add(id);
      inFlight.push(id);
    }
  }
  assert.equal(gate.waiting(), 0);
  return end;
}

test('five thousand random sweeps are planned as the brute-force oracle plans them', () => {
  const rng = createRng('stage plans');
  const seen = new Map<string, number>();
  for (let i = 0; i < 5_000; i += 1) {
    const graph = randomGraph(rng);
    const { plan } = bruteForce(graph);
    for (const step of planOf(graph).steps) {
      const words = verdict(step);
      assert.equal(words, plan.get(step.run.run), `sweep ${i}, run ${step.run.run}: ${JSON.stringify(graph)}`);
      const kind = words.replace(/(needs|by) .*/, '$1');
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }
  }
  const kinds = [
    'rest',
    'run new',
    'run unfinished',
    'run RERUN',
    'run unblocked',
    'run forced',
    'run forced: needs',
    'run missing output: model.pt',
    'blocked by',
  ];
  for (const kind of kinds) assert.ok((seen.get(kind) ?? 0) > 100, `${kind} was seen ${seen.get(kind) ?? 0} times`);
});

test('whatever the order of finishing, two thousand random sweeps end as the oracle says', () => {
  const rng = createRng('stage ends');
  for (let i = 0; i < 2_000; i += 1) {
    const graph = randomGraph(rng);
    const { end } = bruteForce(graph);
    for (const seed of ['a', 'b', 'c'])
      assert.deepEqual(finish(graph, `${i}/${seed}`), new Map(end), `sweep ${i}: ${JSON.stringify(graph)}`);
  }
});
