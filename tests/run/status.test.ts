// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countWhere, factsOfStatus, noCounts, STATUSES } from '../../scripts/lib/run/status.ts';

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
