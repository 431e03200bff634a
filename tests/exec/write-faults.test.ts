// SPDX-License-Identifier: MIT
// A call that writes fails, in each command, for every second kind of file; tests/torture/faults.ts does so for every single call.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bundleScripts } from '../rig/bundle-scripts.ts';
import { buildFailingWrites, type FaultHow, faultsOf, sortOf } from '../rig/failing-writes.ts';
import { SCENES, SCRIPTS } from '../rig/fault-scenes.ts';
import { FaultStage, playAll } from '../rig/fault-sweep.ts';
import { hasTool, needs } from '../rig/needs.ts';

const folder = mkdtempSync(join(tmpdir(), 'ksweep-faults-'));
const stages: FaultStage[] = [];
before(async () => {
  if (!hasTool('cc')) return;
  const tools = {
    library: buildFailingWrites(folder),
    scriptPath: await bundleScripts(join(folder, 'scripts'), SCRIPTS),
  };
  for (const name of ['a', 'b', 'c', 'd']) stages.push(new FaultStage(join(folder, name), tools));
});
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** make torture tries the other ways too, at every call. */
const HOWS: readonly FaultHow[] = ['EIO once'];

const seen = new Set<string>();
const all = { played: 0, met: 0 };

for (const scene of SCENES) {
  test(`${scene.name}: a write that fails is told, and going on loses nothing`, async (t) => {
    if (!needs(t, 'cc')) return;
    const calls = await (stages[0] as FaultStage).count(scene);
    const faults = faultsOf(calls, HOWS, sortOf).filter((fault) => {
      const name = `${sortOf(fault)} ${fault.how}`;
      return !seen.has(name) && seen.add(name);
    });
    const [short] = faultsOf(calls, ['SHORT']); // from the first write on each takes half
    const slice = faults.filter((_, i) => i % 2 === 0); // the others are as many again; make torture takes all
    const { played, met, failures } = await playAll(stages, scene, short === undefined ? slice : [...slice, short]);
    assert.deepEqual(failures, []);
    all.played += played;
    all.met += met;
    t.diagnostic(`${calls.length} calls, ${played} faults`);
  });
}

// Ends that come within a second share their syncs, so how many syncs there are depends on how fast the machine is.
test('most of these faults were met: what is written hardly depends on chance', (t) => {
  if (!needs(t, 'cc')) return;
  assert.ok(all.played > 60 && all.met >= all.played * 0.6, `${all.met} of ${all.played} faults were met`);
});
