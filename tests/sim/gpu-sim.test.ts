// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { cutFullSchedule, drawStream, drawSweep, type Load } from './loads.ts';
import { learner, memoryOracle, OPEN_RULES, oracle, plannerPolicy, slotPolicy } from './policies.ts';
import type { Policy, Result } from './world.ts';
import { simulate } from './world.ts';

/** The bound: makespan against that of a known full schedule. */
const BOUND = 1.1;
const POLL_S = 20;
/** One load of each kind takes long enough; `make torture` asks for all. */
const ALL = process.env['LOADS'] === 'all';
const OPTIMUM_S = 6 * 3600;

function cutLoad(seed: number): Load {
  return cutFullSchedule(createRng(`gpu-sim/cut/${seed}`), { jobs: 500, foreign: 24, optimumS: OPTIMUM_S });
}

function run(load: Load, policy: Policy, foreign: 'polite' | 'rude' = 'polite'): Result {
  return simulate({ load, policy, pollS: POLL_S, foreign });
}

function ratio(result: Result): string {
  return (result.makespanS / OPTIMUM_S).toFixed(3);
}

interface PlayedLoad {
  readonly load: Load;
  readonly result: Result;
}

function allKnown(load: Load): PlayedLoad {
  return { load, result: run(load, plannerPolicy(OPEN_RULES, oracle(load.jobs))) };
}

let first: PlayedLoad | undefined;
/** The first load with all known: two tests ask for it, and it is played once. */
function firstKnown(): PlayedLoad {
  first ??= allKnown(cutLoad(1));
  return first;
}

for (const seed of ALL ? [1, 2, 3] : [1]) {
  test(`500 runs cut from a full schedule on 8 unequal cards end within 1.10 of the optimum (load ${seed})`, (t: TestContext) => {
    const { load, result } = seed === 1 ? firstKnown() : allKnown(cutLoad(seed));
    assert.equal(load.jobs.length, 500);
    t.diagnostic(`makespan ${ratio(result)} of the optimum`);
    assert.equal(result.done, 500);
    assert.equal(result.outOfMemory, 0);
    assert.ok(result.fullest <= 1 + 1e-9, `a card was asked for ${result.fullest} of its memory`);
    assert.ok(result.makespanS <= BOUND * OPTIMUM_S, `makespan is ${ratio(result)} of the optimum`);
  });
}

test('the cost of a 30 s gap between starts and the gain over slot counting are told', (t: TestContext) => {
  const { load, result: free } = firstKnown();
  const gap = run(load, plannerPolicy({ ...OPEN_RULES, startupGapMs: 30_000 }, oracle(load.jobs)));
  const blind = run(load, plannerPolicy(OPEN_RULES, memoryOracle(load.jobs)));
  t.diagnostic(`no gap ${ratio(free)}, a gap of 30 s ${ratio(gap)}, durations unknown ${ratio(blind)} of the optimum`);
  assert.equal(gap.outOfMemory + blind.outOfMemory, 0);
  const one = run(load, slotPolicy(1));
  t.diagnostic(`slot counting, 1 a card: ${ratio(one)} of the optimum, ${one.outOfMemory} runs lost`);
  for (const slots of [2, 4, 8]) {
    const result = run(load, slotPolicy(slots));
    t.diagnostic(
      `slot counting, ${slots} a card: ${ratio(result)} of the optimum for the ${result.done} runs that lived, ${result.outOfMemory} lost`,
    );
    assert.ok(result.outOfMemory > 0, 'several slots a card oversubscribe it');
  }
  assert.ok(one.makespanS > 3 * free.makespanS, 'one slot a card leaves most memory idle');
});

test('with limits for foreign processes that come unasked no card is ever oversubscribed', (t: TestContext) => {
  const load = drawSweep(createRng('gpu-sim/sweep'), { jobs: 500, foreignShare: 0.15, lastS: 40 * 3600 });
  const rules = { ...OPEN_RULES, maxMemoryShare: 0.85 };
  const result = run(load, plannerPolicy(rules, oracle(load.jobs)), 'rude');
  t.diagnostic(`fullest card ${(result.fullest * 100).toFixed(1)}%`);
  assert.equal(result.done, 500);
  assert.equal(result.outOfMemory, 0);
  assert.ok(result.fullest <= 1 + 1e-9);
});

for (const seed of ALL ? [1, 2] : [1]) {
  test(`a sweep of which nothing is known is learnt with few deaths, and none in company (load ${seed})`, (t: TestContext) => {
    const load = drawSweep(createRng(`gpu-sim/learn/${seed}`), { jobs: 500, foreignShare: 0.15, lastS: 40 * 3600 });
    const rules = { ...OPEN_RULES, maxMemoryShare: 0.85 };
    const result = run(load, plannerPolicy(rules, learner()), 'rude');
    const known = run(load, plannerPolicy(rules, oracle(load.jobs)), 'rude');
    t.diagnostic(
      `${result.outOfMemory} deaths for want of memory, makespan ${(result.makespanS / known.makespanS).toFixed(2)} of that with all known`,
    );
    assert.equal(result.done, 500, `failed: ${result.failed.join(' ')}`);
    assert.ok(result.outOfMemory <= 12, `${result.outOfMemory} deaths`);
    assert.equal(result.deathsInCompany, 0);
  });
}

for (const known of [true, false]) {
  test(`a run that needs a whole large card is not starved by a stream of small ones (durations ${known ? 'known' : 'unknown'})`, (t: TestContext) => {
    const load = drawStream(createRng('gpu-sim/stream'), { jobs: 1500, lastS: 12_000, bigGb: 76 });
    const result = run(load, plannerPolicy(OPEN_RULES, known ? oracle(load.jobs) : memoryOracle(load.jobs)));
    const seen = result.startsSeen.get('big') ?? Infinity;
    t.diagnostic(`${seen} small runs were started while it waited ${Math.round(result.waitedS.get('big') ?? 0)} s`);
    assert.equal(result.done, 1501);
    // It waits for what runs when its hold begins (at most 900 s here), not for the end of the stream.
    assert.ok((result.waitedS.get('big') ?? Infinity) < 2400);
  });
}

test('without the hold the same run waits for the end of the stream, so the test above can fail', () => {
  const load = drawStream(createRng('gpu-sim/stream'), { jobs: 1500, lastS: 12_000, bigGb: 76 });
  const small = plannerPolicy(OPEN_RULES, memoryOracle(load.jobs));
  const last: Policy = {
    ...small,
    // The big run is offered only when nothing else waits.
    starts: (view) =>
      small.starts({
        ...view,
        waiting: view.waiting.length > 1 ? view.waiting.filter((job) => job.run !== 'big') : view.waiting,
      }),
  };
  const result = run(load, last);
  assert.ok((result.waitedS.get('big') ?? 0) > 2400, `it waited ${result.waitedS.get('big')} s`);
});

test('a foreign process that takes what is free kills runs, and the ladder brings all of them through', (t: TestContext) => {
  const load = drawSweep(createRng('gpu-sim/rude'), { jobs: 300, foreignShare: 0.3, lastS: 40 * 3600 });
  const result = run(load, plannerPolicy(OPEN_RULES, oracle(load.jobs)), 'rude');
  t.diagnostic(`${result.outOfMemory} deaths for want of memory`);
  assert.ok(result.outOfMemory > 0, 'the load is meant to kill some');
  assert.equal(result.done + result.failed.length, 300);
  assert.deepEqual(result.failed, []);
});
