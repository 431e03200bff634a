// SPDX-License-Identifier: MIT
import { createRng } from '../../scripts/lib/core/rng.ts';
import { Completer } from '../../scripts/lib/kconfig/complete.ts';
import { randomConfig } from '../rig/kconfig-random-config.ts';
import { randomTree } from '../rig/kconfig-random-tree.ts';
import { randomRequests } from '../rig/kconfig-requests.ts';
import { completer, filesOf, goodTree } from '../rig/kconfig-tree.ts';

/** Returns a sentence on the speed with a tree of 400 symbols, in processor time of this process, warm. */
export function speedOf400(): string {
  const rng = createRng('kconfig-speed');
  const { files, symbols } = randomTree(rng, '6.12', 400);
  const loadMs = cpuMsOf(() => goodTree(filesOf(files), '6.12', {}, () => ''), 20);
  const tree = goodTree(filesOf(files), '6.12', {}, () => '');
  const complete = completer(tree);
  const dense = randomConfig(rng, symbols, 0.9, 0);
  const denseMs = cpuMsOf(() => complete(dense), 4000);
  const sweep = new Completer(tree);
  const requests = randomRequests(rng, symbols, 0.05).filter(({ origin }) => origin !== 'swept');
  const sparseMs = cpuMsOf(() => sweep.complete(requests, { output: 'full', values: [] }), 4000);
  const perSecond = (ms: number): string => Math.round(1000 / ms).toLocaleString('en-US');
  return `400 symbols: loaded in ${loadMs.toFixed(1)} ms; a second: ${perSecond(denseMs)} dense .config files, ${perSecond(sparseMs)} points of a sweep`;
}

/** Processor time of one call in milliseconds, the mean of some behind a warm-up. */
function cpuMsOf(work: () => unknown, times: number): number {
  for (let i = 0; i < times / 4; i += 1) work();
  const before = process.cpuUsage();
  for (let i = 0; i < times; i += 1) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}
