// SPDX-License-Identifier: MIT
// Lets every write of every command fail, one after the other: node --import tsx tests/torture/faults.ts [SCENE-PATTERN] [HOW-PATTERN]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleScripts } from '../rig/bundle-scripts.ts';
import { buildFailingWrites, type FaultHow, faultsOf } from '../rig/failing-writes.ts';
import { SCENES, SCRIPTS } from '../rig/fault-scenes.ts';
import { FaultStage, playAll } from '../rig/fault-sweep.ts';

const HOWS: readonly FaultHow[] = ['EIO once', 'EIO', 'ENOSPC once', 'ENOSPC', 'SHORT once', 'SHORT'];

const [scenePattern = '', howPattern = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'ksweep-faults-'));
const tools = { library: buildFailingWrites(folder), scriptPath: await bundleScripts(join(folder, 'scripts'), SCRIPTS) };
const stages = ['a', 'b', 'c', 'd'].map((name) => new FaultStage(join(folder, name), tools));
let failed = 0;
for (const scene of SCENES.filter((one) => new RegExp(scenePattern).test(one.name))) {
  const beganAtMs = Date.now();
  const calls = await (stages[0] as FaultStage).count(scene);
  const faults = faultsOf(calls, HOWS.filter((how) => new RegExp(howPattern).test(how)));
  const { played, met, failures } = await playAll(stages, scene, faults, (text) => void process.stdout.write(`FAILED ${text}\n\n`));
  failed += failures.length;
  process.stdout.write(`${scene.name}: ${calls.length} calls, ${played} faults played, ${met} met, ${failures.length} failures, ${((Date.now() - beganAtMs) / 1000).toFixed(0)} s\n`);
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;
