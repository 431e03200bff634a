// SPDX-License-Identifier: MIT
// One file of tests/fixtures/bad-imports/SYSTEM is one kind of mistake; its exact message stands beside it. UPDATE=1 rewrites them.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CODES } from '../../../scripts/lib/core/codes.ts';
import { formatDiagnostics, hasErrors } from '../../../scripts/lib/core/diagnostic.ts';
import { shownSpan } from '../../../scripts/lib/core/source.ts';
import { FOREIGN_SYSTEMS } from '../../../scripts/lib/range/import/index.ts';
import { diagnosticsOf, filesUnder, importedRange, saidOf, type TextFiles } from '../../rig/imports.ts';

const FOLDER = new URL('../../fixtures/bad-imports/', import.meta.url).pathname;
const KINDS = readdirSync(FOLDER).flatMap((system) =>
  readdirSync(join(FOLDER, system))
    .filter((name) => !name.endsWith('.txt'))
    .map((name) => ({ system, name, ...definitionAt(system, name) })),
);

/** A definition is a file, or a folder where its system's definitions lie in folders. */
function definitionAt(system: string, name: string): { readonly files: TextFiles; readonly path: string } {
  const at = join(FOLDER, system, name);
  if (!statSync(at).isDirectory()) return { files: { [name]: readFileSync(at, 'utf8') }, path: name };
  return { files: filesUnder(at), path: FOREIGN_SYSTEMS.find((one) => one.name === system)?.inFolder ?? name };
}

for (const { system, name, files, path } of KINDS) {
  test(`bad definition ${system}/${name} gets its message`, () => {
    const settings = system === 'hydra' ? { FROM_FORMAT: 'hydra' } : {};
    const diagnostics = diagnosticsOf(files, path, settings);
    assert.ok(hasErrors(diagnostics), 'the file was accepted');
    for (const { span, hint, message } of diagnostics) {
      const shown = span === undefined ? undefined : shownSpan(span);
      const text = files[shown?.source.path ?? ''];
      assert.ok(text !== undefined, `"${message}" has no place in a file`);
      assert.ok(shown !== undefined && shown.offset + shown.length <= text.length, message);
      assert.ok(hint !== undefined, `"${message}" does not say what to do`);
    }
    const printed = `${formatDiagnostics(diagnostics)}\n`;
    const expected = join(FOLDER, system, `${name}.txt`);
    if (process.env['UPDATE'] === '1') writeFileSync(expected, printed);
    assert.equal(printed, existsSync(expected) ? readFileSync(expected, 'utf8') : '');
  });
}

test('every error code of definitions of other systems has a file that shows it', () => {
  const codes = Object.keys(CODES).filter((code) => code.startsWith('E_IMPORT_'));
  const shown = KINDS.map(({ system, name }) => readFileSync(join(FOLDER, system, `${name}.txt`), 'utf8')).join('\n');
  // E_IMPORT_CODE needs a file on disk: tests/e2e/imports.test.ts.
  assert.deepEqual(
    codes.filter((code) => code !== 'E_IMPORT_CODE' && !shown.includes(`[${code}]`)),
    [],
  );
});

test('what means nothing here is left out and said, each with its place, and can be silenced', () => {
  const text =
    'name: mine\nmethod: grid\nearly_terminate: {type: hyperband, min_iter: 3}\nparameters: {lr: {values: [1, 2]}}\n';
  const said = diagnosticsOf({ 'sweep.yaml': text }, 'sweep.yaml');
  assert.deepEqual(
    said.map(({ code, message, span }) => [code, message, span?.offset]),
    [
      ['W_IMPORT_LEFT_OUT', 'of the definition of W&B, name is a name on a server', 0],
      [
        'W_IMPORT_LEFT_OUT',
        'of the definition of W&B, early_terminate is left out: runs are not stopped early; TIMEOUT ends runs, TARGET ends the sweep',
        text.indexOf('early'),
      ],
    ],
  );
  const ours = 'source "sweep.yaml"\nSWEEP_QUIET=W_IMPORT_LEFT_OUT\n';
  assert.deepEqual(diagnosticsOf({ 'sweep.yaml': text, ours }, 'ours'), []);
});

test('a config of Hydra that others choose is told, since the program does not read it of itself', () => {
  const sweep = 'hydra: {sweeper: {params: {lr: "0.1,0.01"}}}\n';
  const chosen = [`# @package _global_\n${sweep}`, `defaults: [{override /db: mysql}]\n${sweep}`];
  for (const text of chosen) {
    const [said, ...others] = diagnosticsOf({ 'conf/search/grid.yaml': text }, 'conf/search/grid.yaml');
    assert.deepEqual(others, []);
    assert.match(said?.message ?? '', /no primary config.*python train\.py \+search=grid \{\{args\}\}$/);
  }
  for (const text of [sweep, `defaults: [_self_, {db: mysql}, {override hydra/launcher: basic}]\n${sweep}`])
    assert.deepEqual(diagnosticsOf({ 'conf/config.yaml': text }, 'conf/config.yaml'), []);
});

test('a command of W&B hands on what is no macro of its own, as its agent does', () => {
  const text = (word: string): string =>
    `method: grid\nprogram: train.py\ncommand: ["\${program}", "\${args_no_hyphens}", "${word}"]\nparameters: {lr: {values: [1, 2]}}\n`;
  const range = importedRange({ 'sweep.yaml': text('hydra.run.dir=runs/${now:%Y}_${oc.env:ID}') }, 'sweep.yaml');
  assert.match(range, /^SWEEP_COMMAND=.*lr=\{\{python lr\}\} .*hydra\.run\.dir=runs\/\$\{now:%Y\}_\$\{oc\.env:ID\}/m);
  assert.match(
    saidOf({ 'sweep.yaml': text('--all=${args}') }, 'sweep.yaml'),
    /holds a macro that is not the whole word/,
  );
});
