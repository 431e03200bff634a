// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setSpecialFilesAside } from '../../../scripts/lib/exec/engine/set-aside.ts';
import { temporaryFolder } from '../../rig/synthetic-sweep.ts';

test('pipes and links to devices of an earlier attempt make way; files, folders and links to them stay', (t) => {
  const folder = temporaryFolder(t);
  execFileSync('mkfifo', [join(folder, 'training_metrics.json')]);
  symlinkSync('/dev/zero', join(folder, 'endless'));
  symlinkSync('ring', join(folder, 'ring'));
  writeFileSync(join(folder, 'model.pt'), '');
  symlinkSync('model.pt', join(folder, 'best.pt'));
  symlinkSync('nowhere', join(folder, 'later.pt'));
  mkdirSync(join(folder, 'checkpoints'));
  setSpecialFilesAside(folder, '.before-2');
  assert.deepEqual(readdirSync(folder).sort(), [
    'best.pt',
    'checkpoints',
    'endless.before-2',
    'later.pt',
    'model.pt',
    'ring.before-2',
    'training_metrics.json.before-2',
  ]);
  setSpecialFilesAside(join(folder, 'is-not-there'), '.before-2');
});
