// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { GENERATE } from '../../../scripts/lib/commands/generate.ts';
import { LIST } from '../../../scripts/lib/commands/list.ts';
import { textOf } from '../../rig/called.ts';

function folderOf(t: TestContext, files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-range-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const list = (cwd: string, ...argv: string[]): Promise<string> => textOf(LIST, cwd, argv);
const generate = (cwd: string, ...argv: string[]): Promise<string> => textOf(GENERATE, cwd, argv);

const LATIN1 = Buffer.from('CONFIG_A="ok"\nCONFIG_B="\u00e9"\n', 'latin1');

test('bytes that are not UTF-8 are told with their place, in a range file and in a sourced one', async (t) => {
  const cwd = folderOf(t, { r: LATIN1, sourcing: 'source "r"\n' });
  for (const name of ['r', 'sourcing'])
    await assert.rejects(() => list(cwd, name), {
      message:
        /^r:2:11: error: this line holds bytes that are not UTF-8 \[E_ENCODING\]\n.*\n.*\n {2}hint: save the file as UTF-8$/m,
    });
});

test('bytes that are not UTF-8 are told with their place in a base and in a template', async (t) => {
  const cwd = folderOf(t, {
    r: 'CONFIG_A=1\n',
    'base.yaml': Buffer.from('a: 1\nb: \u00e9\n', 'latin1'),
    't.toml': Buffer.from('x \u00e9', 'latin1'),
  });
  await assert.rejects(() => generate(cwd, 'r', join(cwd, 'o'), '--format', 'yaml', '--base', join(cwd, 'base.yaml')), {
    message: /base\.yaml:2:4: error: .* not UTF-8 \[E_ENCODING\]/,
  });
  await assert.rejects(() => generate(cwd, 'r', join(cwd, 'o'), '--template', join(cwd, 't.toml')), {
    message: /t\.toml:1:3: error: .* not UTF-8 \[E_ENCODING\]/,
  });
});

test('a device is no range file: reading it might never end', async (t) => {
  const cwd = folderOf(t, { r: 'source "/dev/zero"\n' });
  await assert.rejects(() => list(cwd, '/dev/zero'), {
    message: /^error: \/dev\/zero cannot be read: it is a device/,
  });
  await assert.rejects(() => list(cwd, 'r'), { message: /^r:1:1: error: cannot read `\/dev\/zero`: it is a device/ });
});

test('a file in the place of the folder of configurations is told in words', async (t) => {
  const cwd = folderOf(t, { r: 'CONFIG_A=1\n', taken: '' });
  await assert.rejects(() => generate(cwd, 'r', join(cwd, 'taken')), {
    message: /taken cannot be written: a file of that name is in the way$/,
  });
});

test('a search that was given up does not say that the rules exclude everything', async (t) => {
  const cwd = folderOf(t, {
    r: 'CONFIG_A=0:1:1e15\nCONFIG_B=1:1:1e9\ndepends on CONFIG_A = CONFIG_B\n',
    none: 'CONFIG_A=1|2\nexclude if CONFIG_A > 0\n',
  });
  await assert.rejects(() => generate(cwd, 'r', join(cwd, 'o')), {
    message:
      /^error: no configuration was found that satisfies the rules; there are too many to try them all \[E_EMPTY\]/,
  });
  await assert.rejects(() => generate(cwd, 'none', join(cwd, 'o')), {
    message: /^error: no configuration is left: the rules exclude every one \[E_EMPTY\]/,
  });
});

test('sweep-list tells once which equal values were left out, of a small sweep and of a large one', async (t) => {
  const cwd = folderOf(t, { small: 'CONFIG_A=1|1.0|2\n', large: 'CONFIG_A=1|1.0|2\nCONFIG_B=1:1:100000\n' });
  for (const name of ['small', 'large'])
    assert.deepEqual(
      (await list(cwd, name)).split('\n').filter((line) => line.startsWith('note')),
      ['note: CONFIG_A: 1 equal value was left out'],
    );
});

test('the place of a setting in .env is that of its line, not of a longer name or a comment', async (t) => {
  const cwd = folderOf(t, {
    r: 'CONFIG_A=1\n',
    '.env': 'export SWEEP_MODE=grid\nSWEEP_MODE_X=1\n# SWEEP_MODE=random\n',
  });
  await assert.rejects(() => list(cwd, 'r'), { message: /^\.env:1:8: error: SWEEP_MODE is "grid"/m });
});

test('a folder called .env, as some virtual environments are, holds no settings', async (t) => {
  const cwd = folderOf(t, { r: 'CONFIG_A=1|2\n' });
  mkdirSync(join(cwd, '.env'));
  assert.match(await list(cwd, join(cwd, 'r')), /: 2 configurations/);
});
