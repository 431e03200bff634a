// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
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

test('the id of a run is the SHA-256 of what makes it, as JSON with sorted keys', () => {
  const config = configIdOf([word('A', '5')], { format: 'kconfig' });
  const needs = ['b', 'a'].map((letter) => runIdOf(config, { command: letter })).sort();
  const args = { names: 'dashes', off: 'no', list: 'json' };
  for (const context of [
    { command: 'a "b" \n\u2028 {{x}}' },
    { command: 'x', codeVersion: 'v"2' },
    { command: 'x', needs },
    { command: 'x', needs: needs.slice(1), codeVersion: '1', args },
  ]) {
    const whole = { ...context, config, codeVersion: context.codeVersion ?? null, needs: context.needs ?? [] };
    const text = sorted(whole);
    assert.equal(runIdOf(config, context), createHash('sha256').update(text).digest('hex'));
  }
});

/** Keys in order, all the way down. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const keys = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${keys.map(([key, inner]) => `${JSON.stringify(key)}:${sorted(inner)}`).join(',')}}`;
}
