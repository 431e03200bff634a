// SPDX-License-Identifier: MIT
// Lets writes of every command fail, one after the other: node --import tsx tests/torture/faults.ts [SCENE-PATTERN] [HOW-PATTERN]
// Every single call of generate and of a sweep; of the other commands each sort of call that was not among those.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFailingWrites, type FaultHow, faultsOf, sortOf } from '../rig/failing-writes.ts';
import { SCENES } from '../rig/fault-scenes.ts';
import { FaultStage, playAll } from '../rig/fault-sweep.ts';

const HOWS: readonly FaultHow[] = ['EIO once', 'EIO', 'ENOSPC once', 'ENOSPC', 'SHORT once', 'SHORT'];

const [scenePattern = '', howPattern = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'ksweep-faults-'));
const library = buildFailingWrites(folder);
const stages = ['a', 'b', 'c', 'd'].map((name) => new FaultStage(join(folder, name), library));
/** Played to the last call. */
const WHOLE: ReadonlySet<string> = new Set(['generate', 'generate over an older sweep', 'run', 'promote']);

const seen = new Set<string>();
let [failed, total, reached] = [0, 0, 0];
for (const scene of SCENES.filter((one) => new RegExp(scenePattern).test(one.name))) {
  const beganAtMs = Date.now();
  const calls = await (stages[0] as FaultStage).count(scene);
  const hows = HOWS.filter((how) => new RegExp(howPattern).test(how));
  const isNew = (name: string): boolean => !seen.has(name) && seen.add(name) !== undefined;
  const faults = WHOLE.has(scene.name)
    ? faultsOf(calls, hows)
    : faultsOf(calls, hows, sortOf).filter((fault) => isNew(`${sortOf(fault)} ${fault.how}`));
  for (const fault of faults) seen.add(`${sortOf(fault)} ${fault.how}`);
  const { played, met, failures } = await playAll(
    stages,
    scene,
    faults,
    (text) => void process.stdout.write(`FAILED ${text}\n\n`),
  );
  failed += failures.length;
  total += played;
  reached += met;
  process.stdout.write(
    `${scene.name}: ${calls.length} calls, ${played} faults played, ${met} met, ${failures.length} failures, ${((Date.now() - beganAtMs) / 1000).toFixed(0)} s\n`,
  );
}
process.stdout.write(`${total} faults, ${failed} failures\n`);
rmSync(folder, { recursive: true, force: true });
process.exitCode = failed === 0 && reached >= total * 0.9 ? 0 : 1;
