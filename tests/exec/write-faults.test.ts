// SPDX-License-Identifier: MIT
// A call that writes fails, in each command, once for each kind of file: a broken disk and a full one in turn. tests/torture/faults.ts
// tries every way, and every single call of some commands.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildFailingWrites, type Fault, type FaultHow, faultsOf, sortOf } from '../rig/failing-writes.ts';
import { SCENES } from '../rig/fault-scenes.ts';
import { FaultStage, playAll } from '../rig/fault-sweep.ts';
import { hasTool, needs } from '../rig/needs.ts';

const folder = mkdtempSync(join(tmpdir(), 'ksweep-faults-'));
const stages: FaultStage[] = [];
before(() => {
  if (!hasTool('cc')) return;
  const library = buildFailingWrites(folder);
  for (const name of ['a', 'b']) stages.push(new FaultStage(join(folder, name), library));
});
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const HOWS: readonly FaultHow[] = ['EIO once', 'ENOSPC'];

const seen = new Set<string>();
/** Returns one fault of each sort, its ways in turn. */
function inTurn(faults: readonly Fault[]): readonly Fault[] {
  return [...new Set(faults.map(sortOf))].flatMap((sort, i) => {
    const ways = faults.filter((fault) => sortOf(fault) === sort);
    return ways[i % ways.length] ?? [];
  });
}

const all = { played: 0, met: 0, unmet: [] as string[] };

for (const scene of SCENES) {
  test(`${scene.name}: a write that fails is told, and going on loses nothing`, async (t) => {
    if (!needs(t, 'cc')) return;
    const calls = await (stages[0] as FaultStage).count(scene);
    const faults = inTurn(faultsOf(calls, HOWS, sortOf).filter((fault) => !seen.has(sortOf(fault))));
    for (const fault of faults) seen.add(sortOf(fault));
    const [short] = faultsOf(calls, ['SHORT']); // from the first write on each takes half
    const { played, met, unmet, failures } = await playAll(
      stages,
      scene,
      short === undefined ? faults : [...faults, short],
    );
    assert.deepEqual(failures, []);
    all.played += played;
    all.met += met;
    all.unmet.push(...unmet);
    t.diagnostic(`${calls.length} calls, ${played} faults`);
  });
}

test('nearly all of these faults were met: what is written does not depend on chance', (t) => {
  if (!needs(t, 'cc')) return;
  assert.ok(
    all.played > 90 && all.met >= all.played * 0.9,
    `${all.met} of ${all.played} faults were met; not met: ${all.unmet.slice(0, 20).join('; ')}`,
  );
});
