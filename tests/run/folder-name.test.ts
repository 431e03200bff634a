// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slugFolderName } from '../../scripts/lib/run/folder-name.ts';
import { id } from '../rig/run-ends.ts';

test('folder names are slugs inside their folder, with the id on a clash', () => {
  const none = (): boolean => false;
  assert.equal(slugFolderName('lr=0.1 wd/2', id(1), none), 'lr=0.1_wd/2');
  assert.equal(slugFolderName('../../etc', id(1), none), 'etc');
  assert.equal(slugFolderName('-rf', id(1), none), 'rf');
  assert.match(slugFolderName('', id(1), none), /^run_[0-9a-f]{8}$/);
  assert.match(slugFolderName('search_results.csv', id(1), none), /_[0-9a-f]{8}$/);
  assert.match(slugFolderName('seeds_summary_text.txt', id(1), none), /_[0-9a-f]{8}$/);
  assert.match(slugFolderName('journal.jsonl', id(1), none), /^run_[0-9a-f]{8}$/);
  assert.match(
    slugFolderName('a', id(1), () => true),
    /^a_[0-9a-f]{8}$/,
  );
  assert.equal(slugFolderName('x'.repeat(500), id(1), none).length, 120);
});
