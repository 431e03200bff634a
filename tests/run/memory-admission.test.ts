// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunId } from '../../scripts/lib/core/hash.ts';
import { lanesPlacement } from '../../scripts/lib/run/lanes.ts';
import { withinMemory } from '../../scripts/lib/run/memory-admission.ts';
import type { PlacedAttempt, QueuedRun } from '../../scripts/lib/run/placement.ts';

const GIB = 1024 ** 3;

function queued(name: string): QueuedRun {
  return { run: name as RunId, number: 1, attempt: 1, values: [], swept: [] };
}

function placed(name: string): [RunId, PlacedAttempt] {
  const run = name as RunId;
  return [run, { run, attempt: 1, values: [], devices: [], attemptDir: '/', startingMs: 0, group: null }];
}

/** Runs are named by what they need: 16a needs 16 GiB. */
function picked(running: readonly string[], waiting: readonly string[]): readonly string[] {
  const placement = withinMemory(lanesPlacement(4), {
    limit: 64 * GIB,
    needOf: (run) => Number.parseInt(run, 10) * GIB,
  });
  return placement
    .pick({ waiting: waiting.map(queued), running: new Map(running.map(placed)), nowMs: 0 })
    .map((decision) => decision.run);
}

test('runs start while all that run together need no more memory than there is', () => {
  assert.deepEqual(picked([], ['16a', '16b', '16c', '16d', '16e']), ['16a', '16b', '16c', '16d']);
  assert.deepEqual(picked(['40a'], ['16a', '16b']), ['16a']);
  assert.deepEqual(picked(['40a', '24a'], ['1a']), []);
});

test('one that does not fit lets others go before it, and runs without a need are never held back', () => {
  assert.deepEqual(picked(['40a'], ['40b', '16a', '0a']), ['16a', '0a']);
});

test('nothing is announced ahead of its place', () => {
  assert.equal(withinMemory(lanesPlacement(4), { limit: GIB, needOf: () => 0 }).lanes, undefined);
});
