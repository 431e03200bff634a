// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countWhere, factsOfStatus, goingOn, noCounts, STATUSES } from '../../scripts/lib/run/status.ts';

/** Statuses for which a fact holds. */
function having(fact: Parameters<typeof countWhere>[1]): string {
  return STATUSES.filter((status) => factsOfStatus(status)[fact]).join(' ');
}

test('each question about a status has the answer that its askers rely on', () => {
  assert.deepEqual(
    {
      hasBegun: having('hasBegun'),
      mayLive: having('mayLive'),
      hasEnded: having('hasEnded'),
      isSettled: having('isSettled'),
      isRankable: having('isRankable'),
      isFailure: having('isFailure'),
      isOpen: having('isOpen'),
      isLeft: having('isLeft'),
      spoilsExit: having('spoilsExit'),
    },
    {
      hasBegun: 'done failed stopped cancelled unknown running',
      mayLive: 'unknown running',
      hasEnded: 'done failed stopped cancelled unknown',
      isSettled: 'done failed stopped cancelled',
      isRankable: 'done stopped',
      isFailure: 'failed unknown',
      isOpen: 'cancelled pending',
      isLeft: 'cancelled unknown running blocked pending',
      spoilsExit: 'failed cancelled',
    },
  );
});

test('runs are counted by what holds for their status', () => {
  const counts = { ...noCounts(), done: 3, pending: 2, unknown: 1 };
  assert.deepEqual(
    [countWhere(counts, 'hasEnded'), countWhere(counts, 'isLeft'), countWhere({}, 'hasEnded')],
    [4, 3, 0],
  );
});

test('a sweep goes on while a run is left that resume would start or wait for', () => {
  for (const status of ['pending', 'running', 'cancelled', 'unknown'] as const) {
    assert.equal(goingOn({ done: 3, [status]: 1 }, 'interrupted', undefined), '; make sweep-resume goes on', status);
  }
});

test('a sweep whose runs have all ended does not, however it stopped', () => {
  assert.equal(goingOn({ done: 6 }, 'interrupted', undefined), '', 'Ctrl-C while the last ones ran');
  assert.equal(goingOn({ done: 5, failed: 1 }, 'stop on failure', undefined), '');
  assert.equal(goingOn({ done: 6 }, 'target', undefined), '');
});

test('a sweep that has reached its target goes on without it: with it, resume would start nothing', () => {
  assert.equal(goingOn({ done: 1, pending: 5 }, 'target', undefined), '; make sweep-resume TARGET= runs the rest');
});

test('a line names the folder where it would not find it by itself', () => {
  assert.equal(
    goingOn({ running: 1 }, 'detached', 'my runs/s'),
    "; make sweep-status SWEEP='my runs/s' follows it, make sweep-resume SWEEP='my runs/s' goes on",
  );
});

test('a sweep in which all that is left is blocked goes on when what failed is tried again', () => {
  assert.equal(
    goingOn({ done: 8, failed: 1, blocked: 3 }, 'complete', undefined),
    '; make sweep-resume RETRY_FAILED=1 goes on',
  );
  assert.equal(goingOn({ failed: 1, blocked: 3, pending: 1 }, 'interrupted', undefined), '; make sweep-resume goes on');
});
