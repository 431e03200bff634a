// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Completer, differenceText, type KOrigin, type KRequest } from '../../scripts/lib/kconfig/complete.ts';
import type { KconfigDialect } from '../../scripts/lib/kconfig/model.ts';
import { filesOf, goodTree } from '../rig/kconfig-tree.ts';

const TREE = `
config MODULES
	bool "Modules"
	modules

choice
	prompt "Optimizer mode"
	default MODE_SINGLE

config MODE_SINGLE
	bool "One optimizer"

config MODE_MANY
	bool "Several optimizers"

endchoice

config WEIGHT_DECAY
	string "Weight decay"
	default "0.01"
	depends on MODE_MANY

config WORKERS
	int "Workers"
	default 4
	range 1 16

config PRUNE
	bool "Prune"

config PRUNE_EVERY
	int "Prune every"
	default 10
	depends on PRUNE && WORKERS > 4

config TRACE
	bool "Trace"

config DEBUG
	bool "Debug"
	select TRACE

config HIDDEN
	def_bool PRUNE

config BELOW_HIDDEN
	bool "Below hidden"
	depends on HIDDEN

config NEVER
	bool "Never"
	depends on UNDEFINED_SYMBOL

config DRIVER
	tristate "Driver"
`;

function told(settings: string, dialect: KconfigDialect = '6.12', origin: KOrigin = 'swept'): readonly string[] {
  const tree = goodTree(
    filesOf({ Kconfig: dialect === '6.12' ? TREE : TREE.replace('\tmodules', '\toption modules') }),
    dialect,
  );
  const requests = settings.split(' ').map((setting): KRequest => {
    const [name = '', text = ''] = setting.split('=');
    return { name: `CONFIG_${name}`, text, origin };
  });
  return new Completer(tree).complete(requests, { output: 'full', values: [] }).differences.map(differenceText);
}

test('what is taken as asked makes no difference', () => {
  assert.deepEqual(told('MODE_MANY=y WEIGHT_DECAY=0.03 WORKERS=8 PRUNE=y PRUNE_EVERY=3 TRACE=y'), []);
  assert.deepEqual(told('PRUNE=n DEBUG=n MODE_MANY=n DRIVER=n'), []);
});

test('an unmet dependency is told with its values and the lines that meet it', () => {
  assert.deepEqual(told('WEIGHT_DECAY=0.03'), [
    'CONFIG_WEIGHT_DECAY=0.03 is dropped: it needs MODE_MANY (MODE_MANY is n); add CONFIG_MODE_MANY=y',
  ]);
  assert.deepEqual(told('PRUNE_EVERY=3'), [
    'CONFIG_PRUNE_EVERY=3 is dropped: it needs PRUNE (PRUNE is n) && WORKERS > 4 (WORKERS is 4); add CONFIG_PRUNE=y, CONFIG_WORKERS=5',
  ]);
  assert.deepEqual(told('PRUNE_EVERY=3 WORKERS=8'), [
    'CONFIG_PRUNE_EVERY=3 is dropped: it needs PRUNE (PRUNE is n); add CONFIG_PRUNE=y',
  ]);
});

test('a dependency without a prompt of its own is followed to one that has', () => {
  assert.deepEqual(told('BELOW_HIDDEN=y'), [
    'CONFIG_BELOW_HIDDEN=y is dropped: it needs HIDDEN (HIDDEN is n); add CONFIG_PRUNE=y',
  ]);
});

test('a value of m is helped with modules, and a part that is asked for twice is told once', () => {
  const Kconfig = `config MODULES
	bool "Modules"
	modules

config BUS
	tristate "Bus"

if BUS

config DRIVER
	tristate "Driver"
	depends on BUS

endif
`;
  const completer = new Completer(goodTree(filesOf({ Kconfig }), '6.12'));
  const requests: KRequest[] = [{ name: 'CONFIG_DRIVER', text: 'm', origin: 'swept' }];
  const { differences } = completer.complete(requests, { output: 'full', values: [] });
  assert.deepEqual(differences.map(differenceText), [
    'CONFIG_DRIVER=m is dropped: it needs BUS (BUS is n); add CONFIG_MODULES=y, CONFIG_BUS=y',
  ]);
});

test('what cannot be met is told without lines', () => {
  assert.deepEqual(told('NEVER=y'), [
    'CONFIG_NEVER=y is dropped: it needs UNDEFINED_SYMBOL (UNDEFINED_SYMBOL is not in the tree)',
  ]);
});

test('choices, selects, ranges, prompts, types, names and modules are told', () => {
  assert.deepEqual(told('MODE_SINGLE=y MODE_MANY=y'), ['CONFIG_MODE_SINGLE=y becomes n: MODE_MANY was chosen instead']);
  assert.deepEqual(told('MODE_SINGLE=n MODE_MANY=n'), [
    'CONFIG_MODE_SINGLE=n becomes y: its choice has no other member to take',
  ]);
  assert.deepEqual(told('TRACE=n DEBUG=y'), ['CONFIG_TRACE=n becomes y: it is selected by DEBUG']);
  assert.deepEqual(told('WORKERS=64'), ['CONFIG_WORKERS=64 becomes 16: its range is 1 to 16']);
  assert.deepEqual(told('WORKERS=64', '6.1'), ['CONFIG_WORKERS=64 becomes 4: its range is 1 to 16']);
  assert.deepEqual(told('HIDDEN=y'), ['CONFIG_HIDDEN=y is dropped: the symbol has no prompt, so nobody can set it']);
  assert.deepEqual(told('WORKERS=0.5'), ['CONFIG_WORKERS=0.5 becomes 4: it is no value of a int symbol']);
  assert.deepEqual(told('WORKER=5'), ['CONFIG_WORKER=5 is dropped: the tree has no such symbol']);
  assert.deepEqual(told('DRIVER=m'), ['CONFIG_DRIVER=m becomes y: there are no modules, and m is y then']);
});

test('fixed and sourced lines that are lost are named, unless a swept member of their choice takes their place', () => {
  const completer = new Completer(goodTree(filesOf({ Kconfig: TREE }), '6.12'));
  const requests: KRequest[] = [
    { name: 'CONFIG_MODE_MANY', text: 'y', origin: 'swept' },
    { name: 'CONFIG_MODE_SINGLE', text: 'y', origin: 'fixed' },
    { name: 'CONFIG_PRUNE_EVERY', text: '3', origin: 'sourced' },
  ];
  const { lost, differences, values } = completer.complete(requests, {
    output: 'full',
    values: ['CONFIG_MODE_MANY', 'CONFIG_NEVER'],
  });
  assert.deepEqual(differences, []);
  assert.deepEqual(
    lost.map(({ name }) => name),
    ['CONFIG_PRUNE_EVERY'],
  );
  assert.deepEqual(
    [...values],
    [
      ['CONFIG_MODE_MANY', 'y'],
      ['CONFIG_NEVER', undefined],
    ],
  );
});

test('the minimal output completes to the same', () => {
  const completer = new Completer(goodTree(filesOf({ Kconfig: TREE }), '6.12'));
  const requests: KRequest[] = [
    { name: 'CONFIG_WORKERS', text: '8', origin: 'swept' },
    { name: 'CONFIG_MODE_MANY', text: 'y', origin: 'fixed' },
  ];
  const { text } = completer.complete(requests, { output: 'minimal', values: [] });
  assert.equal(text, 'CONFIG_MODE_MANY=y\nCONFIG_WORKERS=8\n');
});
