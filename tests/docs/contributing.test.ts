// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../rig/sandbox.ts';

const PAGE = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');

/** The tours by their headings. */
const tours = PAGE.slice(PAGE.indexOf('\n## Tours'), PAGE.indexOf('\n## Before'))
  .split('\n### ')
  .slice(1)
  .map((text) => ({ title: text.slice(0, text.indexOf('\n')), text }));

test('there is a tour for each kind of change', () => {
  assert.deepEqual(
    tours.map(({ title }) => title),
    [
      'A metric reader',
      'A scheduler',
      'A word of the range language',
      'A warning or an error of the range file',
      'A setting',
      'A chart',
      'A statistic',
      'An importer',
      'A rule of Kconfig',
      'Something about stages',
    ],
  );
});

for (const { title, text } of [{ title: 'the whole page', text: PAGE }, ...tours])
  test(`every file that is named is there: ${title}`, () => {
    const named = [...text.matchAll(/`((?:scripts|tests|docs|examples|\.ci)\/[^`\s]*)`/g)].map(([, path = '']) => path);
    assert.ok(named.length > 1, 'it names files');
    assert.deepEqual(
      named.filter((path) => !existsSync(join(ROOT, path.replace(/NAME\/?$/, '')))),
      [],
    );
  });
