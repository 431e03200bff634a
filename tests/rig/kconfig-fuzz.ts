// SPDX-License-Identifier: MIT
// Random trees and random .configs, completed by us and by a judge. Whatever differs is returned.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRng, type Rng } from '../../scripts/lib/core/rng.ts';
import type { KconfigDialect } from '../../scripts/lib/kconfig/model.ts';
import { type ConfRun, runConf } from './kconfig-conf.ts';
import { randomConfig } from './kconfig-random-config.ts';
import { type RandomTree, randomTree } from './kconfig-random-tree.ts';
import { completer, filesOf, goodTree } from './kconfig-tree.ts';
import { runKconfiglib } from './kconfiglib-oracle.ts';

/** What a round of fuzzing came to. */
export interface FuzzCount {
  cases: number;
  /** The seed of each case that differs, with both results. */
  readonly different: { readonly seed: string; readonly ours: string; readonly theirs: string }[];
  /** Trees that a judge could not read: none that we read may be among them, and the other way round. */
  readonly refused: string[];
}

/** .configs of a tree: dense, sparse, with junk. */
function configsOf(rng: Rng, tree: RandomTree): string[] {
  return [
    randomConfig(rng, tree.symbols, 0.95, 0),
    randomConfig(rng, tree.symbols, 0.8, 0),
    randomConfig(rng, tree.symbols, 0.9, 0.2),
    randomConfig(rng, tree.symbols, 0.2, 0),
  ];
}

/** A .config that conf made at random, with lines left out and others set anew. */
function mutated(config: string, rng: Rng, tree: RandomTree): string {
  const kept = config.split('\n').filter(() => rng.float() >= 0.05);
  return `${kept.join('\n')}\n${randomConfig(rng, tree.symbols, 0.08, 0)}`;
}

function writeTree(tree: RandomTree): string {
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-tree-'));
  for (const [path, text] of Object.entries(tree.files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function randomTreeOf(seed: string, dialect: KconfigDialect): { rng: Rng; tree: RandomTree } {
  const rng = createRng(`kconfig-fuzz/${seed}`);
  return { rng, tree: randomTree(rng, dialect, 10 + rng.below(60)) };
}

/** Compares 6.12 with conf on trees of the seeds. */
export function fuzzAgainstConf(conf: string, seeds: readonly string[]): FuzzCount {
  const count: FuzzCount = { cases: 0, different: [], refused: [] };
  for (const seed of seeds) {
    const { rng, tree } = randomTreeOf(seed, '6.12');
    const folder = writeTree(tree);
    try {
      const complete = completer(goodTree(filesOf(tree.files), '6.12', {}, () => ''));
      const run = (mode: string, rest: { config?: string; environment?: Record<string, string> }): ConfRun =>
        runConf(conf, { tree: folder, mode, ...rest });
      const environment = { KCONFIG_SEED: String(1 + rng.below(1_000_000)) };
      const dense = run('--randconfig', { environment }).config ?? '';
      for (const config of [dense, mutated(dense, rng, tree), mutated(dense, rng, tree), ...configsOf(rng, tree)]) {
        const theirs = run('--olddefconfig', { config }).config;
        count.cases += 1;
        const ours = complete(config);
        if (theirs === undefined) count.refused.push(seed);
        else if (ours !== theirs) count.different.push({ seed, ours, theirs });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return count;
}

/** Compares 6.1 with Kconfiglib on trees of the seeds. */
export function fuzzAgainstKconfiglib(seeds: readonly string[]): FuzzCount {
  const count: FuzzCount = { cases: 0, different: [], refused: [] };
  const calls = seeds.map((seed) => {
    const { rng, tree } = randomTreeOf(seed, '6.1');
    return { seed, tree, folder: writeTree(tree), configs: configsOf(rng, tree) };
  });
  try {
    for (const [i, answer] of runKconfiglib(calls.map(({ folder, configs }) => ({ folder, configs }))).entries()) {
      const call = calls[i];
      if (call === undefined) throw new Error('more answers than calls');
      const complete = completer(goodTree(filesOf(call.tree.files), '6.1', {}, () => ''));
      if ('error' in answer) count.refused.push(`${call.seed}: ${answer.error}`);
      else {
        for (const [k, config] of call.configs.entries()) {
          const ours = complete(config);
          const theirs = answer.outputs[k]?.config ?? '';
          count.cases += 1;
          if (ours !== theirs) count.different.push({ seed: call.seed, ours, theirs });
        }
      }
    }
  } finally {
    for (const { folder } of calls) rmSync(folder, { recursive: true, force: true });
  }
  return count;
}
