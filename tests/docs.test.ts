// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { codesMarkdown } from '../scripts/lib/core/codes-page.ts';
import { settingsEnvExample, settingsMakefile, settingsMarkdown } from '../scripts/lib/core/settings/pages.ts';

const ROOT = resolve(import.meta.dirname, '..');
const PAGES = [
  ...readdirSync(ROOT).filter((n) => n.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((n) => n.endsWith('.md'))
    .map((n) => `docs/${n}`),
];

/** The pages and files that a page links to, from the root. */
function linksOf(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) =>
    relative(ROOT, resolve(ROOT, dirname(page), link)),
  );
}

test('every page is reached from the README in two clicks', () => {
  const first = linksOf('README.md');
  const reached = new Set(['README.md', ...first, ...first.filter((link) => link.endsWith('.md')).flatMap(linksOf)]);
  assert.deepEqual(
    PAGES.filter((page) => !reached.has(page)),
    [],
  );
});

for (const [file, made] of [
  ['docs/settings.md', settingsMarkdown],
  ['docs/errors.md', codesMarkdown],
  ['.env.example', settingsEnvExample],
  ['scripts/settings.mk', settingsMakefile],
] as const) {
  test(`${file} is what make docs writes`, () => assert.equal(readFileSync(join(ROOT, file), 'utf8'), made()));
}

for (const page of PAGES) {
  test(`every link of ${page} leads to a file`, () => {
    assert.deepEqual(
      linksOf(page).filter((link) => !existsSync(join(ROOT, link))),
      [],
    );
  });

  test(`${page} names only settings and targets that exist`, () => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const makefile = readFileSync(join(ROOT, 'Makefile'), 'utf8');
    const targets = new Set([...makefile.matchAll(/^([a-z][a-z-]*):/gm)].map((m) => m[1]));
    const named = [
      ...text.matchAll(/`make (?:-f \S+ )?((?:sweep|test|bench|check|docs|screens|torture|truth|conformance)[a-z-]*)/g),
    ].map((m) => m[1] ?? '');
    assert.deepEqual(
      named.filter((target) => !targets.has(target)),
      [],
    );
    const settings = [...text.matchAll(/\bSWEEP_([A-Z][A-Z_]*[A-Z])\b/g)].map((m) => m[1] ?? '');
    const given = new Set(['FOO', 'CONFIG', 'OUT_DIR', 'NUMBER', 'ID', 'DIR', 'ATTEMPT_DIR', 'SUMMARY', 'EXIT']);
    assert.deepEqual(
      [
        ...new Set(
          settings.filter(
            (name) =>
              !settingsMarkdown().includes(`\`${name}\``) &&
              name !== 'FOLDER' &&
              !given.has(name) &&
              !name.startsWith('NEED_'),
          ),
        ),
      ],
      [],
    );
  });
}

/** Letters of an entry: what does not fit is more than one thing. */
const LONGEST_ENTRY = 300;

test('the changelog has each of Added, Changed and Fixed once a version, and entries that are one thing', () => {
  const [, ...versions] = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8').split(/^## /m);
  const entries = versions.flatMap((version) => {
    const [name = '', ...lines] = version.split('\n');
    const parts = lines.filter((line) => line.startsWith('### ')).map((line) => line.slice('### '.length));
    const inOrder = ['Added', 'Changed', 'Fixed'].filter((part) => parts.includes(part));
    assert.deepEqual(parts, inOrder, `the parts of ${name}`);
    const bare = lines.filter((line) => !line.startsWith('#')).join('\n');
    return bare.split(/\n(?:- |\n)/).map((text) => text.replace(/\s+/g, ' ').trim());
  });
  const long = entries.filter((text) => text.length > LONGEST_ENTRY).map((text) => `too long: ${text.slice(0, 60)}...`);
  const twice = entries.filter((text, i) => text !== '' && entries.indexOf(text) !== i).map((text) => `twice: ${text}`);
  assert.deepEqual([...long, ...twice], []); // part it, or take out what a merge of older lines brought back
});

test('the version is that of the newest heading of the changelog, and one that is not released says so', () => {
  const [, version = '', day = ''] =
    /^## (\d+\.\d+\.\d+)(?: \(([^)]+)\))?$/m.exec(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')) ?? [];
  const expected = day === 'unreleased' ? `${version}-dev` : version;
  const { version: own } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version?: string };
  assert.equal(own, expected);
});
