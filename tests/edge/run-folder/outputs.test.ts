// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { haveChanged, lostFiles, missingFiles, stampFiles } from '../../../scripts/lib/edge/run-folder/outputs.ts';
import { temporaryFolder } from '../../rig/synthetic-sweep.ts';

test('a file that is gone or empty is lost, one of another time is changed, and what cannot be looked at is neither', (t) => {
  const folder = temporaryFolder(t);
  for (const name of ['kept', 'gone', 'emptied', 'later', 'ring']) writeFileSync(join(folder, name), 'x');
  mkdirSync(join(folder, 'checkpoints'));
  const stamps = stampFiles(folder, ['kept', 'gone', 'emptied', 'later', 'ring', 'never']);
  assert.deepEqual(
    stamps.map(({ path, size }) => [path, size]),
    ['kept', 'gone', 'emptied', 'later', 'ring'].map((name) => [name, 1]),
  );
  assert.deepEqual([lostFiles(folder, stamps), haveChanged(folder, stamps)], [[], false]);

  rmSync(join(folder, 'ring'));
  symlinkSync('ring', join(folder, 'ring'));
  assert.throws(() => statSync(join(folder, 'ring')), /ELOOP/);
  assert.deepEqual([lostFiles(folder, stamps), haveChanged(folder, stamps)], [[], false]);
  assert.deepEqual(stampFiles(folder, ['ring']), []);

  rmSync(join(folder, 'gone'));
  writeFileSync(join(folder, 'emptied'), '');
  assert.deepEqual(lostFiles(folder, stamps), ['gone', 'emptied']);
  assert.deepEqual(missingFiles(folder, ['kept', 'checkpoints', 'gone', 'ring', 'kept/inside']), [
    'gone',
    'ring',
    'kept/inside',
  ]);

  const kept = stamps.filter(({ path }) => path === 'later');
  const { mtimeMs } = statSync(join(folder, 'later'));
  utimesSync(join(folder, 'later'), mtimeMs / 1000, mtimeMs / 1000 + 2);
  assert.ok(haveChanged(folder, kept));
});
