// SPDX-License-Identifier: MIT
// Starts a script from one bundled file of plain JavaScript: node scripts/start.mjs NAME [ARGUMENTS]. Loading some hundred
// TypeScript files one by one takes half a second; the bundle takes a tenth of that. It is made when it is missing or when
// any file it was made of has another time or size than it had then, and where it cannot be kept the sources run as they are.
// Beside it lies what V8 compiled of it, so that nobody compiles two megabytes again to print ten lines.
// @ts-check
import { createRequire } from 'node:module';

// Not imported: to make names for import of node:fs and node:crypto Node loads all that hangs on them, ten milliseconds of it.
const require = createRequire(import.meta.url);
/** @type {typeof import('node:crypto')} */
const { createHash, randomBytes } = require('node:crypto');
/** @type {typeof import('node:fs')} */
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
/** @type {typeof import('node:path')} */
const { dirname, join } = require('node:path');
/** @type {typeof import('node:url')} */
const { fileURLToPath, pathToFileURL } = require('node:url');
/** @type {typeof import('node:v8')} */
const { getHeapCodeStatistics, setFlagsFromString } = require('node:v8');
/** @type {typeof import('node:vm')} */
const { Script } = require('node:vm');

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const CACHE = join(ROOT, 'node_modules', '.cache', 'ksweep', 'scripts');
/** Files that change with the packages and with the way of bundling. */
const ALWAYS = ['scripts/start.mjs', 'package.json', 'tsconfig.json', 'node_modules/.package-lock.json'];
/** A file that was written this shortly before the bundling may change again with the same time. */
const CLOCK_TICK_MS = 50;
/** What a process must have compiled beyond what was kept for it to be worth keeping, in bytes. */
const WORTH_KEEPING = 65_536;
/** Behind compiled code stands its SHA-256. */
const SUM_BYTES = 32;
/** How a whole bundle ends. */
const END = '})\n';

// A loop of a thousand turns is done before V8's slow compiler has made it fast: in Node 20 that alone was a third of a short
// command's processor time. Later ones have a quick compiler in between, and another name for this.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=1000000');

/** @typedef {{ root: string, made: string, files: Record<string, string> }} Stamp what a bundle was made of: its first line */
/** @typedef {{ text: string, stamp: Stamp }} Bundle its whole text, and its first line */

/** @param {string} file @returns {string} what tells one state of a file from another */
function stateOf(file) {
  const stat = statSync(`${ROOT}/${file}`, { throwIfNoEntry: false });
  return stat === undefined ? 'missing' : `${stat.mtimeMs} ${stat.size}`;
}

/** @param {string} path @returns {Bundle | undefined} the bundle at `path`, when it is there and no source has changed since */
function readFresh(path) {
  try {
    const text = readFileSync(path, 'latin1'); // it is ASCII
    const stamp = JSON.parse(text.slice('//'.length, text.indexOf('\n')));
    const isFresh =
      text.endsWith(END) &&
      stamp.root === ROOT &&
      Object.entries(stamp.files).every(([file, state]) => stateOf(file) === state);
    return isFresh ? { text, stamp } : undefined;
  } catch {
    return undefined; // none yet, or not one of ours
  }
}

/** @param {string} name @param {string} path @returns {Promise<Bundle | undefined>} the bundle that now lies at `path` */
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
      format: 'cjs',
      target: 'node20',
      external: ['esbuild'], // a program of its own
      legalComments: 'none',
      logLevel: 'silent',
      define: { KSWEEP_ROOT: JSON.stringify(ROOT), 'import.meta.url': JSON.stringify(pathToFileURL(path).href) },
      banner: { js: '(function (require, module, exports) {' },
      footer: { js: END.trimEnd() },
    });
    const own = Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
    const files = Object.fromEntries([...own, ...ALWAYS].map((file) => [file, stateOf(file)]));
    if (Object.values(files).some((state) => Number.parseFloat(state) > beganMs - CLOCK_TICK_MS)) return undefined; // being edited
    const stamp = { root: ROOT, made: randomBytes(6).toString('hex'), files };
    const text = `//${inAscii(JSON.stringify(stamp))}\n${inAscii(outputFiles[0]?.text ?? '')}`;
    writeFileSync(part, text);
    renameSync(part, path);
    dropCompiled(name, stamp);
    return { text, stamp };
  } catch {
    dropPart(part);
    return undefined; // a read-only installation, or an error in a source, which the sources themselves tell best
  }
}

/** @param {string} text @returns {string} the same JSON or program without a byte above 127: esbuild leaves letters in patterns as they are */
function inAscii(text) {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** @param {string} name @param {Stamp} stamp removes what was compiled of earlier bundles */
function dropCompiled(name, { made }) {
  for (const file of readdirSync(CACHE))
    if (file.startsWith(`${name}.`) && file.endsWith('.code') && !file.includes(made)) dropPart(join(CACHE, file));
}

/** @param {string} part a file that may not be there, in a folder that may not be one */
function dropPart(part) {
  try {
    rmSync(part, { force: true });
  } catch {
    // where it could not be made there is nothing to drop
  }
}

/**
 * Runs a bundle. V8 tells compiled code of one text from that of another by its length alone, so the file's name holds which
 * bundle it was compiled of; of another V8 or other flags V8 refuses it. What V8 compiles is what is called, so a first
 * `--help` knows little: whoever had to compile much more keeps it for those who come after.
 * @param {string} name @param {string} path @param {Bundle} bundled
 */
function run(name, path, { text, stamp }) {
  const code = join(CACHE, `${name}.${stamp.made}.${process.version}.code`);
  const kept = readCompiled(code);
  const script = new Script(text, { filename: path, ...(kept === undefined ? {} : { cachedData: kept }) });
  const before = script.cachedDataRejected === false ? getHeapCodeStatistics().bytecode_and_metadata_size : 0;
  process.on('exit', () => {
    if (getHeapCodeStatistics().bytecode_and_metadata_size - before > WORTH_KEEPING) keepCompiled(code, script);
  });
  const module = { exports: {} };
  script.runInThisContext()(createRequire(path), module, module.exports);
}

/** @param {string} code @returns {Buffer | undefined} what keepCompiled kept, to the byte: V8 believes what it is given */
function readCompiled(code) {
  try {
    const file = readFileSync(code);
    const end = file.length - SUM_BYTES;
    return sumOf(file.subarray(0, end)).equals(file.subarray(end)) ? file.subarray(0, end) : undefined;
  } catch {
    return undefined; // none yet
  }
}

/** @param {Uint8Array} data @returns {Buffer} */
function sumOf(data) {
  return createHash('sha256').update(data).digest();
}

/** @param {string} code @param {import('node:vm').Script} script */
function keepCompiled(code, script) {
  const part = `${code}.${process.pid}`;
  try {
    writeFileSync(part, ''); // where nothing can be written nothing need be made
    const compiled = script.createCachedData();
    writeFileSync(part, Buffer.concat([compiled, sumOf(compiled)]));
    renameSync(part, code);
  } catch {
    dropPart(part);
  }
}

const [name = ''] = process.argv.splice(2, 1);
const source = join(ROOT, 'scripts', `${name}.ts`);
const path = join(CACHE, `${name}.cjs`);
process.argv[1] = source;
const bundled = readFresh(path) ?? (await bundle(name, path));
if (bundled !== undefined) {
  run(name, path, bundled);
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(source).href);
}
