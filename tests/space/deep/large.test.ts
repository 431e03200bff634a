// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countSpace } from '../../../scripts/lib/space/count.ts';
import { designOf, pointsOf, spaceOf } from '../open-space.ts';

test('ten thousand symbols with rules between neighbours are counted', () => {
  const lines = Array.from(
    { length: 10_000 },
    (_, i) => `CONFIG_A${i}=0|1|2\n${i === 0 ? '' : `depends on CONFIG_A${i} >= CONFIG_A${i - 1}\n`}`,
  ).join('');
  assert.deepEqual(countSpace(spaceOf(lines)).final, { value: (10_001n * 10_002n) / 2n, exact: true }); // sequences 0..0 1..1 2..2
});

test('pairwise needs at most 30 configurations for 10 parameters of 4 values', () => {
  const space = spaceOf(Array.from({ length: 10 }, (_, i) => `CONFIG_P${i}=1|2|3|4\n`).join(''));
  const points = pointsOf(space, 'pairwise');
  assert.ok(points.length <= 30, `${points.length} rows`);
  const pairs = new Set<string>();
  for (const { assignments } of points)
    for (const a of assignments)
      for (const b of assignments) if (a.name < b.name) pairs.add(`${a.name}${a.value.text}${b.name}${b.value.text}`);
  assert.equal(pairs.size, 45 * 16);
  assert.deepEqual(designOf(space, 'pairwise').size(), { value: points.length, exact: true });
});
