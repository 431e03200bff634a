// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunId } from '../../../scripts/lib/core/hash.ts';
import type { Backend } from '../../../scripts/lib/exec/engine/backend.ts';
import { type News, openNewsFeed } from '../../../scripts/lib/exec/engine/news-feed.ts';
import { createStopRequest } from '../../../scripts/lib/exec/engine/stop-request.ts';

test('news that arrive after a stop request interrupted the wait are not lost', async () => {
  const one: News = { key: { run: 'a' as RunId, attempt: 1 }, seen: { kind: 'queued', why: '' } };
  let answer: (news: readonly News[]) => void = () => {};
  const backend = { poll: () => new Promise<readonly News[]>((resolve) => (answer = resolve)) } as unknown as Backend; // only poll is called
  const stop = createStopRequest();
  const feed = openNewsFeed(backend, stop);
  const first = feed.next(1000);
  stop.raise(2, 'interrupted', 'now');
  assert.deepEqual(await first, []);
  const second = feed.next(1000);
  answer([one]);
  assert.deepEqual(await second, [one]);
});
