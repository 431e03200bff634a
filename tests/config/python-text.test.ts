// SPDX-License-Identifier: MIT
// What Python's str() prints of values, by python3 itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pythonText } from '../../scripts/lib/config/python-text.ts';
import { templateContext } from '../../scripts/lib/config/template-context.ts';
import { compileCommand, compileRaw } from '../../scripts/lib/run/command.ts';

test('a folder of symbols is a dictionary', () => {
  const context = templateContext([
    { name: 'optim.kind', value: { kind: 'text', text: "it's" } },
    { name: 'optim.sub.lr', value: { kind: 'number', text: '1e-5' } },
    { name: 'optim.nesterov', value: { kind: 'boolean', text: 'true' } },
    { name: 'optim.decay', value: { kind: 'null', text: 'null' } },
  ]);
  assert.equal(pythonText(context['optim']), `{'kind': "it's", 'sub': {'lr': 1e-05}, 'nesterov': True, 'decay': None}`);
});

test('commands and names of runs have it as a helper: quoted in the one, as it is in the other', () => {
  const values = [
    { name: 'lr', value: { kind: 'number', text: '1e-5' } },
    { name: 'act', value: { kind: 'text', text: 'a b' } },
    { name: 'python', value: { kind: 'text', text: 'snake' } },
  ] as const;
  const place = { config: '', outDir: '', number: 1, name: 'config_001', rangeDir: '' };
  const command = compileCommand('run --lr={{python lr}} {{python act}} {{python}} {{json act}}').value;
  assert.deepEqual(command?.render(values, place), { text: `run --lr=1e-05 'a b' snake '"a b"'` });
  assert.deepEqual(compileRaw('sweep_lr_{{python lr}}', { path: 'X' }).render(values, place), {
    text: 'sweep_lr_1e-05',
  });
});
