// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVENESS_IN_TEST } from '../../rig/liveness-cases.ts';
import { needs } from '../../rig/needs.ts';
import { playCases } from '../../rig/torture-case.ts';

test('two Ctrl-C, TERM and sweep-cancel end the runner in every state, leave no process, and a resume does the rest', async (t) => {
  if (!needs(t, 'tmpfs')) return;
  const { tried, failures } = await playCases(LIVENESS_IN_TEST);
  t.diagnostic(`${tried} cases`);
  assert.deepEqual(failures, []);
  assert.ok(tried > 0);
});
