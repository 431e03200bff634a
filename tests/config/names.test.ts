// SPDX-License-Identifier: MIT
// Names with hyphens and list positions, names that are words of templates, and objects, in every format.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import { argumentWords } from '../../scripts/lib/run/arguments.ts';
import { compileCommand } from '../../scripts/lib/run/command.ts';
import { runEnvironment } from '../../scripts/lib/run/environment.ts';
import { filesOfSweep, sweepOfText } from '../rig/range-text.ts';
import { ODD_NAMES } from './odd-names.ts';

const PLACE = { run: 'r', number: 1, config: '/c', runDir: '/r', attemptDir: '/a', sweepDir: '/s' } as const;

test('in the environment dots and hyphens are _, arguments have the names as written', () => {
  const [first] = [...sweepOfText(ODD_NAMES, { FORMAT: 'yaml' }).configurations()];
  const env = runEnvironment(first?.assignments ?? [], [], PLACE);
  assert.deepEqual([env['learning_rate'], env['pipeline_1_prob'], env['n']], ['0.1', '0.5', '5']);
  assert.equal(
    argumentWords(first?.assignments ?? []),
    "'--learning-rate=0.1' '--pipeline.1.prob=0.5' '--n=5' '--log=1'",
  );
});

test('templates print such names in brackets, and their own words win over symbols', () => {
  const files = { 't.hbs': '{{symbols.[learning-rate]}} {{symbols.pipeline.1.prob}} {{n}} {{symbols.log}} {{name}}\n' };
  const sweep = sweepOfText(ODD_NAMES, { TEMPLATE: 't.hbs' }, files);
  assert.equal(filesOfSweep(sweep)[0], '0.1 0.5 5 1 config_001\n');
  assert.match(
    formatDiagnostics(sweep.warnings),
    /t\.hbs:1:79: warning: \{\{name\}\} is a word of templates, not the symbol name \[W_TEMPLATE_WORD\].*\{\{symbols\.name\}\}/s,
  );
});

test('a command prints such names as quoted words, and warns of its own words', () => {
  const command = 'train --lr {{symbols.[learning-rate]}} --log {{symbols.log}} {{number}}';
  const sweep = sweepOfText('learning-rate="a b"\nlog=1\nnumber=7\n', { FORMAT: 'json', COMMAND: command });
  const [first] = [...sweep.configurations()];
  const compiled = compileCommand(command);
  const place = { config: '/c', outDir: '/o', number: 3, name: 'config_003', rangeDir: '/r' };
  assert.deepEqual(compiled.value?.render(first?.assignments ?? [], place), {
    text: "train --lr 'a b' --log 1 3",
  });
  assert.deepEqual(
    sweep.warnings.map((w) => w.message),
    ['{{number}} is a word of templates, not the symbol number'],
  );
});

for (const [text, message] of [
  ['learning-rate=1\n', /learning-rate cannot stand in a \.config file: it has a hyphen/],
  ['a.1.b=1\n', /a\.1\.b cannot stand in a \.config file: it has a list position/],
  ['number=1|2\n', /a symbol cannot be called number/],
  ['log=1|2\n', /a symbol cannot be called log/],
] as const) {
  test(`${text.trim()} is an error in kconfig files, with its place`, () =>
    assert.throws(() => sweepOfText(text, {}), message));
}

test('two names that would be one variable are an error', () => {
  assert.throws(() => sweepOfText('a-b=1\na_b=2\n', { FORMAT: 'yaml' }), /would be the same variable a_b/);
});

test('rows of CSV and SET= hold objects as well', () => {
  const files = { 'rows.csv': 'v\n"{""a"": 1}"\n' };
  assert.match(filesOfSweep(sweepOfText('v=@rows.csv\n', { FORMAT: 'json' }, files))[0] ?? '', /"v": \{"a":1\}/);
  assert.match(filesOfSweep(sweepOfText('v=1\n', { FORMAT: 'json', SET: 'v={"a":1}' }))[0] ?? '', /"v": \{"a":1\}/);
});
