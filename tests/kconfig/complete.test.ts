// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { Completer, differenceText, type KOrigin, type KRequest } from '../../scripts/lib/kconfig/complete.ts';
import type { KconfigDialect } from '../../scripts/lib/kconfig/model.ts';
import { findConf, runConf } from '../rig/kconfig-conf.ts';
import { type RandomSymbol, randomTree } from '../rig/kconfig-random-tree.ts';
import { randomRequests, requestLines, valueIn } from '../rig/kconfig-requests.ts';
import { filesOf, goodTree } from '../rig/kconfig-tree.ts';
import { needs } from '../rig/needs.ts';

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

test('no value that differs for conf goes untold, and none is told that does not; what is proposed works', (t) => {
  if (!needs(t, 'conf-6.12')) return;
  const conf = findConf('6.12') ?? '';
  let differing = 0;
  let proposed = 0;
  for (let seed = 0; seed < 25; seed += 1) {
    const rng = createRng(`kconfig-complete/${seed}`);
    const { files, symbols } = randomTree(rng, '6.12', seed < 3 ? 400 : 60);
    const folder = mkdtempSync(join(tmpdir(), 'ksweep-tree-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const completer = new Completer(goodTree(filesOf(files), '6.12', {}, () => ''));
    for (let k = 0; k < 8; k += 1) {
      const requests = randomRequests(rng, symbols, k < 4 ? 0.15 : 0.6);
      const lines = requestLines(requests, symbols);
      const theirs = runConf(conf, { tree: folder, mode: '--olddefconfig', config: lines }).config ?? '';
      const { text, differences } = completer.complete(requests, { output: 'full', values: [] });
      assert.equal(text, theirs);
      const lostForConf = requests.filter((request) => request.origin === 'swept' && !isSame(request, theirs, symbols));
      assert.deepEqual(
        differences.map(({ request }) => request.name).sort(),
        lostForConf.map(({ name }) => name).sort(),
      );
      differing += differences.length;
      for (const difference of differences) {
        assert.notEqual(difference.reason.kind, 'again', differenceText(difference));
        if (difference.meets.length === 0 || proposed > 300) continue;
        proposed += 1;
        const own = requestLines([difference.request], symbols);
        const met =
          runConf(conf, {
            tree: folder,
            mode: '--olddefconfig',
            config: `${lines}${difference.meets.join('\n')}\n${own}`,
          }).config ?? '';
        assert.ok(isSame(difference.request, met, symbols), differenceText(difference));
      }
    }
    rmSync(folder, { recursive: true, force: true });
  }
  assert.ok(differing > 500, `${differing} values differed`);
  assert.ok(proposed > 50, `${proposed} proposals were tried`);
});

/** n is what a bool or tristate without a line is. */
function isSame({ name, text }: KRequest, config: string, symbols: readonly RandomSymbol[]): boolean {
  const value = valueIn(config, name);
  const type = symbols.find((symbol) => `CONFIG_${symbol.name}` === name)?.type;
  return value === text || (value === undefined && text === 'n' && (type === 'bool' || type === 'tristate'));
}
