// SPDX-License-Identifier: MIT
// Symbols of words, numbers in quotes and "is not set" keep their meaning through every door and in every format.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDiagnostics } from '../../../scripts/lib/core/diagnostic.ts';
import { manifestOf } from '../../../scripts/lib/edge/definition/config-folder.ts';
import { argumentWords } from '../../../scripts/lib/run/arguments.ts';
import { runEnvironment } from '../../../scripts/lib/run/environment.ts';
import { needs } from '../../rig/needs.ts';
import { filesOfSweep, sweepOfText } from '../../rig/range-text.ts';
import { readBack, readByConf, readConfigs } from '../../rig/read-back.ts';

const ROWS = { 'rows.csv': 'CONFIG_SIZE\nn\ns\nm\ny\n' };

/** n, s, m and y of a symbol of words, through each door; the unquoted word may stand in another layer. */
const DOORS: Readonly<Record<string, readonly [string, Record<string, string>, Record<string, string>]>> = {
  'a line': ['CONFIG_SIZE=n|s|m|y\n', {}, {}],
  'SET=': ['CONFIG_SIZE=1\n', { SET: 'CONFIG_SIZE=n|s|m|y' }, {}],
  'SET= over a line with a word': ['CONFIG_SIZE=l\n', { SET: 'CONFIG_SIZE=n|"s"|m|y' }, {}],
  'a zip': ['CONFIG_SIZE,CONFIG_B=n,1|s,1|m,1|y,1\n', {}, {}],
  'rows of a CSV file': ['CONFIG_SIZE=@rows.csv\n', {}, ROWS],
  'a sourced file': ['source "base"\nCONFIG_SIZE=n|"s"|m|y\n', {}, { base: 'CONFIG_SIZE=x\n' }],
};

for (const [name, [text, settings, files]] of Object.entries(DOORS)) {
  test(`through ${name}, y, n and m of a symbol of words are words in every format`, (t) => {
    if (!needs(t, 'python3-yaml') || !needs(t, 'python3-kconfiglib') || !needs(t, 'conf-6.12')) return;
    if (!needs(t, 'python3-omegaconf') || !needs(t, 'python3-yacs')) return;
    const words = (format: string): string[] => filesOfSweep(sweepOfText(text, { ...settings, FORMAT: format }, files));
    const sizes = (read: readonly string[]): (string | undefined)[] =>
      read.map((values) => /'CONFIG_SIZE': ([^,}]+)/.exec(values)?.[1]);
    const expected = ["'n'", "'s'", "'m'", "'y'"];
    for (const reader of ['pyyaml', 'omegaconf', 'yacs'] as const)
      assert.deepEqual(sizes(readBack(reader, words('yaml'))), expected, reader);
    assert.deepEqual(sizes(readBack('json', words('json'))), expected);
    const tree = 'config SIZE\n\tstring "size"\n';
    for (const read of [readConfigs(tree, words('kconfig')), readByConf('6.12', tree, words('kconfig'))])
      assert.deepEqual(read, ['SIZE=n', 'SIZE=s', 'SIZE=m', 'SIZE=y']);
  });

  test(`through ${name}, words reach arguments and environment, and sweep.json knows the symbol`, () => {
    const sweep = sweepOfText(text, settings, files);
    const all = [...sweep.configurations()];
    assert.deepEqual(
      all.map((c) => argumentWords(c.assignments.filter((a) => a.name === 'CONFIG_SIZE'))),
      ["'--size=n'", "'--size=s'", "'--size=m'", "'--size=y'"],
    );
    const place = { run: 'r', number: 1, config: '/c', runDir: '/r', attemptDir: '/a', sweepDir: '/s' };
    assert.deepEqual(
      all.map((c) => runEnvironment(c.assignments, ['CONFIG_SIZE'], place)['CONFIG_SIZE']),
      ['n', 's', 'm', 'y'],
    );
    assert.deepEqual(manifestOf(sweep, '/out').kinds, { CONFIG_SIZE: 'words' });
  });
}

test('what is compared with a symbol of words is read by it', () => {
  const text = 'size=n|s|m\nwide=1 if size=n\ntall=2 if m=size\ndepends on size != s0 || size = "s"\n'.replace(
    's0',
    '"s"',
  );
  assert.deepEqual(
    [...sweepOfText(text).configurations()].map((c) => c.assignments.map((a) => `${a.name}=${a.value.text}`).join(' ')),
    ['size=n wide=1', 'size=s', 'size=m tall=2'],
  );
});

test('y, n and m without a word beside them, and quoted words alone, stay what they are', () => {
  const kinds = (text: string): string[] =>
    [...sweepOfText(text).configurations()].map((c) => c.assignments[0]?.value.kind ?? '');
  assert.deepEqual(kinds('a=y|n|m\n'), ['tristate', 'tristate', 'tristate']);
  assert.deepEqual(kinds('a=y|"auto"\n'), ['tristate', 'text']);
  assert.equal(manifestOf(sweepOfText('a=y|n\nb=x|z\n'), '/out').kinds, undefined);
});

test('"is not set" of a symbol of words says that it is off', () => {
  const sweep = sweepOfText('source "base"\nCONFIG_B=1\n', {}, { base: '# CONFIG_SIZE is not set\n' });
  assert.match(filesOfSweep(sweep)[0] ?? '', /^# CONFIG_SIZE is not set$/m);
});

const TREE = 'config LR\n\tstring "lr"\n\tdefault "0.5"\nconfig WD\n\tstring "wd"\n\tdefault "9"\n';
const BASE = { base: 'CONFIG_LR="0.1"\nCONFIG_EPOCHS=3\n' };

for (const [name, text, settings] of [
  ['a range', 'source "base"\nCONFIG_LR=0.05:0.05:0.2\nCONFIG_WD="1"\n', {}],
  ['alternatives', 'source "base"\nCONFIG_LR=0.05|0.10|"0.15"|0.2\nCONFIG_WD="1"\n', {}],
  ['SET=', 'source "base"\nCONFIG_WD="1"\n', { SET: 'CONFIG_LR=0.05:0.05:0.2' }],
  ['SWEEP_QUOTED', 'CONFIG_LR=0.05:0.05:0.2\nCONFIG_WD=1\nSWEEP_QUOTED="CONFIG_LR CONFIG_W*"\n', {}],
  ['QUOTED=', 'CONFIG_LR=0.05:0.05:0.2\nCONFIG_WD=1\nSWEEP_QUOTED=CONFIG_X\n', { QUOTED: 'CONFIG_?R,CONFIG_*' }],
] as const) {
  test(`numbers of a symbol that ${name} quotes stand in quotes, which Kconfig takes for its text`, (t) => {
    if (!needs(t, 'python3-kconfiglib') || !needs(t, 'conf-6.12')) return;
    const texts = filesOfSweep(sweepOfText(text, { ...settings }, BASE));
    const lr = name === 'alternatives' ? ['0.05', '0.10', '0.15', '0.2'] : ['0.05', '0.10', '0.15', '0.20'];
    for (const read of [readConfigs(TREE, texts), readByConf('6.12', TREE, texts)])
      assert.deepEqual(
        read,
        lr.map((number) => `LR=${number} WD=1`),
      );
  });
}

test('without the quotes both keep their defaults: Kconfig takes no bare number for a text', (t) => {
  if (!needs(t, 'python3-kconfiglib') || !needs(t, 'conf-6.12')) return;
  const texts = filesOfSweep(sweepOfText('CONFIG_LR=0.05\n'));
  for (const read of [readConfigs(TREE, texts), readByConf('6.12', TREE, texts)])
    assert.deepEqual(read, ['LR=0.5 WD=9']);
});

test('numbers in quotes count as numbers in rules, and those in yaml are numbers', (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const text = 'source "base"\nCONFIG_LR="0.05"|"0.06"|0.07\ndepends on CONFIG_LR < 0.06 || CONFIG_LR = "0.07"\n';
  const sweep = sweepOfText(text, { FORMAT: 'yaml' }, BASE);
  assert.deepEqual(readBack('pyyaml', filesOfSweep(sweep)), [
    "{'CONFIG_EPOCHS': 3, 'CONFIG_LR': 0.05}",
    "{'CONFIG_EPOCHS': 3, 'CONFIG_LR': 0.07}",
  ]);
  assert.equal(formatDiagnostics(sweep.warnings), '');
});

test('numbers quoted by hand that leave nothing are told with what makes them numbers', () => {
  const text = 'CONFIG_WD="0.05"|"0.1"\ndepends on CONFIG_WD < 0.06\n';
  assert.throws(() => sweepOfText(text), /E_EMPTY.*SWEEP_QUOTED=CONFIG_WD makes them numbers/s);
  assert.equal(sweepOfText(text, { QUOTED: 'CONFIG_WD' }).count, 1);
});

test('"# BR2_X is not set" is a value where the file has another BR2_ name, and Kconfig turns the option off', (t) => {
  if (!needs(t, 'python3-kconfiglib') || !needs(t, 'conf-6.12')) return;
  const sweep = sweepOfText(
    'source "base"\nBR2_B=y|n\n',
    {},
    { base: '# BR2_A is not set\nBR2_B=y\n# SB_C is not set\n' },
  );
  assert.deepEqual(
    sweep.warnings.map((w) => w.code),
    ['W_NOT_SET'],
  );
  const files = filesOfSweep(sweep).map((text) => text.replaceAll('BR2_', 'CONFIG_BR2_'));
  const tree = 'config BR2_A\n\tbool "a"\n\tdefault y\nconfig BR2_B\n\tbool "b"\n';
  for (const read of [readConfigs(tree, files), readByConf('6.12', tree, files)])
    assert.deepEqual(read, ['BR2_A=n BR2_B=y', 'BR2_A=n BR2_B=n']);
});

test('SWEEP_QUIET silences a warning by its code, and a code that is none is an error', () => {
  const text = 'CONFIG_A="a|b"\nCONFIG_B=yes\n';
  const codes = (quiet: string): (string | undefined)[] =>
    sweepOfText(text, { QUIET: quiet }).warnings.map((w) => w.code);
  assert.deepEqual(codes(''), ['W_QUOTED_CHOICES', 'W_OTHER_TOOL']);
  assert.deepEqual(codes('W_QUOTED_CHOICES'), ['W_OTHER_TOOL']);
  assert.deepEqual(codes('W_OTHER_TOOL, W_QUOTED_CHOICES'), []);
  assert.throws(() => codes('W_OTHER_TOLL'), /SWEEP_QUIET names W_OTHER_TOLL.*did you mean W_OTHER_TOOL/s);
});
