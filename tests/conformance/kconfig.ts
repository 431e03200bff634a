// SPDX-License-Identifier: MIT
// The long comparison of our Kconfig with its judges: random trees, Linux, and the kernel's own tests. The kernel is read
// where Debian installs it (linux-source-6.12) and unpacked into a cache folder; nothing of it is kept in the repository.
// node --import tsx tests/conformance/kconfig.ts [TREES [CONFIGS]]
import { findConf } from '../rig/kconfig-conf.ts';
import { type FuzzCount, fuzzAgainstConf, fuzzAgainstKconfiglib } from '../rig/kconfig-fuzz.ts';
import { checkSweeps } from '../rig/kconfig-sweeps.ts';
import { compareKernelTests } from './kernel-tests.ts';
import { compareLinux, unpackLinux } from './linux-tree.ts';
import { speedOf400 } from './speed.ts';

const [trees = '2000', configs = '50'] = process.argv.slice(2);
let failures = 0;

function tell(what: string, count: FuzzCount): void {
  failures += count.different.length + count.refused.length;
  console.log(`${what}: ${count.cases} cases, ${count.different.length} different, ${count.refused.length} refused`);
  for (const { seed, ours, theirs } of count.different.slice(0, 3)) {
    const lines = theirs.split('\n');
    const at = ours.split('\n').findIndex((line, i) => line !== lines[i]);
    console.log(`  ${seed}: line ${at + 1}: \`${ours.split('\n')[at] ?? ''}\`, expected \`${lines[at] ?? ''}\``);
  }
}

/** Seeds in bundles, so that a process that dies takes few cases with it. */
function inBundles(run: (seeds: readonly string[]) => FuzzCount): FuzzCount {
  const all: FuzzCount = { cases: 0, different: [], refused: [] };
  for (let from = 0; from < Number(trees); from += 100) {
    const size = Math.min(100, Number(trees) - from);
    const count = run(Array.from({ length: size }, (_, i) => `long/${from + i}`));
    all.cases += count.cases;
    all.different.push(...count.different);
    all.refused.push(...count.refused);
  }
  return all;
}

const conf = findConf('6.12');
if (conf === undefined) throw new Error('no conf of 6.12: node --import tsx tests/rig/kconfig-conf.ts');
tell(
  '6.12 against conf, random trees',
  inBundles((seeds) => fuzzAgainstConf(conf, seeds)),
);
tell('6.1 against Kconfiglib, random trees', inBundles(fuzzAgainstKconfiglib));
const sweeps = checkSweeps(conf, ['long/0', 'long/1', 'long/2', 'long/3'], Math.ceil(Number(trees) / 8), 400);
failures += sweeps.wrong.length + (sweeps.sweeps < Number(trees) / 2 ? 1 : 0); // too few were judged
console.log(`range files over trees of 400 symbols: ${JSON.stringify(sweeps)}`);
console.log(speedOf400());
const linux = unpackLinux();
for (const architecture of ['x86', 'arm64'] as const) {
  tell(`6.12 against conf, Linux ${architecture}, dense`, compareLinux(conf, linux, architecture, Number(configs)));
}
const kernel = compareKernelTests(linux);
failures += kernel.failed.length;
console.log(
  `the kernel's own tests: ${kernel.passed.length} pass, ${kernel.failed.length} fail, ${kernel.left.length} ask questions`,
);
for (const each of kernel.failed) console.log(`  ${each}`);
process.exitCode = failures === 0 ? 0 : 1;
