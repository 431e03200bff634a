// SPDX-License-Identifier: MIT
import { benchGenerate } from './generate.ts';
import { benchLaunch } from './launch.ts';
import { ratioLine, type Ratio } from './ratio.ts';

const BENCHES: Readonly<Record<string, () => Promise<readonly Ratio[]>>> = { generate: benchGenerate, launch: benchLaunch };

const asked = process.argv.slice(2);
process.stdout.write('ratio   ours / theirs (below 1: ours is faster), by turns in one run\n');
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const ratio of await bench()) process.stdout.write(`${ratioLine(ratio)}\n`);
}
