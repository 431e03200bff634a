// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT_CASES, LIMITS_IN_TEST } from '../../rig/limit-cases.ts';
import { needs } from '../../rig/needs.ts';
import { playCases } from '../../rig/torture-case.ts';

test('limits of the system: what cannot be started waits, the limit is named, and no run is lost', async (t) => {
  if (!needs(t, 'other user')) return;
  const { tried, failures } = await playCases(LIMIT_CASES.slice(0, LIMITS_IN_TEST));
  t.diagnostic(`${tried} cases`);
  assert.deepEqual(failures, []);
  assert.ok(tried > 0);
});
