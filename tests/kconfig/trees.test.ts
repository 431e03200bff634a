// SPDX-License-Identifier: MIT
// One folder of tests/fixtures/kconfig/trees is one trap of the language, with the .config that both dialects make of
// it. UPDATE=1 rewrites the results with our own; the judges then say whether they are right.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findConf, runConf } from '../rig/kconfig-conf.ts';
import { completer, filesIn, goodTree } from '../rig/kconfig-tree.ts';
import { runKconfiglib } from '../rig/kconfiglib-oracle.ts';
import { needs } from '../rig/needs.ts';

const FOLDER = new URL('../fixtures/kconfig/trees/', import.meta.url).pathname;
const TRAPS = readdirSync(FOLDER);
const DIALECTS = ['6.12', '6.1'] as const;

const configOf = (trap: string): string => readFileSync(join(FOLDER, trap, 'config'), 'utf8');
const expectedOf = (trap: string): string => readFileSync(join(FOLDER, trap, 'expected'), 'utf8');

for (const trap of TRAPS) {
  test(`${trap}: both dialects give what is written down`, () => {
    for (const dialect of DIALECTS) {
      const tree = goodTree(filesIn(join(FOLDER, trap)), dialect);
      const result = completer(tree)(configOf(trap));
      if (process.env.UPDATE === '1') writeFileSync(join(FOLDER, trap, 'expected'), result);
      assert.equal(result, expectedOf(trap), dialect);
    }
  });

  test(`${trap}: what is completed stays as it is`, () => {
    for (const dialect of DIALECTS) {
      const complete = completer(goodTree(filesIn(join(FOLDER, trap)), dialect));
      const once = complete(configOf(trap));
      assert.equal(complete(once), once, dialect);
    }
  });
}

for (const version of DIALECTS) {
  test(`conf of ${version} gives the same`, (t) => {
    if (!needs(t, version === '6.12' ? 'conf-6.12' : 'conf-6.1')) return;
    const conf = findConf(version) ?? '';
    for (const trap of TRAPS) {
      const ran = runConf(conf, { tree: join(FOLDER, trap), mode: '--olddefconfig', config: configOf(trap) });
      assert.equal(ran.config, expectedOf(trap), `${trap}: ${ran.stderr}`);
    }
  });
}

test('Kconfiglib gives the same', (t) => {
  if (!needs(t, 'kconfiglib')) return;
  const calls = TRAPS.map((trap) => ({ folder: join(FOLDER, trap), configs: [configOf(trap)] }));
  for (const [i, answer] of runKconfiglib(calls).entries()) {
    const trap = TRAPS[i] ?? '';
    assert.ok('outputs' in answer, `${trap}: ${'error' in answer ? answer.error : ''}`);
    assert.equal(answer.outputs[0]?.config, expectedOf(trap), trap);
  }
});
