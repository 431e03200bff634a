// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import {
  chownSync,
  closeSync,
  lchownSync,
  openSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRunFiles } from '../../../scripts/lib/edge/run-folder/run-files.ts';
import { needs } from '../../rig/needs.ts';
import { otherUid } from '../../rig/other-user.ts';
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

test('a link is followed to files of the caller and of who made it, and to nobody else', (t) => {
  if (!needs(t, 'other user')) return;
  const folder = temporaryFolder(t);
  const [own, others] = [join(folder, 'own'), join(folder, 'others')];
  for (const path of [own, others]) writeFileSync(path, '{"acc": 1}');
  const stranger = otherUid();
  chownSync(others, stranger, stranger);
  const said = (target: string, isTheirs: boolean): string => {
    const link = join(folder, 'training_metrics.json');
    symlinkSync(target, link);
    if (isTheirs) lchownSync(link, stranger, stranger);
    const read = openRunFiles(folder).read('training_metrics.json');
    rmSync(link);
    return read === undefined ? 'none' : 'text' in read ? read.text : read.unread;
  };
  assert.equal(said(own, false), '{"acc": 1}');
  assert.equal(said(others, true), '{"acc": 1}');
  assert.equal(said(own, true), '{"acc": 1}');
  assert.equal(said(others, false), 'it is a link to a file of somebody else, which is not followed');
});
