// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schedule, type ScheduleState } from '../../../scripts/lib/run/gpu/schedule.ts';
import { card, GB, placed, RULES, waiting } from './rows.ts';

const NOW_MS = 1_000_000;

function startsOf(state: Partial<ScheduleState>): readonly string[] {
  const decision = schedule({
    nowMs: NOW_MS,
    cards: [],
    placed: [],
    waiting: [],
    rules: RULES,
    lanes: 100,
    keepsOrder: false,
    ...state,
  });
  return decision.starts.map(({ run, cards }) => `${run}@${cards.join('+')}`);
}

/** What waits, what there is, and what must start. */
const CASES: readonly (readonly [name: string, state: Partial<ScheduleState>, starts: readonly string[]])[] = [
  [
    'a run goes to the card with the fewest runs',
    { cards: [card(0), card(1)], placed: [placed('x', ['c0'], 1)], waiting: [waiting('a', 1)] },
    ['a@c1'],
  ],
  [
    'a run that fits nowhere waits and a smaller one behind it starts',
    { cards: [card(0)], placed: [placed('x', ['c0'], 20)], waiting: [waiting('a', 10), waiting('b', 4)] },
    ['b@c0'],
  ],
  [
    'when more waits than fits, a card is filled as closely as can be',
    {
      cards: [card(0, { gb: 24 }), card(1, { gb: 11 })],
      waiting: [waiting('a', 10), waiting('b', 20), waiting('c', 20)],
    },
    ['a@c1', 'b@c0'],
  ],
  [
    'memory of other programs counts',
    { cards: [card(0, { foreignBytes: 20 * GB }), card(1, { foreignBytes: 3 * GB })], waiting: [waiting('a', 10)] },
    ['a@c1'],
  ],
  [
    'memory in use beyond all claims counts',
    { cards: [card(0, { usedBytes: 20 * GB })], waiting: [waiting('a', 10)] },
    [],
  ],
  [
    'a run counts with what it uses when that is more than its claim',
    { cards: [card(0)], placed: [placed('x', ['c0'], 2, { usedBytes: 20 * GB })], waiting: [waiting('a', 10)] },
    [],
  ],
  [
    'what other sweeps reserved counts',
    { cards: [card(0, { promisedBytes: 20 * GB, otherRuns: 1 })], waiting: [waiting('a', 10)] },
    [],
  ],
  [
    'JOBS_PER_GPU counts the runs of other sweeps',
    { cards: [card(0, { otherRuns: 1 })], rules: { ...RULES, jobsPerGpu: 1 }, waiting: [waiting('a', 1)] },
    [],
  ],
  [
    'a card that allows one process takes one run',
    { cards: [card(0, { oneProcess: true })], waiting: [waiting('a', 1), waiting('b', 1)] },
    ['a@c0'],
  ],
  [
    'GPU_MAX_MEMORY keeps a share free',
    {
      cards: [card(0, { gb: 20 })],
      rules: { ...RULES, maxMemoryShare: 0.75 },
      waiting: [waiting('a', 10), waiting('b', 10)],
    },
    ['a@c0'],
  ],
  [
    'a run too big for GPU_MAX_MEMORY gets a card alone',
    {
      cards: [card(0, { gb: 20 })],
      rules: { ...RULES, maxMemoryShare: 0.75 },
      waiting: [waiting('a', 18), waiting('b', 1)],
    },
    ['a@c0'],
  ],
  [
    'GPU_MAX_LOAD keeps off a busy card',
    {
      cards: [card(0, { load: 0.7 }), card(1, { load: 0.5 })],
      rules: { ...RULES, maxLoad: 0.6 },
      waiting: [waiting('a', 1)],
    },
    ['a@c1'],
  ],
  [
    'an unknown load is no load',
    { cards: [card(0, { load: null })], rules: { ...RULES, maxLoad: 0.1 }, waiting: [waiting('a', 1)] },
    ['a@c0'],
  ],
  [
    'GPU_STARTUP holds for the starts of one decision too',
    { cards: [card(0)], rules: { ...RULES, startupGapMs: 30_000 }, waiting: [waiting('a', 1), waiting('b', 1)] },
    ['a@c0'],
  ],
  [
    'GPU_STARTUP is over when its time has passed',
    {
      cards: [card(0, { lastStartMs: NOW_MS - 30_000 }), card(1, { lastStartMs: NOW_MS - 29_999 })],
      rules: { ...RULES, startupGapMs: 30_000 },
      waiting: [waiting('a', 1)],
    },
    ['a@c0'],
  ],
  [
    'GPUS_PER_RUN takes as many cards at once',
    {
      cards: [card(0), card(1), card(2, { trouble: 'ERR!' })],
      rules: { ...RULES, gpusPerRun: 2 },
      waiting: [waiting('a', 1)],
    },
    ['a@c0+c1'],
  ],
  [
    'GPUS_PER_RUN waits while there are too few',
    { cards: [card(0), card(1, { trouble: 'ERR!' })], rules: { ...RULES, gpusPerRun: 2 }, waiting: [waiting('a', 1)] },
    [],
  ],
  [
    'runs of stages get as many cards as their stage says, and none is passed for ever by those that want fewer',
    {
      cards: [card(0), card(1), card(2)],
      rules: { ...RULES, jobsPerGpu: 1 },
      waiting: [{ ...waiting('a', 1), gpus: 2 }, waiting('b', 1), { ...waiting('c', 1), gpus: 2 }],
    },
    ['a@c0+c1', 'b@c2'],
  ],
  ['a card in trouble takes nothing', { cards: [card(0, { trouble: 'ERR!' })], waiting: [waiting('a', 1)] }, []],
  [
    'a run of unknown need starts alone, where most is free',
    { cards: [card(0), card(1, { gb: 48 })], waiting: [waiting('a', null), waiting('b', null), waiting('c', null)] },
    ['a@c1', 'b@c0'],
  ],
  [
    'nothing joins a run of unknown need',
    { cards: [card(0)], placed: [placed('x', ['c0'], null)], waiting: [waiting('a', 1)] },
    [],
  ],
  [
    'a run of unknown need does not join others',
    { cards: [card(0)], placed: [placed('x', ['c0'], 1)], waiting: [waiting('a', null)] },
    [],
  ],
  [
    'a run of unknown need waits for a card half of which is free while others run',
    {
      cards: [card(0, { foreignBytes: 16 * GB }), card(1)],
      placed: [placed('x', ['c1'], 1)],
      waiting: [waiting('a', null)],
    },
    [],
  ],
  [
    'but takes what there is when nothing runs',
    { cards: [card(0, { foreignBytes: 16 * GB })], waiting: [waiting('a', null)] },
    ['a@c0'],
  ],
  [
    'the rung alone needs a card without runs',
    { cards: [card(0), card(1)], placed: [placed('x', ['c0'], 1)], waiting: [waiting('a', 2, { rung: 'alone' })] },
    ['a@c1'],
  ],
  [
    'nothing joins a run that is alone',
    { cards: [card(0)], placed: [placed('x', ['c0'], 1, { rung: 'alone' })], waiting: [waiting('a', 1)] },
    [],
  ],
  [
    'the rung largest needs the largest card',
    {
      cards: [card(0), card(1, { gb: 48 })],
      placed: [placed('x', ['c1'], 1)],
      waiting: [waiting('a', 2, { rung: 'largest' })],
    },
    [],
  ],
  [
    'a learnt figure larger than every card means the largest alone',
    {
      cards: [card(0), card(1, { gb: 48 })],
      waiting: [
        waiting('a', 60, { memory: { bytes: 60 * GB, provenBytes: 45 * GB, leastBytes: 0, basis: 'learnt', why: '' } }),
      ],
    },
    ['a@c1'],
  ],
  [
    'an empty card needs no margin',
    {
      cards: [card(0)],
      waiting: [
        waiting('a', 26, { memory: { bytes: 26 * GB, provenBytes: 23 * GB, leastBytes: 0, basis: 'learnt', why: '' } }),
      ],
    },
    ['a@c0'],
  ],
  [
    'cards nobody measures are shared by count',
    {
      cards: [card(0, { capacityBytes: null })],
      rules: { ...RULES, jobsPerGpu: 2 },
      waiting: [waiting('a', null), waiting('b', 5), waiting('c', 5)],
    },
    ['a@c0', 'b@c0'],
  ],
  [
    'no more than the free lanes start',
    { cards: [card(0)], lanes: 1, waiting: [waiting('a', 1), waiting('b', 1)] },
    ['a@c0'],
  ],
  [
    'the longest goes first when durations are known',
    { cards: [card(0)], lanes: 1, waiting: [waiting('a', 1, { expectedS: 10 }), waiting('b', 1, { expectedS: 20 })] },
    ['b@c0'],
  ],
  [
    'an order the user gave is kept',
    {
      cards: [card(0)],
      lanes: 1,
      keepsOrder: true,
      waiting: [waiting('a', 1, { expectedS: 10 }), waiting('b', 1, { expectedS: 20 })],
    },
    ['a@c0'],
  ],
  [
    'an overdue run goes before longer ones',
    {
      cards: [card(0)],
      lanes: 1,
      waiting: [waiting('a', 1, { expectedS: 20 }), waiting('b', 1, { expectedS: 10, isOverdue: true })],
    },
    ['b@c0'],
  ],
];

for (const [name, state, expected] of CASES) {
  test(name, () => assert.deepEqual(startsOf(state), expected));
}

test('a blocked run holds the card where it fits soonest; others start there only when they are gone by then or fit beside it', () => {
  const decision = schedule({
    nowMs: NOW_MS,
    rules: RULES,
    lanes: 100,
    keepsOrder: true,
    cards: [card(0), card(1)],
    placed: [
      placed('x', ['c0'], 20, { expectedEndMs: NOW_MS + 100_000 }),
      placed('y', ['c1'], 20, { expectedEndMs: NOW_MS + 900_000 }),
    ],
    waiting: [
      waiting('big', 20, { expectedS: 50 }),
      waiting('long', 4.5, { expectedS: 500 }),
      waiting('short', 4, { expectedS: 90 }),
      waiting('small', 1, { expectedS: 500 }),
    ],
  });
  assert.deepEqual(decision.hold?.cards, ['c0']);
  assert.equal(decision.hold?.atMs, NOW_MS + 100_000);
  const cards = new Map(decision.starts.map(({ run, cards: on }) => [run, on.join()]));
  assert.equal(cards.get('long'), undefined, 'it fits nowhere but beside the big one, of which 4 GB are left');
  assert.equal(cards.get('short'), 'c0');
  assert.equal(decision.passed.get('big'), decision.starts.length);
});

test('without durations a run is held for only after it was passed by often', () => {
  const state = (passedBy: number): ScheduleState => ({
    nowMs: NOW_MS,
    rules: RULES,
    lanes: 100,
    keepsOrder: false,
    cards: [card(0)],
    placed: [placed('x', ['c0'], 10)],
    waiting: [waiting('big', 20, { passedBy }), waiting('small', 4)],
  });
  assert.deepEqual(
    schedule(state(0)).starts.map((s) => s.run),
    ['small'],
  );
  assert.deepEqual(schedule(state(2)).starts, []);
});

test('the same state gives the same decision', () => {
  const state: ScheduleState = {
    nowMs: NOW_MS,
    rules: RULES,
    lanes: 9,
    keepsOrder: false,
    cards: [card(0), card(1)],
    placed: [],
    waiting: ['a', 'b', 'c', 'd'].map((run, i) => waiting(run, 5 + i)),
  };
  assert.deepEqual(schedule(state), schedule(structuredClone(state)));
});
