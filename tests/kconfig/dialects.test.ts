// SPDX-License-Identifier: MIT
// One folder of tests/fixtures/kconfig/dialects is one rule in which the dialects differ: a tree, a .config, and what
// each makes of it. UPDATE=1 rewrites the results with our own; the judges then say whether they are right.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import { DIALECT_RULES } from '../../scripts/lib/kconfig/dialect.ts';
import { loadTree } from '../../scripts/lib/kconfig/load.ts';
import type { KconfigDialect } from '../../scripts/lib/kconfig/model.ts';
import { findConf, runConf } from '../rig/kconfig-conf.ts';
import { completer, filesIn, firstFile } from '../rig/kconfig-tree.ts';
import { runKconfiglib } from '../rig/kconfiglib-oracle.ts';
import { needs } from '../rig/needs.ts';

const FOLDER = new URL('../fixtures/kconfig/dialects/', import.meta.url).pathname;
const RULES = readdirSync(FOLDER);

/** The completed .config, or the errors of the tree. */
function resultOf(rule: string, dialect: KconfigDialect): string {
  const files = filesIn(join(FOLDER, rule));
  const loaded = loadTree({ source: firstFile(files, firstName(rule, dialect)), files, dialect, environment: {} });
  if (loaded.value === undefined) return `${formatDiagnostics(loaded.diagnostics)}\n`;
  return completer(loaded.value.tree)(configOf(rule));
}

/** The dialects write the symbol of modules differently, so that a tree with modules has a file for each. */
function firstName(rule: string, dialect: KconfigDialect): string {
  return existsSync(join(FOLDER, rule, `Kconfig-${dialect}`)) ? `Kconfig-${dialect}` : 'Kconfig';
}

function configOf(rule: string): string {
  return readFileSync(join(FOLDER, rule, 'config'), 'utf8');
}

test('every rule has its fixture, and every fixture its rule', () => {
  assert.deepEqual([...RULES].sort(), Object.keys(DIALECT_RULES).sort());
});

for (const rule of RULES) {
  test(`${rule}: both dialects give what is written down, and differ`, () => {
    for (const dialect of ['6.12', '6.1'] as const) {
      const result = resultOf(rule, dialect);
      const expected = join(FOLDER, rule, `expected-${dialect}`);
      if (process.env.UPDATE === '1') writeFileSync(expected, result);
      assert.equal(result, readFileSync(expected, 'utf8'), dialect);
    }
    assert.notEqual(resultOf(rule, '6.12'), resultOf(rule, '6.1'));
  });
}

test('the results of 6.12 are those of conf', (t) => {
  if (!needs(t, 'conf-6.12')) return;
  const conf = findConf('6.12') ?? '';
  for (const rule of RULES) {
    const ran = runConf(conf, {
      tree: join(FOLDER, rule),
      file: firstName(rule, '6.12'),
      mode: '--olddefconfig',
      config: configOf(rule),
    });
    const expected = readFileSync(join(FOLDER, rule, 'expected-6.12'), 'utf8');
    if (expected.startsWith('#')) assert.equal(ran.config, expected, rule);
    else assert.notEqual(ran.code, 0, `${rule}: conf accepts what we refuse`);
  }
});

test('the results of 6.1 are those of Kconfiglib', (t) => {
  if (!needs(t, 'kconfiglib')) return;
  const calls = RULES.map((rule) => ({ folder: join(FOLDER, rule), configs: [configOf(rule)] }));
  for (const [i, answer] of runKconfiglib(calls).entries()) {
    const rule = RULES[i] ?? '';
    assert.ok('outputs' in answer, `${rule}: ${'error' in answer ? answer.error : ''}`);
    assert.equal(answer.outputs[0]?.config, readFileSync(join(FOLDER, rule, 'expected-6.1'), 'utf8'), rule);
  }
});

test('no conf leaves files in the fixtures', () => {
  for (const rule of RULES) assert.ok(!existsSync(join(FOLDER, rule, 'include')), rule);
});
