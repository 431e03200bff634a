// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import { readChances } from '../../../scripts/lib/kconfig/all-new.ts';
import { glibcRand } from '../../../scripts/lib/kconfig/glibc-rand.ts';
import { CONF_MODES, type ConfMode, runMode } from '../../../scripts/lib/kconfig/modes.ts';
import { findConf, runConf } from '../../rig/kconfig-conf.ts';
import { randomConfig } from '../../rig/kconfig-random-config.ts';
import { randomTree } from '../../rig/kconfig-random-tree.ts';
import { filesOf, goodTree } from '../../rig/kconfig-tree.ts';
import { runKconfiglib } from '../../rig/kconfiglib-oracle.ts';
import { needs } from '../../rig/needs.ts';

test('the random numbers are those of rand() of the GNU C library', () => {
  // Printed by a C program that calls srand(1) and srand(42).
  const first = (seed: number): number[] => {
    const rand = glibcRand(seed);
    return [rand(), rand(), rand()];
  };
  assert.deepEqual(first(1), [1804289383, 846930886, 1681692777]);
  assert.deepEqual(first(42), [71876166, 708592740, 1483128881]);
});

test('chances are read as conf reads KCONFIG_PROBABILITY', () => {
  assert.deepEqual(readChances('10'), { bool: 10, yes: 5, module: 5 });
  assert.deepEqual(readChances('15:25'), { bool: 40, yes: 15, module: 25 });
  assert.deepEqual(readChances('10:15:15'), { bool: 10, yes: 15, module: 15 });
  assert.equal(readChances('101'), undefined);
  assert.equal(readChances('60:60'), undefined);
  assert.equal(readChances('many'), undefined);
});

/** Modes that start from a .config. */
const STARTING: ReadonlySet<ConfMode> = new Set(['olddefconfig', 'savedefconfig', 'listnewconfig']);

/** What conf makes of a tree in a mode. */
function confResult(conf: string, folder: string, mode: ConfMode, config: string, seed: number): string {
  const base = { tree: folder, mode: `--${mode}` };
  if (mode === 'savedefconfig') {
    const target = join(folder, 'minimal');
    const own = join(folder, '.config');
    writeFileSync(own, config);
    spawnSync(conf, [`--savedefconfig=${target}`, 'Kconfig'], { cwd: folder, env: { KCONFIG_CONFIG: own } });
    return existsSync(target) ? readFileSync(target, 'utf8') : 'none';
  }
  if (mode === 'listnewconfig') {
    const { stdout } = runConf(conf, { ...base, config });
    return stdout
      .split('\n')
      .filter((line) => line.startsWith('CONFIG_'))
      .map((line) => `${line}\n`)
      .join('');
  }
  const environment = { KCONFIG_SEED: String(seed) };
  return runConf(conf, mode === 'olddefconfig' ? { ...base, config } : { ...base, environment }).config ?? 'none';
}

test('every mode gives what conf gives', (t) => {
  if (!needs(t, 'conf-6.12')) return;
  const conf = findConf('6.12') ?? '';
  for (let seed = 1; seed <= 15; seed += 1) {
    const rng = createRng(`kconfig-modes/${seed}`);
    const { files, symbols } = randomTree(rng, '6.12', 10 + rng.below(60));
    const folder = mkdtempSync(join(tmpdir(), 'ksweep-tree-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const tree = goodTree(filesOf(files), '6.12', {}, () => '');
    const text = randomConfig(rng, symbols, 0.5, 0);
    for (const mode of CONF_MODES) {
      const config = STARTING.has(mode) ? { path: '.config', text } : undefined;
      assert.equal(
        runMode(tree, { mode, config, seed }).text,
        confResult(conf, folder, mode, text, seed),
        `${mode}, seed ${seed}`,
      );
    }
    rmSync(folder, { recursive: true, force: true });
  }
});

test('minimal configurations are those of Kconfiglib in 6.1, and complete to the same', (t) => {
  if (!needs(t, 'kconfiglib')) return;
  for (let seed = 1; seed <= 40; seed += 1) {
    const rng = createRng(`kconfig-minimal/${seed}`);
    const { files, symbols } = randomTree(rng, '6.1', 10 + rng.below(60));
    const folder = mkdtempSync(join(tmpdir(), 'ksweep-tree-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const text = randomConfig(rng, symbols, 0.6, 0);
    const [answer] = runKconfiglib([{ folder, configs: [text] }]);
    rmSync(folder, { recursive: true, force: true });
    assert.ok(answer !== undefined && 'outputs' in answer);
    const tree = goodTree(filesOf(files), '6.1', {}, () => '');
    const { text: minimal } = runMode(tree, { mode: 'savedefconfig', config: { path: '.config', text } });
    assert.equal(minimal, answer.outputs[0]?.minimal, `seed ${seed}`);
  }
});
