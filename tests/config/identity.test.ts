// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configIdOf, runIdOf } from '../../scripts/lib/config/identity.ts';
import { readWord, textValue } from '../../scripts/lib/core/value.ts';

const word = (name: string, text: string) => ({ name, value: readWord(text) });

test('notation and order do not change the identity of a configuration', () => {
  const a = configIdOf([word('A', '0.1'), word('B', 'adam')], { format: 'kconfig' });
  const b = configIdOf([{ name: 'B', value: textValue('adam') }, word('A', '1e-1')], { format: 'kconfig' });
  assert.equal(a, b);
});

test('kind, base, template and format are part of it', () => {
  const ids = [
    configIdOf([word('A', '5')], { format: 'kconfig' }),
    configIdOf([{ name: 'A', value: textValue('5') }], { format: 'kconfig' }),
    configIdOf([word('A', '5')], { format: 'yaml' }),
    configIdOf([word('A', '5')], { format: 'yaml', base: { z: 1 } }),
    configIdOf([word('A', '5')], { format: 'template', template: '{{A}}' }),
    configIdOf([word('A', '0x5')], { format: 'kconfig' }),
  ];
  assert.equal(new Set(ids).size, ids.length);
});

test('a run is its configuration, command, code version and needs, in whatever order the needs come', () => {
  const config = configIdOf([word('A', '5')], { format: 'kconfig' });
  const other = configIdOf([word('A', '6')], { format: 'kconfig' });
  const base = runIdOf(config, { command: 'train' });
  const needs = [runIdOf(config, { command: 'x' }), runIdOf(other, { command: 'x' })];
  const ids = [
    base,
    runIdOf(other, { command: 'train' }),
    runIdOf(config, { command: 'train ' }),
    runIdOf(config, { command: 'train', codeVersion: '2' }),
    runIdOf(config, { command: 'train', needs }),
  ];
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(runIdOf(config, { command: 'train', needs: [...needs].reverse() }), ids[4]);
});
