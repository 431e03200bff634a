// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { joinInner, relativeInner } from '../../scripts/lib/core/inner-path.ts';

const PARTS = ['', '.', '..', '...', '.a', 'a.', '..a', 'a', 'b c', '.attempts'];

/** All paths of up to three of these parts. */
const PATHS = PARTS.flatMap((a) => [a, ...PARTS.flatMap((b) => [`${a}/${b}`, ...PARTS.map((c) => `${a}/${b}/${c}`)])]);

test('joining a path inside of a folder gives what join gives, for every path', () => {
  for (const folder of ['/', '/a', '/a/b', 'a', 'a/b', ''])
    for (const path of PATHS) assert.equal(joinInner(folder, path), join(folder, path), `${folder} and ${path}`);
});

test('the way from a folder to a path is what relative gives', () => {
  for (const folder of ['/a', '/a/b', '/c'])
    for (const path of PATHS.map((one) => join('/a', one)))
      if (path !== '/' && !path.endsWith('/'))
        assert.equal(relativeInner(folder, path), relative(folder, path), `${folder} and ${path}`);
});
