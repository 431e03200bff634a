// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Source } from '../../scripts/lib/core/source.ts';
import { configTroubles } from '../../scripts/lib/kconfig/config-trouble.ts';
import { evaluateTree } from '../../scripts/lib/kconfig/evaluate.ts';
import { Evaluation } from '../../scripts/lib/kconfig/evaluation.ts';
import { runMode } from '../../scripts/lib/kconfig/modes.ts';
import { unmetSelects } from '../../scripts/lib/kconfig/modes.ts';
import { UserValues } from '../../scripts/lib/kconfig/user-values.ts';
import { findConf, runConf } from '../rig/kconfig-conf.ts';
import { filesOf, goodTree } from '../rig/kconfig-tree.ts';
import { needs } from '../rig/needs.ts';

const TREE = `
config WORKERS
	int "Workers"
	default 4

config NAME
	string "Name"

config FAST
	bool "Fast"
`;

function told(text: string): readonly string[] {
  const tree = goodTree(filesOf({ Kconfig: TREE }), '6.12');
  const source: Source = { path: '.config', text };
  const result = runMode(tree, { mode: 'olddefconfig', config: source });
  return configTroubles(source, tree, result).map(({ message, hint, span }) => `${span?.offset}: ${message}; ${hint}`);
}

test('lines that set nothing are told, each with what to do', () => {
  assert.deepEqual(told('CONFIG_WORKERS=8\nCONFIG_NAME="a"\n# CONFIG_FAST is not set\n# a comment\n\n'), []);
  assert.deepEqual(told('CONFIG_WORKERS=64  # note\n'), [
    '0: `64  # note` is no value of CONFIG_WORKERS, which is int; a comment behind a value is a part of the value: write it on a line of its own',
  ]);
  assert.deepEqual(told('CONFIG_FAST=maybe\n'), ['0: `maybe` is no value of CONFIG_FAST, which is bool; correct it']);
  assert.deepEqual(told('CONFIG_NAME=adam\n'), [
    '0: CONFIG_NAME is a string, and its value is not in double quotes; write CONFIG_NAME="adam"',
  ]);
  assert.deepEqual(told('CONFIG_WORKER=8\n'), [
    '0: the tree has no symbol CONFIG_WORKER; did you mean CONFIG_WORKERS?',
  ]);
  assert.deepEqual(told('FAST=y\n'), ['0: this line is neither an assignment nor a comment; write CONFIG_NAME=value']);
  assert.deepEqual(told('CONFIG_FAST=y\nCONFIG_FAST=n\n'), [
    '14: CONFIG_FAST is set again here; the later line counts: delete one of them',
  ]);
});

const SELECTS = `
config PCI
	bool "PCI"

config DRIVER
	bool "Driver"
	depends on PCI

config BOARD
	bool "Board"
	default y
	select DRIVER

config OTHER
	bool "Other"
	select DRIVER
`;

test('symbols that are selected against their dependencies are found, where conf warns of them', (t) => {
  const tree = goodTree(filesOf({ Kconfig: SELECTS }), '6.12');
  const evaluation = new Evaluation(tree);
  const user = new UserValues(tree);
  evaluateTree(user, evaluation);
  assert.deepEqual(unmetSelects(evaluation), [{ name: 'DRIVER', needs: 'PCI (PCI is n)', by: ['BOARD'] }]);
  const pci = tree.byName.get('PCI');
  assert.ok(pci !== undefined && user.set(pci, 'y'));
  evaluateTree(user, evaluation);
  assert.deepEqual(unmetSelects(evaluation), []);
  if (!needs(t, 'conf-6.12')) return;
  const folder = new URL('../fixtures/kconfig/trees/select-beats-depends/', import.meta.url).pathname;
  const config = 'CONFIG_BOARD=y\nCONFIG_FAST=y\n';
  const { stderr } = runConf(findConf('6.12') ?? '', { tree: folder, mode: '--olddefconfig', config });
  assert.match(stderr, /unmet direct dependencies detected for DRIVER/);
});
