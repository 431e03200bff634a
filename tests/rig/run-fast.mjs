// SPDX-License-Identifier: MIT
// The pure tests in seconds: TESTS="ROOM ..." node tests/rig/run-fast.mjs. Fifty processes cost more to start than their tests to
// run, so the tests of a room are bundled into one file, and two processes run them. Folders called `deep` are left to make test.
// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ownPlace } from './bundle-tests.mjs';
import { V8_FLAGS, withPython } from './test-process.mjs';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Those first that start programs: that takes longer the more memory a process has taken. */
const PURE = ['kconfig', 'run', 'core', 'range', 'space', 'config', 'results', 'report'];
const ROOMS = [...PURE.filter((room) => existsSync(join(ROOT, 'tests', room))), '.'];
/** Rooms whose tests take as long as those of all others together: they have a process of their own. */
const LONG_ROOMS = ['results', 'report'];
const OUT = join(ROOT, 'node_modules', '.cache', 'ksweep', 'fast');

/** @param {string} room @returns {string[]} its test files, from the root */
function testsOf(room) {
  const folder = join(ROOT, 'tests', room);
  return readdirSync(folder, { recursive: room !== '.', encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !name.split('/').includes('deep'))
    .sort()
    .map((name) => join('tests', room, name));
}

const named = (process.env.TESTS ?? '').split(/\s+/).filter((name) => name !== '');
const rooms = named.length > 0 ? named.map((name) => name.replace(/^tests\//, '')) : ROOMS;
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
/** @type {Record<string, string>} a name and what is bundled under it: a room's tests */
const entries = {};
for (const room of rooms) {
  const tests = testsOf(room);
  if (tests.length === 0) continue;
  const name = `${room === '.' ? 'house' : room.replaceAll('/', '-')}.test`;
  entries[name] = join(OUT, `${name}.ts`);
  writeFileSync(entries[name], tests.map((file) => `import ${JSON.stringify(join(ROOT, file))};\n`).join(''));
}
// In one go: what rooms share is read once and lies in files of its own.
await build({
  entryPoints: entries,
  outdir: OUT,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['esbuild', 'echarts', 'typescript'],
  logLevel: 'warning',
  banner: {
    js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);",
  },
  plugins: [ownPlace],
});
const names = Object.keys(entries);
const isLong = (/** @type {string} */ name) => LONG_ROOMS.includes(name.replace(/\.test$/, ''));
const processes = [names.filter(isLong), names.filter((name) => !isLong(name))].flatMap((own, i) => {
  if (own.length === 0) return [];
  const file = join(OUT, `process-${i + 1}.test.mjs`);
  writeFileSync(file, own.map((name) => `import './${name}.mjs';\n`).join(''));
  return [file];
});
/** @returns {string | undefined} a folder in memory whose files may be run: making and removing hundreds of folders on a disk takes half a second */
function memoryFolder() {
  try {
    const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
    return mounts.some((line) => / \/dev\/shm tmpfs (?!\S*\b(?:noexec|ro)\b)/.test(line)) ? '/dev/shm' : undefined;
  } catch {
    return undefined; // no Linux
  }
}

const { status } = spawnSync(
  process.execPath,
  [
    ...V8_FLAGS,
    '--test',
    '--test-concurrency=2',
    '--test-reporter=./tests/rig/reporter.mjs',
    '--test-reporter-destination=stdout',
    ...processes,
  ],
  {
    cwd: ROOT,
    env: { ...withPython(), TMPDIR: memoryFolder() ?? tmpdir() },
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
