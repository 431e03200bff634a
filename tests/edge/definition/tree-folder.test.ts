// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { diskTree } from '../../../scripts/lib/edge/definition/tree-folder.ts';
import { sandbox } from '../../rig/sandbox.ts';

test('a tree is read from files alone: a pipe in it is told of and not waited for', (t) => {
  const box = sandbox(t);
  box.write('tree/Kconfig', '\ufeffconfig A\n');
  execFileSync('mkfifo', [box.path('tree/Kconfig.board')]);
  const tree = diskTree(box.path('tree'));
  assert.deepEqual(tree.read('Kconfig'), { path: 'Kconfig', text: 'config A\n' });
  assert.deepEqual(tree.read('Kconfig.board'), { unreadable: 'it is a pipe, not a file' });
  assert.deepEqual(tree.read('Kconfig.none'), { unreadable: 'no such file or folder' });
});
