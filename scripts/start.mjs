// SPDX-License-Identifier: MIT
// Starts a script from one bundled file of plain JavaScript: node scripts/start.mjs NAME [ARGUMENTS]. Loading some hundred
// TypeScript files one by one takes half a second; the bundle takes a tenth of that. It is made when it is missing or when
// any file it was made of has another time or size than it had then, and where it cannot be kept the sources run as they are.
// @ts-check
import { closeSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const CACHE = join(ROOT, 'node_modules', '.cache', 'ksweep', 'scripts');
/** Files that change with the packages and with the way of bundling. */
const ALWAYS = ['scripts/start.mjs', 'package.json', 'tsconfig.json', 'node_modules/.package-lock.json'];
/** A file that was written this shortly before the bundling may change again with the same time. */
const CLOCK_TICK_MS = 50;

/** @typedef {{ root: string, files: Record<string, string> }} Stamp what a bundle was made of: its first line */

/** @param {string} file @returns {string} what tells one state of a file from another */
function stateOf(file) {
  const stat = statSync(join(ROOT, file), { throwIfNoEntry: false });
  return stat === undefined ? 'missing' : `${stat.mtimeMs} ${stat.size}`;
}

/** @param {string} path @returns {Stamp | undefined} */
function readStamp(path) {
  try {
    const file = openSync(path, 'r');
    const start = Buffer.alloc(131_072);
    const head = start.toString('utf8', 0, readSync(file, start));
    closeSync(file);
    return JSON.parse(head.slice('//'.length, head.indexOf('\n')));
  } catch {
    return undefined; // none yet, or not one of ours
  }
}

/** @param {Stamp | undefined} stamp */
function isFresh(stamp) {
  return (
    stamp !== undefined &&
    stamp.root === ROOT &&
    Object.entries(stamp.files).every(([file, state]) => stateOf(file) === state)
  );
}

/** @param {string} name @param {string} path @returns {Promise<boolean>} whether the bundle now lies at `path` */
async function bundle(name, path) {
  const part = `${path}.${process.pid}`;
  try {
    const beganMs = Date.now();
    mkdirSync(CACHE, { recursive: true });
    const { buildSync } = await import('esbuild');
    const { outputFiles, metafile } = buildSync({
      entryPoints: [join('scripts', `${name}.ts`)],
      absWorkingDir: ROOT,
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['esbuild'], // a program of its own
      legalComments: 'none',
      logLevel: 'silent',
      define: { KSWEEP_ROOT: JSON.stringify(ROOT) },
      banner: {
        js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
      },
    });
    const own = Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
    const files = Object.fromEntries([...own, ...ALWAYS].map((file) => [file, stateOf(file)]));
    if (Object.values(files).some((state) => Number.parseFloat(state) > beganMs - CLOCK_TICK_MS)) return false; // being edited
    writeFileSync(part, `//${JSON.stringify({ root: ROOT, files })}\n${outputFiles[0]?.text ?? ''}`);
    renameSync(part, path);
    return true;
  } catch {
    dropPart(part);
    return false; // a read-only installation, or an error in a source, which the sources themselves tell best
  }
}

/** @param {string} part a file that may not be there, in a folder that may not be one */
function dropPart(part) {
  try {
    rmSync(part, { force: true });
  } catch {
    // where it could not be made there is nothing to drop
  }
}

const [name = ''] = process.argv.splice(2, 1);
const source = join(ROOT, 'scripts', `${name}.ts`);
const bundled = join(CACHE, `${name}.mjs`);
process.argv[1] = source;
if (isFresh(readStamp(bundled)) || (await bundle(name, bundled))) {
  await import(pathToFileURL(bundled).href);
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(source).href);
}
