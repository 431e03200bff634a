// SPDX-License-Identifier: MIT
/**
 * Speed as ratios, each measured in one run: `node --import tsx bench/main.ts [generate] [launch] [report] [serve] [RUNS]`.
 * RUNS is the size of the large sweeps (10,000).
 */
import { benchGenerate } from './generate.ts';
import { benchLaunch } from './launch.ts';
import { ratioLine, type Ratio } from './ratio.ts';
import { benchReport } from './report.ts';
import { benchServe } from './serve.ts';

const asked = process.argv.slice(2);
const large = asked.map(Number).find((n) => n > 0);
const names = asked.filter((word) => Number.isNaN(Number(word)));

const BENCHES: Readonly<Record<string, () => Promise<readonly Ratio[]>>> = {
  generate: benchGenerate,
  launch: () => benchLaunch(large),
  report: () => benchReport(large),
  serve: benchServe,
};

process.stdout.write('ratio   ours / theirs (below 1: ours is faster), by turns in one run\n');
for (const [name, bench] of Object.entries(BENCHES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  for (const ratio of await bench()) process.stdout.write(`${ratioLine(ratio)}\n`);
}
