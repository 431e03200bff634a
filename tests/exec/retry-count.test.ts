// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { BringUp } from '../../scripts/lib/exec/engine/bring-up.ts';
import { rigBringUp } from '../rig/sweep-rig.ts';

/** A run that always fails, and brings it up with some settings: how many attempts it has by then, and where it stands. */
function failing(
  t: TestContext,
): (settings: Readonly<Record<string, string>>, further?: Partial<BringUp>) => Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ksweep retries-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return async (settings, further) => {
    const { state } = await rigBringUp(
      {
        sweepDir: join(folder, 'sweep'),
        command: 'exit 1',
        runs: [{ CONFIG_A: '1' }],
        settings: { RETRIES: '2', ...settings },
        cwd: folder,
      },
      further,
    );
    const [run] = state.runs.values();
    return `${run?.attempts.length} ${run?.status}`;
  };
}

test('attempts before a resume count as retries', async (t) => {
  const bringUp = failing(t);
  assert.equal(await bringUp({ MAX_RUNS: '1' }), '1 pending');
  assert.equal(await bringUp({ MAX_RUNS: '1' }), '2 pending');
  assert.equal(await bringUp({}), '3 failed');
  assert.equal(await bringUp({}), '3 failed');
});

test('somebody who asks for a failed run again asks for its retries, too, also over resumes', async (t) => {
  const bringUp = failing(t);
  assert.equal(await bringUp({}), '3 failed');
  assert.equal(await bringUp({ MAX_RUNS: '1' }, { again: () => ({ kind: 'retry failed' }) }), '4 pending');
  assert.equal(await bringUp({}), '6 failed');
  assert.equal(await bringUp({}, { again: () => ({ kind: 'rerun' }) }), '9 failed');
});
