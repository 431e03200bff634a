// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { needs } from '../../rig/needs.ts';
import { powerCutCases } from '../../rig/power-cut-cases.ts';
import { playCases } from '../../rig/torture-case.ts';

test('after a power cut each run has its result, and none begins again whose result the disk had kept', async (t) => {
  if (!needs(t, 'cc')) return;
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-cut-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const cases = powerCutCases(folder, 8).filter((_, i) => i % 2 === 1);
  const { tried, failures } = await playCases(cases);
  t.diagnostic(`${tried} cases`);
  assert.deepEqual(failures, []);
  assert.ok(tried >= 6);
});
