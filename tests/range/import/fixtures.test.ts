// SPDX-License-Identifier: MIT
// Each folder of tests/fixtures/imports holds definitions of one system; what they come to stands beside them. UPDATE=1 rewrites it.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FOREIGN_SYSTEMS } from '../../../scripts/lib/range/import/index.ts';
import { SETTINGS } from '../../../scripts/lib/core/settings/index.ts';
import { filesUnder, importedRange, openImported, type TextFiles } from '../../rig/imports.ts';

const FOLDER = new URL('../../fixtures/imports/', import.meta.url).pathname;

interface Fixture {
  readonly system: string;
  readonly name: string;
  readonly files: TextFiles;
  readonly path: string;
}

/** A definition is a file; a folder is one where its system's definitions lie in folders. */
const FIXTURES: readonly Fixture[] = FOREIGN_SYSTEMS.flatMap(({ name: system, inFolder }) =>
  readdirSync(join(FOLDER, system), 'utf8').flatMap((name): readonly Fixture[] => {
    if (name.endsWith('.range')) return [];
    const folder = join(FOLDER, system);
    if (statSync(join(folder, name)).isDirectory())
      return [{ system, name, files: filesUnder(join(folder, name)), path: inFolder ?? 'sweep.yaml' }];
    return [{ system, name, files: { [name]: readFileSync(join(folder, name), 'utf8') }, path: name }];
  }),
);

for (const { system, name, files, path } of FIXTURES) {
  test(`${system}/${name} is the range file beside it, with the same configurations and ids`, () => {
    const settings = system === 'hydra' ? { FROM_FORMAT: 'hydra' } : {};
    const text = importedRange(files, path, settings.FROM_FORMAT);
    const expected = join(FOLDER, system, `${name}.range`);
    if (process.env['UPDATE'] === '1') writeFileSync(expected, text);
    assert.equal(text, existsSync(expected) ? readFileSync(expected, 'utf8') : '');
    const theirs = openImported(files, path, settings);
    const ours = openImported({ ...files, range: text }, 'range');
    const bare = (sweep: typeof ours): unknown =>
      [...sweep.configurations()].map(({ number, id, assignments, swept }) => ({ number, id, assignments, swept }));
    assert.deepEqual(bare(theirs), bare(ours));
    assert.ok(theirs.count > 0);
  });
}

test('every system that FROM_FORMAT names is read, and has fixtures', () => {
  assert.deepEqual(
    FOREIGN_SYSTEMS.map(({ name }) => name),
    SETTINGS.FROM_FORMAT.values.filter((name) => name !== 'auto'),
  );
  for (const { name } of FOREIGN_SYSTEMS)
    assert.ok(
      FIXTURES.some(({ system }) => system === name),
      name,
    );
});
