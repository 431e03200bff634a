// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { closeSync, openSync, symlinkSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRunFiles } from '../../../scripts/lib/edge/run-folder/run-files.ts';
import { temporaryFolder } from '../../rig/synthetic-sweep.ts';

const MOST = 64 * 1024 * 1024;

test('of a huge log the end is read, from the start of a line on', (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'output.log');
  const [first, last] = ['acc 0.123\nsecond\n', '\nacc 0.5\n'];
  writeFileSync(path, first);
  truncateSync(path, MOST + 'acc 0.'.length - last.length); // a hole
  const fd = openSync(path, 'a');
  writeSync(fd, last);
  closeSync(fd);
  const read = openRunFiles(folder).read('output.log');
  const text = read !== undefined && 'text' in read ? read.text : '';
  assert.deepEqual([text.slice(0, 'second\n'.length), text.slice(-last.length)], ['second\n', last]);
});

test('a folder that cannot be entered says so of its files, whatever the reason', (t) => {
  const folder = temporaryFolder(t);
  symlinkSync('ring', join(folder, 'ring'));
  writeFileSync(join(folder, 'file'), '');
  assert.deepEqual(openRunFiles(join(folder, 'ring')).read('output.log'), {
    unread: 'it cannot be read: it is a link, or links on the way lead round in a ring',
  });
  assert.equal(openRunFiles(join(folder, 'file')).read('output.log'), undefined);
});
