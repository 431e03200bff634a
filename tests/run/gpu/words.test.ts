// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attribute } from '../../../scripts/lib/run/gpu/attribute.ts';
import { whyItWaits } from '../../../scripts/lib/run/gpu/explain.ts';
import type { GpuRules, WaitingRun } from '../../../scripts/lib/run/gpu/admit.ts';
import type { Card, PlacedRun } from '../../../scripts/lib/run/gpu/card.ts';
import { cardEnvironment, chooseCards, parseGpus, visibleCards } from '../../../scripts/lib/run/gpu/selection.ts';
import { waitingLines } from '../../../scripts/lib/run/gpu/waiting-lines.ts';
import { schedule } from '../../../scripts/lib/run/gpu/schedule.ts';
import { card, GB, placed, RULES, waiting } from './rows.ts';

function why(one: WaitingRun, cards: readonly Card[], on: readonly PlacedRun[], rules: GpuRules = RULES): string {
  const decision = schedule({ nowMs: 0, cards, placed: on, waiting: [one], rules, lanes: 9, keepsOrder: false });
  return whyItWaits(one, { nowMs: 0, cards, placed: on, decision, rules });
}

const REASONS: readonly (readonly [string, string, string])[] = [
  [
    'memory',
    why(waiting('a', 10), [card(0), card(1, { foreignBytes: 20 * GB })], [placed('x', ['c0'], 20)]),
    'needs 10.0 GiB (test); GPU 0: 4.0 GiB free; GPU 1: 4.0 GiB free, 20.0 GiB held by other programs',
  ],
  [
    'slots',
    why(waiting('a', 1), [card(0), card(1)], [placed('x', ['c0'], 1), placed('y', ['c1'], 1)], {
      ...RULES,
      jobsPerGpu: 1,
    }),
    'needs 1.0 GiB (test); GPU 0, 1: has its 1 run (SWEEP_JOBS_PER_GPU)',
  ],
  [
    'trouble',
    why(waiting('a', 1), [card(0, { trouble: 'nvidia-smi says ERR!' })], []),
    'needs 1.0 GiB (test); GPU 0: nvidia-smi says ERR!',
  ],
  [
    'load',
    why(waiting('a', 1), [card(0, { load: 0.87 })], [], { ...RULES, maxLoad: 0.6 }),
    'needs 1.0 GiB (test); GPU 0: load 87% (SWEEP_GPU_MAX_LOAD)',
  ],
  [
    'a start-up gap',
    why(waiting('a', 1), [card(0, { lastStartMs: -10_000 })], [], { ...RULES, startupGapMs: 30_000 }),
    'needs 1.0 GiB (test); GPU 0: a run was just started (SWEEP_GPU_STARTUP, 20s left)',
  ],
  [
    'unknown need',
    why(waiting('a', null), [card(0)], [placed('x', ['c0'], 1)]),
    'its memory is unknown (test), so it starts on a card without other runs; GPU 0: has 1 run',
  ],
  [
    'the ladder',
    why(waiting('a', 1, { rung: 'alone' }), [card(0)], [placed('x', ['c0'], 1)]),
    'it ran out of memory and waits for a card of its own; GPU 0: has 1 run',
  ],
  [
    'too few cards',
    why(waiting('a', 1), [card(0), card(1, { trouble: 'lost' })], [], { ...RULES, gpusPerRun: 2 }),
    'needs 1.0 GiB (test) on 2 GPUs at once; 1 is free',
  ],
  ['no cards', why(waiting('a', 1), [], []), 'no GPU answers at the moment'],
];

for (const [what, text, expected] of REASONS) test(`why a run waits: ${what}`, () => assert.equal(text, expected));

test('runs with one reason share a line', () => {
  const reasons = [
    [3, 'x'],
    [7, 'x'],
    [8, 'x'],
    [9, 'x'],
    [4, 'y'],
  ].map(([number, text]) => ({ number: Number(number), why: String(text) }));
  assert.deepEqual(waitingLines(reasons), ['3 7-9 wait: x', '4 waits: y']);
  const many = Array.from({ length: 20 }, (_, i) => ({ number: 2 * i + 1, why: 'x' }));
  assert.deepEqual(waitingLines(many), ['1 3 5 7 9 11 and 14 more wait: x']);
});

const CARDS = [
  { id: 'GPU-aaaa1111', index: 0 },
  { id: 'GPU-aabb2222', index: 1 },
  { id: 'GPU-cccc3333', index: 2 },
];

/** CUDA_VISIBLE_DEVICES, the cards it leaves, and whether runs are told UUIDs. */
const VISIBLE: readonly (readonly [string | undefined, readonly number[], boolean])[] = [
  [undefined, [0, 1, 2], false],
  ['', [], false],
  ['-1', [], false],
  ['2,0', [2, 0], false],
  ['1,9,0', [1], false],
  ['GPU-cccc', [2], true],
  ['GPU-aa', [], false],
  ['GPU-AABB2222,0', [1, 0], true],
  ['0,0', [0], false],
  ['MIG-1', [], false],
  ['NoDevFiles', [], false],
];

for (const [text, indices, byUuid] of VISIBLE) {
  test(`CUDA_VISIBLE_DEVICES=${text ?? '(unset)'} leaves ${indices.length === 0 ? 'none' : indices.join(',')}`, () => {
    const visible = visibleCards(CARDS, text);
    assert.deepEqual(
      visible.cards.map((one) => one.index),
      indices,
    );
    assert.equal(visible.byUuid, byUuid);
  });
}

test('GPUS is auto, -1, or a list without repeats', () => {
  assert.deepEqual(parseGpus('auto'), { kind: 'auto' });
  assert.deepEqual(parseGpus('-1'), { kind: 'none' });
  assert.deepEqual(parseGpus(' 0, 2,7'), { kind: 'list', names: ['0', '2', '7'] });
  assert.deepEqual(parseGpus('0-2,GPU-ab'), { kind: 'list', names: ['0', '1', '2', 'GPU-ab'] });
  for (const text of ['', '0,,1', '0;1', '0 1', '1-0', '-2', 'all', '0,0', '0-2,1', '$(id)'])
    assert.ok('expected' in parseGpus(text), text);
});

test('a card that is not there or not visible is refused with what there is', () => {
  assert.deepEqual(chooseCards(['2', '0'], CARDS, CARDS), { cards: [CARDS[2], CARDS[0]] });
  assert.deepEqual(chooseCards(['5'], CARDS, CARDS), { problem: 'GPU 5 is not there; this machine has 0, 1, 2' });
  assert.deepEqual(chooseCards(['0'], CARDS, [CARDS[2] as (typeof CARDS)[0]]), {
    problem: 'GPU 0 is not among those CUDA_VISIBLE_DEVICES leaves (2)',
  });
});

test('a run is told its cards as nvidia-smi counts them', () => {
  const two = CARDS.slice(1);
  assert.deepEqual(cardEnvironment(two, false), {
    CUDA_VISIBLE_DEVICES: '1,2',
    CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
    HIP_VISIBLE_DEVICES: '1,2',
  });
  assert.deepEqual(cardEnvironment(two, true), { CUDA_VISIBLE_DEVICES: 'GPU-aabb2222,GPU-cccc3333' });
});

test('memory is told apart by process; what nobody accounts for is foreign', () => {
  const split = attribute(
    {
      usedBytes: 100,
      baselineBytes: 5,
      ownRuns: ['a', 'b'],
      processes: [
        { pid: 1, bytes: 30 },
        { pid: 2, bytes: 20 },
        { pid: 3, bytes: 10 },
      ],
    },
    (pid) => (pid === 3 ? null : 'a'),
  );
  assert.deepEqual([...split.byRun], [['a', 50]]);
  assert.deepEqual([split.foreignBytes, split.measured], [50, 'process']);
});

test('where no process of ours is shown, the growth of the card is laid to the runs on it', () => {
  const split = attribute({ usedBytes: 100, baselineBytes: 20, ownRuns: ['a', 'b'], processes: [] }, () => null);
  assert.deepEqual(
    [...split.byRun],
    [
      ['a', 40],
      ['b', 40],
    ],
  );
  assert.deepEqual([split.foreignBytes, split.measured], [20, 'card']);
  const hostPids = attribute(
    { usedBytes: 100, baselineBytes: 20, ownRuns: ['a'], processes: [{ pid: 77, bytes: 60 }] },
    () => null,
  );
  assert.deepEqual([hostPids.foreignBytes, hostPids.byRun.get('a')], [60, 40]);
});
