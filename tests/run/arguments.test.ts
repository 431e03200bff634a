// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { runIdOf } from '../../scripts/lib/config/identity.ts';
import type { ConfigId } from '../../scripts/lib/core/hash.ts';
import type { Assignment } from '../../scripts/lib/core/value.ts';
import { argumentWords, type ArgumentStyle, DEFAULT_STYLE, styleIdentity } from '../../scripts/lib/run/arguments.ts';

const VALUES: readonly Assignment[] = [
  { name: 'CONFIG_LEARNING_RATE', value: { kind: 'number', text: '1e-3' } },
  { name: 'CONFIG_USE_AMP', value: { kind: 'tristate', text: 'n' } },
  { name: 'CONFIG_EMA', value: { kind: 'tristate', text: 'y' } },
  { name: 'hidden_sizes', value: { kind: 'list', text: '[64,"a b",[1,2]]' } },
  { name: 'model.name_of', value: { kind: 'text', text: "it's" } },
];

const styles: readonly [Partial<ArgumentStyle>, readonly string[]][] = [
  [{}, ['--learning_rate=1e-3', '--ema', '--hidden_sizes=[64,"a b",[1,2]]', "--model.name_of=it's"]],
  [
    { names: 'dashes', off: 'no', list: 'words' },
    ['--learning-rate=1e-3', '--no-use-amp', '--ema', '--hidden-sizes', '64', 'a b', '[1,2]', "--model.name-of=it's"],
  ],
  [
    {
      names: 'dashes',
      called: new Map([
        ['CONFIG_LEARNING_RATE', 'lr_0'],
        ['model.name_of', '+name'],
      ]),
      more: ['~db', 'a b'],
    },
    ['--lr_0=1e-3', '--ema', '--hidden-sizes=[64,"a b",[1,2]]', "--+name=it's", '~db', 'a b'],
  ],
  [
    { off: 'false', list: 'repeat' },
    [
      '--learning_rate=1e-3',
      '--use_amp=false',
      '--ema',
      '--hidden_sizes=64',
      '--hidden_sizes=a b',
      '--hidden_sizes=[1,2]',
      "--model.name_of=it's",
    ],
  ],
  [
    { names: 'hydra', off: 'no' },
    ['learning_rate=1e-3', 'use_amp=false', 'ema=true', "hidden_sizes=[64,'a b',[1,2]]", "model.name_of='it\\'s'"],
  ],
];
for (const [style, words] of styles) {
  test(`{{args}} with ${JSON.stringify(style)}, as bash gives it to the program`, () => {
    const line = argumentWords(VALUES, { ...DEFAULT_STYLE, ...style });
    const given = execFileSync('bash', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' });
    assert.deepEqual(given.trimEnd().split('\n'), words);
  });
}

test('an empty list is a name without words, or nothing at all', () => {
  const empty: readonly Assignment[] = [{ name: 'layers', value: { kind: 'list', text: '[]' } }];
  assert.equal(argumentWords(empty, { ...DEFAULT_STYLE, list: 'words' }), '--layers');
  assert.equal(argumentWords(empty, { ...DEFAULT_STYLE, list: 'repeat' }), '');
});

test('the style is part of the run id, but for the default that had no name', () => {
  const config = 'c' as ConfigId; // a brand over text
  const plain = runIdOf(config, { command: 'x' });
  const style = styleIdentity({ ...DEFAULT_STYLE, names: 'dashes' });
  assert.ok(style !== undefined);
  assert.notEqual(runIdOf(config, { command: 'x', args: style }), plain);
  assert.equal(styleIdentity(DEFAULT_STYLE), undefined);
  const called = styleIdentity({ ...DEFAULT_STYLE, called: new Map([['depth', '+depth']]) });
  const more = styleIdentity({ ...DEFAULT_STYLE, more: ['~db'] });
  assert.ok(called !== undefined && more !== undefined);
  assert.equal(new Set([style, called, more].map((args) => runIdOf(config, { command: 'x', args }))).size, 3);
  assert.equal(styleIdentity({ ...DEFAULT_STYLE, called: new Map(), more: [] }), undefined);
});
