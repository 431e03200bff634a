// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../../rig/needs.ts';
import { OWN_FOLDER_IN_TEST } from '../../rig/own-folder-cases.ts';
import { playCases } from '../../rig/torture-case.ts';

test('jobs of a user without rights that attack their own folder harm no other run, and no command', async (t) => {
  if (!needs(t, 'other user')) return;
  const { tried, failures } = await playCases(OWN_FOLDER_IN_TEST);
  t.diagnostic(`${tried} cases`);
  assert.deepEqual(failures, []);
  assert.ok(tried > 0);
});
