// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test, type TestContext } from 'node:test';
import { buildSync } from 'esbuild';
import { READING_SOURCES } from '../../scripts/lib/edge/metrics/metric-cache.ts';
import { fingerprintOf, hashOfFolders, SOURCES, sourcesOf } from '../../scripts/lib/edge/source-closure.ts';
import { temporaryFolder } from '../rig/synthetic-sweep.ts';

/** A copy of all sources, to be changed. */
function copyOfSources(t: TestContext): string {
  const root = temporaryFolder(t);
  cpSync(SOURCES, root, { recursive: true });
  return root;
}

/** Changes a source as one who edited it before this process began. */
function change(root: string, file: string, from: string, to: string): void {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(from), `${file} has ${from}`);
  write(root, file, text.replace(from, to));
}

function write(root: string, file: string, text: string): void {
  writeFileSync(join(root, file), text);
  settle(root, file);
}

function settle(root: string, file: string): void {
  utimesSync(join(root, file), 1e9, 1e9);
}

/** The fingerprint of a copy, none of whose files is younger than this process. */
function fingerprint(root: string, entries: readonly string[]): string {
  for (const file of sourcesOf(entries, root)) settle(root, file);
  const text = fingerprintOf(entries, root);
  assert.ok(text !== undefined);
  return text;
}

test('the sources of the readers are those that a bundler finds', () => {
  // esbuild leaves out what nobody calls, and we do not: ours may be more, never fewer.
  const { metafile } = buildSync({
    entryPoints: READING_SOURCES.map((entry) => join(SOURCES, entry)),
    absWorkingDir: SOURCES,
    outdir: '/nowhere',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const ours = new Set(sourcesOf(READING_SOURCES));
  const missing = Object.keys(metafile.inputs).filter((file) => !ours.has(relative('.', file)));
  assert.deepEqual(missing, []);
  assert.ok(ours.size > 10);
});

test('every change of a reader, of what it calls and of the list of readers is told', (t) => {
  const root = copyOfSources(t);
  const before = fingerprint(root, READING_SOURCES);
  const seen = new Set([before]);
  for (const [file, from, to] of [
    ['results/readers/csv.ts', 'METRICS_CSV', 'METRICS_CSV /* other */'],
    ['results/readers/reading.ts', 'DEEPEST = 6', 'DEEPEST = 7'],
    ['results/read-run.ts', 'export function', '// other\nexport function'],
    ['results/since.ts', "'cancelled'", "'timeout'"],
    ['edge/metrics/read-options.ts', 'export function', '// other\nexport function'],
    ['results/readers/index.ts', 'ANALYSIS,\n];', 'ANALYSIS,\n  ANALYSIS,\n];'],
  ] as const) {
    change(root, file, from, to);
    const now = fingerprint(root, READING_SOURCES);
    assert.ok(!seen.has(now), file);
    seen.add(now);
  }
  change(root, 'report/words.ts', 'export function', '// other\nexport function');
  assert.equal(fingerprint(root, READING_SOURCES), [...seen].at(-1), 'what readers do not call tells nothing of them');
});

test('a reader in a file of its own is told as soon as it is listed', (t) => {
  const root = copyOfSources(t);
  const before = fingerprint(root, READING_SOURCES);
  write(
    root,
    'results/readers/mine.ts',
    "export const MINE = { file: 'mine.txt', read: () => ({ entries: new Map() }) };\n",
  );
  assert.equal(fingerprint(root, READING_SOURCES), before);
  change(root, 'results/readers/index.ts', 'ANALYSIS,\n];', 'ANALYSIS,\n  MINE,\n];');
  change(
    root,
    'results/readers/index.ts',
    'import { METRICS_CSV }',
    "import { MINE } from './mine.ts';\nimport { METRICS_CSV }",
  );
  const listed = fingerprint(root, READING_SOURCES);
  assert.notEqual(listed, before);
  change(root, 'results/readers/mine.ts', 'mine.txt', 'ours.txt');
  assert.notEqual(fingerprint(root, READING_SOURCES), listed);
});

test('nothing is told of sources that changed since the process began, nor where there are none', (t) => {
  const root = copyOfSources(t);
  fingerprint(root, READING_SOURCES);
  utimesSync(join(root, 'results/read-run.ts'), Date.now() / 1000, Date.now() / 1000);
  assert.equal(fingerprintOf(READING_SOURCES, root), undefined);
  assert.equal(fingerprintOf(READING_SOURCES, join(root, 'gone')), undefined);
});

test('every change of any source or template is told of the whole, and none that is younger than this process', (t) => {
  const root = copyOfSources(t);
  const whole = (): string | undefined => hashOfFolders([root]);
  const all = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  for (const file of all) settle(root, file);
  const seen = new Set([whole()]);
  assert.ok(!seen.has(undefined) && all.length > 300);
  for (const file of [
    'report/client/main.ts',
    'report/effects-text.ts',
    'results/surface/surface.ts',
    'core/codes.ts',
  ]) {
    write(root, file, `${readFileSync(join(root, file), 'utf8')}\n// other\n`);
    assert.ok(!seen.has(whole()), file);
    seen.add(whole());
  }
  rmSync(join(root, 'report/words.ts'));
  assert.ok(!seen.has(whole()), 'a source that is gone');
  utimesSync(join(root, 'run/fold.ts'), Date.now() / 1000, Date.now() / 1000);
  assert.equal(whole(), undefined);
});
