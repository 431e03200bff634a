// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunId } from '../../scripts/lib/core/hash.ts';
import type { Backend } from '../../scripts/lib/exec/backend.ts';
import { type News, openNewsFeed } from '../../scripts/lib/exec/news-feed.ts';
import { createStopRequest } from '../../scripts/lib/exec/stop-request.ts';

const NEWS: News = { key: { run: 'r' as RunId, attempt: 1 }, seen: { kind: 'queued', why: 'x' } }; // an id is only compared

/** A backend whose polls end when the test says so. */
function heldBackend(): { backend: Pick<Backend, 'poll'>; answer: (news: readonly News[]) => void; fail: (error: Error) => void; polls: () => number } {
  let settle: { resolve: (news: readonly News[]) => void; reject: (error: Error) => void } | undefined;
  let polls = 0;
  const poll = (): Promise<readonly News[]> => {
    polls += 1;
    return new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
  };
  return { backend: { poll }, answer: (news) => settle?.resolve(news), fail: (error) => settle?.reject(error), polls: () => polls };
}

test('a stop request ends the wait, and news that come after it are not lost', async () => {
  const held = heldBackend();
  const stop = createStopRequest();
  const feed = openNewsFeed(held.backend as Backend, stop); // only poll is asked of it
  const first = feed.next(1000);
  stop.raise(1, 'interrupted', 'x');
  assert.deepEqual(await first, []);
  const second = feed.next(1000);
  assert.equal(held.polls(), 1, 'the poll that is under way is waited for');
  held.answer([NEWS]);
  assert.deepEqual(await second, [NEWS]);
});

test('news that come while nobody waits are given at the next call', async () => {
  const held = heldBackend();
  const stop = createStopRequest();
  const feed = openNewsFeed(held.backend as Backend, stop);
  const first = feed.next(1000);
  stop.raise(1, 'interrupted', 'x');
  await first;
  held.answer([NEWS]);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(await feed.next(1000), [NEWS]);
});

test('a backend that cannot be used ends the wait with its error', async () => {
  const held = heldBackend();
  const feed = openNewsFeed(held.backend as Backend, createStopRequest());
  const first = feed.next(1000);
  held.fail(new Error('no scheduler'));
  await assert.rejects(first, /no scheduler/);
});
