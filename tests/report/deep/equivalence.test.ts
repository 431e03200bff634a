// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { equivalenceOf } from '../../../scripts/lib/report/equivalence.ts';
import { needs } from '../../rig/needs.ts';

const pairs = (changes: readonly number[]) => changes.map((change) => ({ change, old: 50 }));
const within = (amount: number) => ({ amount, isShare: false });

test('the verdict is that of the two one-sided tests of statsmodels', (t) => {
  if (!needs(t, 'python3-statsmodels')) return;
  const changes = [0.11, -0.2, 0.07, 0.02, -0.15, 0.3];
  const script = `
import json
from statsmodels.stats.weightstats import DescrStatsW
d = DescrStatsW(${JSON.stringify(changes)})
print(json.dumps([d.ttost_mean(-x, x)[0] for x in (0.05, 0.1, 0.15, 0.2, 0.3)]))`;
  const python = spawnSync('python3', ['-c', script], { encoding: 'utf8' });
  assert.equal(python.stderr, '');
  const ps = JSON.parse(python.stdout) as number[];
  assert.deepEqual(
    [0.05, 0.1, 0.15, 0.2, 0.3].map((delta) => equivalenceOf(pairs(changes), within(delta))?.isEquivalent),
    ps.map((p) => p < 0.05),
  );
  assert.ok(ps.some((p) => p < 0.05) && ps.some((p) => p >= 0.05));
});
