// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineSweep } from '../../scripts/lib/config/definition.ts';
import { completePoints, newTally, openTreeSweep, treeNotes } from '../../scripts/lib/config/tree-sweep.ts';
import { treeWhyNot } from '../../scripts/lib/config/tree-why-not.ts';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import type { GivenSetting } from '../../scripts/lib/core/settings/resolve.ts';
import { readWord } from '../../scripts/lib/core/value.ts';
import type { TreePolicy } from '../../scripts/lib/config/tree-sweep.ts';
import { filesOf, goodTree } from '../rig/kconfig-tree.ts';

const TREE = `
config FAST
	bool "Fast"

config DEPTH
	int "Depth"
	default 2 if FAST
	default 8

config DECAY
	string
	default "0.05" if FAST
	default "0.01"

config BASE
	hex
	default 0x20 if FAST
	default 10

config EXTRA
	bool "Extra"
	depends on FAST
	default y

config UNUSED
	int "Unused"
	depends on EXTRA && !FAST
`;

interface Judged {
  readonly rows: readonly string[];
  readonly said: string;
  readonly notes: readonly string[];
  whyNot(...wanted: readonly string[]): readonly string[];
}

function judge(range: string, policy: TreePolicy = 'prune', given: readonly GivenSetting[] = []): Judged {
  const text = `SWEEP_KCONFIG=Kconfig\n${range}`;
  const { value, diagnostics } = defineSweep({
    source: { path: 'x.range', text },
    load: () => ({ unreadable: 'no such file' }),
    given,
  });
  const none = { rows: [], notes: [], whyNot: () => [] };
  if (value === undefined) return { ...none, said: formatDiagnostics(diagnostics) };
  const { file, space, design } = value;
  const tree = goodTree(filesOf({ Kconfig: TREE }), '6.12');
  const input = { file, swept: space.swept, tree, policy, output: 'full' } as const;
  const sweep = openTreeSweep(input);
  const tally = newTally();
  const kept = [...completePoints(design.points(), sweep, input, tally)];
  return {
    rows: kept.map(({ assignments }) => assignments.map(({ name, value: { text: t } }) => `${name}=${t}`).join(' ')),
    said: formatDiagnostics(sweep.diagnostics),
    notes: [...treeNotes(tally), ...tally.told],
    whyNot: (...wanted) =>
      treeWhyNot(
        space,
        sweep,
        wanted.map((each) => ({ name: each.split('=')[0] ?? '', value: readWord(each.split('=')[1] ?? '') })),
      ),
  };
}

const BOTH = 'CONFIG_FAST=y|n\n';
const FAST = ['CONFIG_FAST=y'];
const SLOW = ['CONFIG_FAST=n'];

test('rules look at symbols that only the tree has, with the values that completion gave them', () => {
  assert.deepEqual(judge(`${BOTH}depends on CONFIG_DEPTH > 4\n`).rows, SLOW);
  assert.deepEqual(judge(`${BOTH}exclude if CONFIG_DEPTH > 4\n`).rows, FAST);
  assert.deepEqual(judge(`${BOTH}depends on CONFIG_EXTRA\n`).rows, FAST);
  assert.deepEqual(judge(`${BOTH}exclude if CONFIG_EXTRA = n\n`).rows, FAST);
});

test('numbers in strings and hex symbols are numbers; a symbol without a line is absent, or n', () => {
  assert.deepEqual(judge(`${BOTH}depends on CONFIG_DECAY > 0.02\n`).rows, FAST);
  assert.deepEqual(judge(`${BOTH}depends on CONFIG_BASE < 17\n`).rows, SLOW); // a hex of 10 is 16
  assert.deepEqual(judge(`${BOTH}depends on CONFIG_BASE > 15\n`).rows, [...FAST, ...SLOW]);
  assert.deepEqual(judge(`${BOTH}depends on CONFIG_UNUSED > 0\n`).rows, []);
  assert.deepEqual(judge(`${BOTH}depends on CONFIG_UNUSED != 3\n`).rows, [...FAST, ...SLOW]); // as of any absent symbol
});

test('symbols of the file, the tree and helpers stand in one rule', () => {
  const range = `${BOTH}lr=1|8\nlet most=5\ndepends on lr * CONFIG_DEPTH < most || CONFIG_FAST = n && lr > most\n`;
  assert.deepEqual(judge(range).rows, ['CONFIG_FAST=y lr=1', 'CONFIG_FAST=n lr=8']);
});

test('what a rule leaves out is counted by rule, and is told nothing else of', () => {
  const range =
    'CONFIG_FAST=n|y\nCONFIG_EXTRA=y\nCONFIG_UNUSED=1|2\nexclude if CONFIG_DEPTH = 8\nexclude if CONFIG_BASE = 32\n';
  const { rows, notes } = judge(range, 'error');
  assert.deepEqual(rows, []);
  assert.deepEqual(notes, [
    '2 configurations are left out by the rule x.range:5: exclude if CONFIG_DEPTH = 8',
    '2 configurations are left out by the rule x.range:6: exclude if CONFIG_BASE = 32',
  ]);
});

test('a name that neither file nor tree has is an error with its place and near names', () => {
  const { said } = judge(`${BOTH}depends on CONFIG_DEPT > 4\n`);
  assert.match(
    said,
    /^x\.range:3:12: error: there is no symbol CONFIG_DEPT in this range file, and none in its Kconfig tree \[E_SYMBOL_UNKNOWN\]/,
  );
  assert.match(said, /hint: did you mean CONFIG_DEPTH\?/);
  assert.match(judge(`${BOTH}depends on DEPTH > 4\n`).said, /there is no symbol DEPTH in this range file \[/);
});

test('a condition of a line cannot wait for the tree, and says what can', () => {
  const { said } = judge(`${BOTH}lr=1|2 if CONFIG_EXTRA\n`);
  assert.match(said, /^x\.range:3:11: error: there is no symbol CONFIG_EXTRA in this range file \[E_SYMBOL_UNKNOWN\]/);
  assert.match(said, /of those that only the Kconfig tree has write depends on or exclude if/);
});

test('without a tree such a rule is an error, whoever takes the tree away', () => {
  const away: GivenSetting = { name: 'KCONFIG', text: '', layer: 'make' };
  assert.match(
    judge(`${BOTH}depends on CONFIG_DEPTH > 4\n`, 'prune', [away]).said,
    /no symbol CONFIG_DEPTH in this range file \[/,
  );
});

test('WHY_NOT names the rule', () => {
  const { whyNot } = judge(`${BOTH}depends on CONFIG_DEPTH > 4\n`);
  assert.deepEqual(whyNot('CONFIG_FAST=y'), [
    'the first configuration with these values, completed, breaks a rule over symbols of the Kconfig tree; others were not tried:',
    '  x.range:3: depends on CONFIG_DEPTH > 4',
  ]);
});
