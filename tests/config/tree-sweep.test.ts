// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  completePoints,
  newTally,
  openTreeSweep,
  treeDiagnostics,
  treeNotes,
  type TreePolicy,
  type TreeTally,
} from '../../scripts/lib/config/tree-sweep.ts';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import type { KconfigDialect } from '../../scripts/lib/kconfig/model.ts';
import { filesOf, goodTree } from '../rig/kconfig-tree.ts';
import { pointsOf, spaceOf } from '../space/open-space.ts';

// A tree with the traps of a project for machine learning: numbers in strings, a mode that hides the rest, choices.
const TREE = `
choice
	prompt "Optimizer mode"
	default OPTIMIZER_MODE_SINGLE

config OPTIMIZER_MODE_SINGLE
	bool "One optimizer"

config OPTIMIZER_MODE_MULTIPLE
	bool "Several optimizers"

endchoice

choice
	prompt "Optimizer"
	depends on OPTIMIZER_MODE_SINGLE

config OPTIMIZER_ADAM
	bool "Adam"

config OPTIMIZER_ADAMWPRUNE
	bool "AdamWPrune"

endchoice

config PRUNING
	bool "Pruning"

config WEIGHT_DECAY
	string "Weight decay"
	default "0.01"
	depends on OPTIMIZER_ADAMWPRUNE && PRUNING

config BATCH
	int "Batch"
	default 128
	range 1 1024

config SPARSITY
	string
	default "0.9" if PRUNING
	default "0.0"
`;

interface Told {
  readonly rows: readonly string[];
  readonly tally: TreeTally;
  readonly said: string;
  readonly texts: readonly string[];
}

function sweepOf(
  range: string,
  policy: TreePolicy = 'prune',
  files: Record<string, string> = {},
  dialect: KconfigDialect = '6.12',
): Told {
  const space = spaceOf(range, files);
  const input = {
    file: space.file,
    swept: space.swept,
    tree: goodTree(filesOf({ Kconfig: TREE }), dialect),
    policy,
    output: 'minimal',
  } as const;
  const sweep = openTreeSweep(input);
  const tally = newTally();
  const kept = [...completePoints(pointsOf(space), sweep, input, tally)];
  return {
    rows: kept.map(({ assignments }) => assignments.map(({ name, value }) => `${name}=${value.text}`).join(' ')),
    texts: kept.map(({ text }) => text),
    said: formatDiagnostics(sweep.diagnostics),
    tally,
  };
}

test('numbers for string symbols are taken, and are numbers still', () => {
  const { rows, said, texts } = sweepOf(
    'CONFIG_OPTIMIZER_ADAMWPRUNE=y\nCONFIG_PRUNING=y\nCONFIG_WEIGHT_DECAY=0.03|0.05\n',
  );
  assert.equal(said, '');
  assert.equal(rows.length, 2);
  assert.match(texts[0] ?? '', /^CONFIG_WEIGHT_DECAY="0\.03"$/m);
});

test('a range file that forgets what its symbol depends on is told the lines to add', () => {
  const { rows, tally } = sweepOf('CONFIG_WEIGHT_DECAY=0.03|0.05\n', 'warn');
  assert.deepEqual(
    [...tally.told],
    [
      'CONFIG_WEIGHT_DECAY=0.03 is dropped: it needs OPTIMIZER_ADAMWPRUNE (OPTIMIZER_ADAMWPRUNE is n) && PRUNING (PRUNING is n); add CONFIG_OPTIMIZER_ADAMWPRUNE=y, CONFIG_PRUNING=y',
      'CONFIG_WEIGHT_DECAY=0.05 is dropped: it needs OPTIMIZER_ADAMWPRUNE (OPTIMIZER_ADAMWPRUNE is n) && PRUNING (PRUNING is n); add CONFIG_OPTIMIZER_ADAMWPRUNE=y, CONFIG_PRUNING=y',
    ],
  );
  assert.deepEqual(rows, ['']);
  assert.equal(tally.collapsed, 1);
});

test('configurations that lose a swept value are pruned and counted by reason', () => {
  const { rows, tally } = sweepOf('CONFIG_OPTIMIZER_ADAMWPRUNE=y\nCONFIG_PRUNING=y|n\nCONFIG_WEIGHT_DECAY=0.03|0.05\n');
  assert.deepEqual(rows, [
    'CONFIG_OPTIMIZER_ADAMWPRUNE=y CONFIG_PRUNING=y CONFIG_WEIGHT_DECAY=0.03',
    'CONFIG_OPTIMIZER_ADAMWPRUNE=y CONFIG_PRUNING=y CONFIG_WEIGHT_DECAY=0.05',
  ]);
  assert.deepEqual([...tally.pruned], [['CONFIG_WEIGHT_DECAY: it needs PRUNING (PRUNING is n)', 2]]);
});

test('equal configurations collapse, unless something outside of the tree tells them apart', () => {
  const range = 'CONFIG_OPTIMIZER_MODE_MULTIPLE=y\nCONFIG_OPTIMIZER_ADAM=n|y\n';
  assert.equal(sweepOf(range, 'warn').tally.collapsed, 1);
  assert.deepEqual(sweepOf(`${range}lr=0.1|0.2\n`, 'warn').rows.length, 2);
});

test('fixed and sourced lines that are not taken are collected, and prune nothing', () => {
  const { rows, tally, said } = sweepOf('source "base"\nCONFIG_BATCH=64|128\n', 'prune', {
    base: 'CONFIG_WEIGHT_DECAY=0.1\nCONFIG_NOBODY=3\n',
  });
  assert.equal(rows.length, 2);
  assert.deepEqual([...tally.lost], ['CONFIG_WEIGHT_DECAY']);
  assert.match(said, /^base:2:1: warning: a line that nothing sweeps set(s)? nothing .*CONFIG_NOBODY/m);
});

test('mistakes in swept lines are errors with their places, of ranges and rows too', () => {
  const { said } = sweepOf('CONFIG_BATCH=1:0.5:3\nCONFIG_PRUNIN=y|n\nCONFIG_OPTIMIZER_ADAM,lr=y,1|maybe,2\n');
  assert.match(said, /x\.range:1:14: error: CONFIG_BATCH is int in the Kconfig tree, and `1\.0` is not/);
  assert.match(
    said,
    /x\.range:2:1: error: the Kconfig tree has no symbol CONFIG_PRUNIN .*\n.*\n.*\n {2}hint: did you mean CONFIG_PRUNING\?/,
  );
  assert.match(said, /x\.range:3:\d+: error: CONFIG_OPTIMIZER_ADAM is bool in the Kconfig tree, and `maybe` is not/);
});

test('members of a choice that take turns are no rivals, ones that are always y are', () => {
  const turns = 'CONFIG_OPTIMIZER_ADAM,CONFIG_OPTIMIZER_ADAMWPRUNE=y,|,y\n';
  const { said, rows } = sweepOf(turns);
  assert.equal(said, '');
  assert.deepEqual(rows, ['CONFIG_OPTIMIZER_ADAM=y', 'CONFIG_OPTIMIZER_ADAMWPRUNE=y']);
  const both = sweepOf('CONFIG_OPTIMIZER_ADAM,CONFIG_OPTIMIZER_ADAMWPRUNE,lr=y,y,1|y,y,2\n');
  assert.match(both.said, /CONFIG_OPTIMIZER_ADAMWPRUNE and CONFIG_OPTIMIZER_ADAM are members of one choice/);
});

test('what was not taken is said once: refused, warned of, or counted', () => {
  const range = 'CONFIG_BATCH=64|128\nCONFIG_WEIGHT_DECAY=0.03|0.05\n';
  const said = (policy: TreePolicy): string => formatDiagnostics(treeDiagnostics(sweepOf(range, policy).tally, policy));
  assert.match(said('error'), /^error: CONFIG_WEIGHT_DECAY=0\.03 is dropped: .* \[E_KCONFIG_NOT_TAKEN\]/);
  assert.match(said('warn'), /^warning: CONFIG_WEIGHT_DECAY=0\.03 is dropped: .* \[W_KCONFIG_NOT_TAKEN\]/);
  const { tally } = sweepOf(range);
  assert.deepEqual(treeNotes(tally), [
    '4 configurations are left out, since the Kconfig tree does not take a value: CONFIG_WEIGHT_DECAY: it needs OPTIMIZER_ADAMWPRUNE (OPTIMIZER_ADAMWPRUNE is n) && PRUNING (PRUNING is n): 4',
  ]);
  const sourced = sweepOf('source "base"\nCONFIG_BATCH=64|128\n', 'prune', { base: 'CONFIG_WEIGHT_DECAY=0.1\n' });
  assert.match(
    formatDiagnostics(treeDiagnostics(sourced.tally, 'prune')),
    /^warning: a fixed or sourced value is not taken by the Kconfig tree: CONFIG_WEIGHT_DECAY \[W_KCONFIG_NOT_TAKEN\]/,
  );
});
