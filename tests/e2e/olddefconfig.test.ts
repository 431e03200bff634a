// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

const TREE = `config FAST
	bool "Fast"

config WORKERS
	int "Workers"
	default 4
	range 1 16
	depends on FAST

config BOARD
	bool "Board"
	select DRIVER

config PCI
	bool "PCI"

config DRIVER
	bool "Driver"
	depends on PCI
`;

const HEAD = '#\n# Automatically generated file; DO NOT EDIT.\n# Main menu\n#\n';

function withTree(box: Sandbox, config?: string): void {
  box.write('Kconfig', TREE);
  if (config !== undefined) box.write('.config', config);
}

test('a .config is completed in place, the one before it is kept, and a second time nothing changes', async (t) => {
  const box = sandbox(t);
  withTree(box, 'CONFIG_FAST=y\n');
  const { code, stdout, stderr } = await box.script('olddefconfig', []);
  assert.deepEqual([code, stderr, stdout], [0, '', '#\n# configuration written to .config\n#\n']);
  const completed = `${HEAD}CONFIG_FAST=y\nCONFIG_WORKERS=4\n# CONFIG_BOARD is not set\n# CONFIG_PCI is not set\n`;
  assert.equal(box.read('.config'), completed);
  assert.equal(box.read('.config.old'), 'CONFIG_FAST=y\n');
  const again = await box.script('olddefconfig', ['Kconfig', '.config']);
  assert.equal(again.stdout, '#\n# No change to .config\n#\n');
});

test('--why tells what was not taken, and lines that set nothing are warned of', async (t) => {
  const box = sandbox(t);
  withTree(box, 'CONFIG_WORKERS=8\nCONFIG_PCI=y # note\nCONFIG_BOARD=maybe\n');
  const { code, stderr } = await box.script('olddefconfig', ['--why']);
  assert.equal(code, 0);
  assert.match(stderr, /\.config:3:1: warning: `maybe` is no value of CONFIG_BOARD, which is bool/);
  assert.match(stderr, /^CONFIG_WORKERS=8 is dropped: it needs FAST \(FAST is n\); add CONFIG_FAST=y$/m);
  const strict = await box.script('olddefconfig', ['other'], { env: { KCONFIG_WERROR: '1' } });
  assert.equal(strict.code, 2);
});

test('KCONFIG_WERROR makes warnings errors, KCONFIG_WARN_UNKNOWN_SYMBOLS tells unknown symbols', async (t) => {
  const box = sandbox(t);
  withTree(box, 'CONFIG_FAS=y\n');
  assert.equal((await box.script('olddefconfig', [])).stderr, '');
  box.write('.config', 'CONFIG_FAS=y\n');
  const env = { KCONFIG_WARN_UNKNOWN_SYMBOLS: '1', KCONFIG_WERROR: '1' };
  const { code, stderr } = await box.script('olddefconfig', [], { env });
  assert.equal(code, 1);
  assert.match(stderr, /the tree has no symbol CONFIG_FAS .*\n.*\n.*\n {2}hint: did you mean CONFIG_FAST\?/);
  assert.equal(box.read('.config'), 'CONFIG_FAS=y\n');
});

test('selects against dependencies are warned of as conf does', async (t) => {
  const box = sandbox(t);
  withTree(box, 'CONFIG_BOARD=y\n');
  const { stderr } = await box.script('olddefconfig', []);
  assert.equal(
    stderr,
    '\nWARNING: unmet direct dependencies detected for DRIVER\n  Depends on: PCI (PCI is n)\n  Selected by: BOARD\n',
  );
});

test('the other modes write what they say', async (t) => {
  const box = sandbox(t);
  withTree(box, 'CONFIG_FAST=y\nCONFIG_WORKERS=8\n');
  await box.script('olddefconfig', ['--savedefconfig', 'mini']);
  assert.equal(box.read('mini'), 'CONFIG_FAST=y\nCONFIG_WORKERS=8\n');
  const listed = await box.script('olddefconfig', ['--listnewconfig']);
  assert.equal(listed.stdout, 'CONFIG_BOARD=n\nCONFIG_PCI=n\n');
  await box.script('olddefconfig', ['--allyesconfig']);
  assert.match(box.read('.config'), /CONFIG_FAST=y\nCONFIG_WORKERS=4\nCONFIG_BOARD=y\nCONFIG_PCI=y\nCONFIG_DRIVER=y\n/);
  const random = await box.script('olddefconfig', ['--randconfig', '--seed', '5']);
  assert.match(random.stdout, /^KCONFIG_SEED=0x5\n/);
  const first = box.read('.config');
  await box.script('olddefconfig', ['--randconfig', '--probability', '100', '--seed', '5']);
  assert.match(box.read('.config'), /CONFIG_BOARD=y/);
  await box.script('olddefconfig', ['--randconfig'], { env: { KCONFIG_SEED: '5' } });
  assert.equal(box.read('.config'), first);
});

test('wrong use exits with 2 and a sentence, a broken tree with 1 and its place', async (t) => {
  const box = sandbox(t);
  withTree(box);
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['--allyesconfig', '--allnoconfig'], /--allnoconfig and --allyesconfig are two modes/],
    [['--dialect', '5'], /--dialect is 5; expected 6\.12 or 6\.1/],
    [['nowhere/Kconfig'], /nowhere does not exist/],
    [['--wrong'], /--help shows the use/],
    [['a', 'b', 'c'], /c is one word too many/],
    [['--randconfig', '--probability', '300'], /the probability is 300/],
  ];
  for (const [args, said] of cases) {
    const { code, stderr } = await box.script('olddefconfig', args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, said);
  }
  box.write('Kconfig', 'config A\n\tbool A\n');
  const broken = await box.script('olddefconfig', []);
  assert.equal(broken.code, 1);
  assert.match(broken.stderr, /Kconfig:2:7: error: expected a text in quotes/);
  assert.match((await box.script('olddefconfig', ['--help'])).stdout, /^Usage: olddefconfig\.ts/);
});
