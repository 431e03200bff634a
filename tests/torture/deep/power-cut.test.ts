// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { needs } from '../../rig/needs.ts';
import { PLACES, powerCutCases } from '../../rig/power-cut-cases.ts';
import { playCases } from '../../rig/torture-case.ts';

/** Prime to the places of a kind of sweep at which it is cut, so that each kind is cut at other ones. */
const EVERY = 11;

test('after a power cut each run has its result, and none begins again whose result the disk had kept', async (t) => {
  if (!needs(t, 'cc')) return;
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-cut-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const all = powerCutCases(folder);
  // The last place of each kind is when the sweep is over.
  const cases = all.filter((_, i) => i % EVERY === 0 || (i + 1) % PLACES === 0);
  const { tried, unmet, failures } = await playCases(cases);
  t.diagnostic(`${tried} of ${all.length} cases, in ${unmet} of them no cut came`);
  assert.deepEqual(failures, []);
  assert.ok(tried - unmet >= tried / 2, `the cut came in ${tried - unmet} of ${tried} cases`);
});
