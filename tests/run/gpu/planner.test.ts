// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learningForecast } from '../../../scripts/lib/run/gpu/forecast.ts';
import { type CardReading, Planner } from '../../../scripts/lib/run/gpu/planner.ts';
import { GB, RULES, values } from './rows.ts';

function planner(givenGb: number | null, rules = RULES): Planner {
  return new Planner({
    rules,
    forecast: learningForecast(givenGb === null ? null : givenGb * GB),
    keepsOrder: false,
    rampGuardMs: 60_000,
  });
}

/** A card of some GB on which these runs hold so many GB. */
function reading(
  index: number,
  gb: number,
  runs: Readonly<Record<string, number>> = {},
  over: Partial<CardReading> = {},
): CardReading {
  const used = Object.values(runs).reduce((a, b) => a + b, 0) * GB;
  return {
    id: `c${index}`,
    index,
    name: 'card',
    capacityBytes: gb * GB,
    usedBytes: used + (over.foreignBytes ?? 0),
    foreignBytes: 0,
    promisedBytes: 0,
    otherRuns: 0,
    load: 0.5,
    oneProcess: false,
    trouble: null,
    otherStartMs: null,
    byRun: new Map(Object.entries(runs).map(([run, held]) => [run, held * GB])),
    measured: 'process',
    ...over,
  };
}

const run = (name: string, model = 'a'): { run: string; values: ReturnType<typeof values> } => ({
  run: name,
  values: values({ MODEL: model }),
});
const OOM = { atMs: 10, outOfMemory: 'CUDA out of memory', finished: false };

test('a run that died beside others climbs every rung; each step is told', () => {
  const plan = planner(2);
  plan.see({ atMs: 0, cards: [reading(0, 10), reading(1, 20)] });
  assert.equal(plan.pick([run('x'), run('y'), run('big')], 0, 9).length, 3);
  plan.see({ atMs: 5, cards: [reading(0, 10, { x: 1 }), reading(1, 20, { y: 1, big: 2 })] });
  const steps: string[] = [];
  for (let i = 0; i < 3; i += 1) {
    const { step } = plan.ended('big', OOM);
    steps.push(step?.kind === 'again' ? step.rung : (step?.kind ?? 'none'));
    if (step?.kind !== 'again') break;
    for (const other of ['x', 'y']) plan.ended(other, { atMs: 10, outOfMemory: null, finished: true });
    plan.see({ atMs: 10, cards: [reading(0, 10), reading(1, 20)] });
    plan.pick([run('big')], 10, 9);
  }
  assert.equal(steps[0], 'alone');
  assert.equal(steps[steps.length - 1], 'final');
});

test('a run that happened to be alone on the largest card has nowhere to go', () => {
  const plan = planner(2);
  plan.see({ atMs: 0, cards: [reading(0, 10)] });
  plan.pick([run('a')], 0, 9);
  assert.equal(plan.ended('a', OOM).step?.kind, 'final');
});

test('with other programs on the card it is tried again: they may be what was in the way', () => {
  const plan = planner(2);
  plan.see({ atMs: 0, cards: [reading(0, 10, {}, { foreignBytes: 5 * GB })] });
  plan.pick([run('a')], 0, 9);
  const { step } = plan.ended('a', OOM);
  assert.equal(step?.kind === 'again' && step.rung, 'alone');
});

test('a death counts for runs like it: they need more from then on', () => {
  const plan = planner(2);
  plan.see({ atMs: 0, cards: [reading(0, 10)] });
  plan.pick([run('a'), run('b')], 0, 9);
  plan.see({ atMs: 5, cards: [reading(0, 10, { a: 4, b: 2 })] });
  plan.ended('a', OOM);
  plan.see({ atMs: 10, cards: [reading(0, 10, { b: 2 })] });
  assert.deepEqual(
    plan.pick([run('c')], 10, 9).map((start) => start.run),
    [],
    'what was 2 GB is now more than the 8 left beside b',
  );
  assert.match(plan.reasons()[0]?.why ?? '', /a run like it ran out of memory/);
});

test('earlier deaths are remembered across runners', () => {
  const plan = planner(2);
  plan.remember('a', ['shared']);
  assert.equal(plan.rung('a'), 'alone');
});

test('an adopted run keeps its card', () => {
  const plan = planner(2, { ...RULES, jobsPerGpu: 1 });
  plan.see({ atMs: 0, cards: [reading(0, 10)] });
  plan.adopt(run('old'), ['c0'], 0);
  assert.deepEqual(plan.pick([run('a')], 0, 9), []);
  plan.ended('old', { atMs: 5, outOfMemory: null, finished: true });
  assert.equal(plan.pick([run('a')], 6, 9).length, 1);
});

test('a settled run of unknown need frees the rest of its card, and tells what others like it need', () => {
  const plan = planner(null);
  plan.see({ atMs: 0, cards: [reading(0, 10)] });
  assert.equal(plan.pick([run('a'), run('b')], 0, 9).length, 1);
  for (const atMs of [1_000, 59_000]) plan.see({ atMs, cards: [reading(0, 10, { a: 3 })] });
  assert.deepEqual(plan.pick([run('b')], 59_000, 9), []);
  plan.see({ atMs: 61_000, cards: [reading(0, 10, { a: 3 })] });
  const [start] = plan.pick([run('b')], 61_000, 9);
  assert.equal(start?.run, 'b');
  assert.match(start?.why ?? '', /1 running run/);
});

test('a start that did not come about is forgotten', () => {
  const plan = planner(2, { ...RULES, jobsPerGpu: 1 });
  plan.see({ atMs: 0, cards: [reading(0, 10)] });
  plan.pick([run('a')], 0, 9);
  plan.withdraw('a');
  assert.equal(plan.pick([run('a')], 1, 9).length, 1);
});

test('a run that dies in company before anything was measured did not die alone', () => {
  const plan = planner(2);
  plan.see({ atMs: 0, cards: [reading(0, 10)] });
  plan.pick([run('a'), run('b')], 0, 9);
  for (const name of ['a', 'b']) {
    const { step } = plan.ended(name, OOM);
    assert.equal(step?.kind === 'again' && step.rung, 'alone', name);
  }
});
