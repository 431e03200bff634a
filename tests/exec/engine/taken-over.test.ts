// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { JOURNAL_NAME } from '../../../scripts/lib/edge/journal/journal-file.ts';
import { rigBringUp } from '../../rig/sweep-rig.ts';
import { temporaryFolder } from '../../rig/synthetic-sweep.ts';

test('a runner whose folder another machine took over meanwhile writes nothing more into the journal', async (t) => {
  const sweepDir = join(temporaryFolder(t), 'sweep');
  const takeOver = `cp '${sweepDir}/${JOURNAL_NAME}' '${sweepDir}/seen'; rm '${sweepDir}/lock-1.json'`;
  const runs = [{ CONFIG_A: '1' }, { CONFIG_A: '2' }];
  const sweep = { sweepDir, command: takeOver, runs, cwd: '/', settings: { PARALLEL: '1' } };
  await assert.rejects(rigBringUp(sweep), /was taken over: this runner's lock is gone/);
  assert.equal(
    readFileSync(join(sweepDir, JOURNAL_NAME), 'utf8').replace(/^.*"kind":"started".*\n/gm, ''),
    readFileSync(join(sweepDir, 'seen'), 'utf8').replace(/^.*"kind":"started".*\n/gm, ''),
  );
});
