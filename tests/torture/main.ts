// SPDX-License-Identifier: MIT
// Kills runners at random moments and counts what the jobs say: node --import tsx tests/torture/main.ts [KILLS] [SEED] [stages]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../rig/bundle.ts';
import { tortureStages } from '../rig/stage-torture.ts';
import { tortureRandomly } from '../rig/torture.ts';

const [kills = '10000', seed = String(Date.now()), only] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'ksweep-torture-'));
const runner = bundle('crashing-runner');
let killed = 0;
let sweeps = 0;
while (killed < Number(kills)) {
  const part = join(folder, String(killed));
  if (only !== 'stages') {
    const done = await tortureRandomly(runner, part, {
      kills: Math.min(100, Number(kills) - killed),
      seed: `${seed}/${killed}`,
      runs: 40,
    });
    killed += done.kills;
    sweeps += done.sweeps;
  }
  const staged = await tortureStages(runner, `${part}-stages`, {
    kills: Math.min(25, Number(kills)),
    seed: `${seed}/${killed}`,
    targets: 8,
  });
  rmSync(`${part}-stages`, { recursive: true, force: true });
  killed += staged.kills;
  sweeps += staged.sweeps;
  rmSync(part, { recursive: true, force: true }); // kept when a check fails, to be looked at
  process.stdout.write(`${killed} kills, ${sweeps} sweeps (seed ${seed}): every run began once and ended once\n`);
}
rmSync(folder, { recursive: true, force: true });
