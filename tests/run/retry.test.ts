// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requeueCauseOfWords, requeueWords } from '../../scripts/lib/run/cause.ts';
import type { Outcome } from '../../scripts/lib/run/outcome.ts';
import { createRetryBook } from '../../scripts/lib/run/retry.ts';
import { retriesAfter } from '../../scripts/lib/run/retry.ts';
import { ended, id } from '../rig/run-ends.ts';

test('attempts are tried again by class and no more often than asked for', () => {
  const book = createRetryBook();
  const why = (outcome: Outcome, more: object = {}): string | undefined => {
    const before = { run: id(1), retries: 0, allowed: 1, isDemanded: false, isAdopted: false, isStopping: false };
    const cause = book.reason({ ...before, outcome, ...more });
    return cause === undefined ? undefined : requeueWords(cause);
  };
  assert.equal(why(ended(2)), undefined);
  assert.equal(why(ended(1), { isStopping: true }), undefined);
  assert.equal(why(ended(1), { isDemanded: true }), 'placed again');
  assert.equal(why(ended(null), { isAdopted: true }), 'its runner or its machine went down');
  assert.equal(why(ended(1)), 'retry 1 of 1');
  assert.equal(why(ended(1), { retries: 1 }), undefined);
  const had = ['placed again', 'retry 1 of 2', 'never started', 'retry 2 of 2']
    .map(requeueCauseOfWords)
    .reduce(retriesAfter, 0);
  assert.deepEqual([had, retriesAfter(had, { kind: 'rerun' })], [2, 0]);
});
