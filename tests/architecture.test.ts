// SPDX-License-Identifier: MIT
import { withoutComments } from './rig/setting-reads.ts';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '..');
const LIB = join(ROOT, 'scripts', 'lib');
/** Imports point left only. */
const ORDER = ['core', 'range', 'kconfig', 'space', 'config', 'run', 'results', 'report', 'edge', 'exec', 'commands'];
const PURE = new Set(['core', 'range', 'kconfig', 'space', 'config', 'run', 'results', 'report']);
/** Modules that compute and touch nothing. */
const PURE_MODULES = new Set(['node:crypto', 'node:path', 'node:util']);
const IMPURE_GLOBALS =
  /\bprocess\s*[.[]|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bset(?:Timeout|Interval|Immediate)\(|\bfetch\(|\bconsole\./;
/** Packages that one file alone may import. */
const BEHIND = new Map([
  ['csv-stringify', 'report/csv.ts'],
  ['cli-table3', 'report/table.ts'],
  ['dotenv', 'edge/invocation.ts'],
]);

interface File {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  /** The text without its comments. */
  readonly code: string;
  readonly imports: readonly string[];
}

const FOLDERS = new Map<string, readonly File[]>();

function filesUnder(folder: string): readonly File[] {
  const known = FOLDERS.get(folder) ?? readFiles(folder);
  FOLDERS.set(folder, known);
  return known;
}

function readFiles(folder: string): readonly File[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(path, 'utf8');
      const code = withoutComments(text);
      return { path, folder: relative(LIB, path).split(sep)[0] ?? '', text, code, imports: importsOf(code) };
    });
}

function importsOf(code: string): readonly string[] {
  return [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map((m) => m[1] ?? '');
}

const LIB_FILES = filesUnder(LIB);
const isPure = (file: File): boolean =>
  PURE.has(file.folder) || (file.folder === 'exec' && file.path.endsWith(`${sep}text.ts`));

test('every folder of scripts/lib is one of the layout', () => {
  assert.deepEqual(
    LIB_FILES.filter((f) => !ORDER.includes(f.folder)).map((f) => f.path),
    [],
  );
  assert.ok(LIB_FILES.length > 50, `only ${LIB_FILES.length} files were looked at`);
});

test('imports point left in the layout', () => {
  const backward: string[] = [];
  for (const file of LIB_FILES) {
    for (const target of file.imports.filter((i) => i.startsWith('.'))) {
      const resolved = resolve(dirname(file.path), target);
      const folder = relative(LIB, resolved).split(sep)[0] ?? '';
      if (ORDER.indexOf(folder) > ORDER.indexOf(file.folder) || !ORDER.includes(folder))
        backward.push(`${relative(LIB, file.path)} -> ${target}`);
    }
  }
  assert.deepEqual(backward, []);
});

/** Fails with the ring where the graph has one. */
function assertNoRing(graph: ReadonlyMap<string, Iterable<string>>): void {
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    const at = trail.indexOf(name);
    assert.equal(at, -1, `a ring: ${[...trail.slice(at), name].join(' -> ')}`);
    if (done.has(name)) return;
    for (const next of graph.get(name) ?? []) visit(next, [...trail, name]);
    done.add(name);
  };
  for (const name of graph.keys()) visit(name, []);
}

test('no two files import each other, not even in a ring', () => {
  const name = (path: string): string => relative(LIB, path);
  assertNoRing(
    new Map(
      LIB_FILES.map((f) => [
        name(f.path),
        f.imports.filter((i) => i.startsWith('.')).map((i) => name(resolve(dirname(f.path), i))),
      ]),
    ),
  );
});

test('no two folders import each other, not even in a ring', () => {
  const graph = new Map<string, Set<string>>();
  for (const file of LIB_FILES) {
    const from = dirname(relative(LIB, file.path));
    const targets = file.imports
      .filter((i) => i.startsWith('.'))
      .map((i) => dirname(relative(LIB, resolve(dirname(file.path), i))));
    const edges = graph.get(from) ?? graph.set(from, new Set()).get(from);
    for (const to of targets) if (to !== from) edges?.add(to);
  }
  assert.ok(graph.size > 20, `only ${graph.size} folders were looked at`);
  assertNoRing(graph);
});

test('edge/ and exec/ hold at most a dozen files at their own root', () => {
  const crowded = ['edge', 'exec']
    .map((room) => ({ room, files: LIB_FILES.filter((f) => dirname(f.path) === join(LIB, room)).length }))
    .filter(({ files }) => files > 12);
  assert.deepEqual(crowded, []);
});

test('pure folders import nothing that touches the machine', () => {
  const impure = LIB_FILES.filter(isPure).flatMap((f) =>
    f.imports
      .filter((i) => i.startsWith('node:') && !PURE_MODULES.has(i))
      .map((i) => `${relative(LIB, f.path)} imports ${i}`),
  );
  assert.deepEqual(impure, []);
});

/** What a live page shows changes with time: these files run in the browser and are started by it. */
const LIVE_CLIENT = join('report', 'client', 'live');

test('pure folders read no process, clock, timer or unseeded random number', () => {
  const timeless = (f: File): boolean => isPure(f) && !relative(LIB, f.path).startsWith(LIVE_CLIENT);
  const impure = LIB_FILES.filter(timeless).flatMap((f) => {
    const hit = IMPURE_GLOBALS.exec(f.code.replace(/'(?:[^'\\\n]|\\.)*'/g, "''"));
    return hit === null ? [] : [`${relative(LIB, f.path)}: ${hit[0]}`];
  });
  assert.deepEqual(impure, []);
});

test('only the file that starts commands takes the streams of the process', () => {
  const home = join('commands', 'call', 'start.ts');
  const taken = /\bprocess\s*\.\s*std(?:in|out|err)\b|\bprocess\s*\[\s*'std|}\s*=\s*process\b|\bconsole\s*\./;
  const takers = LIB_FILES.filter((f) => taken.test(f.code)).map((f) => relative(LIB, f.path));
  assert.deepEqual(takers, [home]);
});

test('a package that is kept behind one file is imported there alone', () => {
  const strays = LIB_FILES.flatMap((f) =>
    [...BEHIND]
      .filter(
        ([name, home]) =>
          f.imports.some((i) => i === name || i.startsWith(`${name}/`)) && relative(LIB, f.path) !== home,
      )
      .map(([name]) => `${relative(LIB, f.path)} imports ${name}`),
  );
  assert.deepEqual(strays, []);
});

test('entries are three lines, files at most 350, test files 450', () => {
  const scripts = filesUnder(join(ROOT, 'scripts')).filter((f) => dirname(f.path) === join(ROOT, 'scripts'));
  assert.deepEqual(
    scripts.filter((f) => f.text.split('\n').length > 4).map((f) => f.path),
    [],
  );
  const code = [...LIB_FILES, ...filesUnder(join(ROOT, 'examples')), ...filesUnder(join(ROOT, 'bench'))];
  const tests = filesUnder(join(ROOT, 'tests'));
  assert.deepEqual(
    [
      ...code.filter((f) => f.text.split('\n').length > 351),
      ...tests.filter((f) => f.text.split('\n').length > 451),
    ].map((f) => relative(ROOT, f.path)),
    [],
  );
});

test('every file names its licence and exports by name', () => {
  const code = [
    ...filesUnder(join(ROOT, 'scripts')),
    ...filesUnder(join(ROOT, 'examples')),
    ...filesUnder(join(ROOT, 'bench')),
    ...filesUnder(join(ROOT, 'tests')),
  ];
  assert.deepEqual(
    code.filter((f) => !f.text.startsWith('// SPDX-License-Identifier: MIT\n')).map((f) => relative(ROOT, f.path)),
    [],
  );
  assert.deepEqual(
    code.filter((f) => /^export default/m.test(f.text)).map((f) => relative(ROOT, f.path)),
    [],
  );
});

test('no file is called utils or helpers', () => {
  assert.deepEqual(
    LIB_FILES.filter((f) => /(^|[/-])(utils?|helpers?|misc|common)\.ts$/.test(f.path)).map((f) => f.path),
    [],
  );
});

test('no two files of scripts/lib export the same name', () => {
  const homes = new Map<string, string[]>();
  for (const { path, code } of LIB_FILES)
    for (const [, name = ''] of code.matchAll(
      /^export (?:async |abstract )?(?:const|let|function\*?|class|interface|type)\s+([A-Za-z_$][\w$]*)/gm,
    ))
      homes.set(name, [...(homes.get(name) ?? []), relative(LIB, path)]);
  assert.ok(homes.size > 500, `only ${homes.size} names were looked at`);
  assert.deepEqual(
    [...homes].filter(([, files]) => files.length > 1),
    [],
  );
});
