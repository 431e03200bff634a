// SPDX-License-Identifier: MIT
// Starts a script from one bundled file of plain JavaScript: node scripts/start.cjs NAME [ARGUMENTS]. Loading some hundred
// TypeScript files one by one takes half a second; the bundle takes a tenth of that. It is made when it is missing or when
// any file it was made of has another time or size than it had then, and where it cannot be kept the sources run as they are.
// Beside it lies what V8 compiled of it, so that nobody compiles two megabytes again to print ten lines.
// A .cjs, because Node loads 5 ms of other things before it starts a .mjs.
// @ts-check
'use strict';
const { createHash, randomBytes } = require('node:crypto');
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { getHeapCodeStatistics, setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

const ROOT = dirname(__dirname);
const CACHE = join(ROOT, 'node_modules', '.cache', 'ksweep', 'scripts');
/** Files that change with the packages and with the way of bundling. */
const ALWAYS = ['scripts/start.cjs', 'package.json', 'tsconfig.json', 'node_modules/.package-lock.json'];
/** A file that was written this shortly before the bundling may change again with the same time. */
const CLOCK_TICK_MS = 50;
/** What a process must have compiled beyond what was kept for it to be worth keeping, in bytes. */
const WORTH_KEEPING = 65_536;
/** Every so many calls look whether they compiled more: V8 goes through its whole heap to tell, which takes 3 ms. */
const LOOK_EACH = 8;
/** Behind compiled code stands how much had been compiled in the process that kept it, and the SHA-256 of both. */
const SIZE_BYTES = 4;
const SUM_BYTES = 32;
/** Modules of Node that take milliseconds to load and that most calls never touch: they are loaded when something of them is used. */
const LATE = new Set(['node:child_process', 'node:http', 'node:worker_threads']);
/** How a whole bundle ends. */
const END = '})\n';

// A loop of a thousand turns is done before V8's slow compiler has made it fast: in Node 20 that alone was a third of a short
// command's processor time. Later ones have a quick compiler in between, and another name for this.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=1000000');

/** @typedef {{ root: string, made: string, files: Record<string, readonly number[]> }} Stamp what a bundle was made of: its first line */
/** @typedef {{ text: string, stamp: Stamp }} Bundle its whole text, and its first line */

const MAY_BE_MISSING = { throwIfNoEntry: false };

/** @param {string} file @returns {readonly number[]} what tells one state of a file from another: its time in ms and its size; nothing of one that is missing */
function stateOf(file) {
  const stat = statSync(`${ROOT}/${file}`, MAY_BE_MISSING);
  return stat === undefined ? [] : [stat.mtimeMs, stat.size];
}

/** @param {Stamp} stamp @returns {boolean} whether no source has changed since */
function isFresh({ root, files }) {
  if (root !== ROOT) return false;
  for (const file in files) {
    const [[timeMs, size], now] = [files[file] ?? [], stateOf(file)];
    if (timeMs !== now[0] || size !== now[1]) return false;
  }
  return true;
}

/** @param {string} path @returns {Bundle | undefined} the bundle at `path`, when it is there and no source has changed since */
function readFresh(path) {
  try {
    const text = readFileSync(path, 'latin1'); // it is ASCII
    const stamp = JSON.parse(text.slice('//'.length, text.indexOf('\n')));
    return text.endsWith(END) && isFresh(stamp) ? { text, stamp } : undefined;
  } catch {
    return undefined; // none yet, or not one of ours
  }
}

/** @param {string} name @param {string} path @returns {Bundle | undefined} the bundle that now lies at `path` */
function bundle(name, path) {
  const part = `${path}.${process.pid}`;
  try {
    const beganMs = Date.now();
    mkdirSync(CACHE, { recursive: true });
    const { buildSync } = require('esbuild');
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
      minifyWhitespace: true, // a third less to read; names and short lines stay, for what a stack says
      lineLimit: 120,
      logLevel: 'silent',
      define: { KSWEEP_ROOT: JSON.stringify(ROOT), 'import.meta.url': JSON.stringify(pathToFileURL(path).href) },
      banner: { js: '(function (require, module, exports) {' },
      footer: { js: END.trimEnd() },
    });
    const own = Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
    const files = Object.fromEntries([...own, ...ALWAYS].map((file) => [file, stateOf(file)]));
    if (Object.values(files).some(([timeMs = 0]) => timeMs > beganMs - CLOCK_TICK_MS)) return undefined; // being edited
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
 * `--help` knows little: one of those who had to compile much more keeps it for those who come after.
 * @param {string} name @param {string} path @param {Bundle} bundled
 */
function run(name, path, { text, stamp }) {
  const code = join(CACHE, `${name}.${stamp.made}.${process.version}.code`);
  const kept = readCompiled(code);
  const script = new Script(text, { filename: path, ...(kept === undefined ? {} : { cachedData: kept.data }) });
  const known = script.cachedDataRejected === false ? (kept?.size ?? 0) : 0;
  process.on('exit', () => {
    if (known > 0 && process.pid % LOOK_EACH !== 0) return;
    const size = getHeapCodeStatistics().bytecode_and_metadata_size;
    if (size - known > WORTH_KEEPING) keepCompiled(code, script, size);
  });
  const module = { exports: {} };
  script.runInThisContext()(requireFrom(path), module, module.exports);
}

/** @param {string} path @returns {(name: string) => unknown} require of a file there, which asks for the same few modules a hundred times */
function requireFrom(path) {
  const load = createRequire(path);
  /** @type {Map<string, unknown>} */
  const known = new Map();
  return (name) => {
    const there = known.get(name);
    if (there !== undefined) return there;
    const found = LATE.has(name) ? late(() => load(name)) : load(name);
    known.set(name, found);
    return found;
  };
}

/** @param {() => Record<string | symbol, unknown>} load @returns {object} a module that is loaded when something of it is used */
function late(load) {
  return new Proxy({}, { get: (_, key) => load()[key] });
}

/** @param {string} code @returns {{ data: Buffer, size: number } | undefined} what keepCompiled kept, to the byte: V8 believes what it is given */
function readCompiled(code) {
  try {
    const file = readFileSync(code);
    const end = file.length - SUM_BYTES;
    if (!sumOf(file.subarray(0, end)).equals(file.subarray(end))) return undefined;
    return { data: file.subarray(0, end - SIZE_BYTES), size: file.readUInt32LE(end - SIZE_BYTES) };
  } catch {
    return undefined; // none yet
  }
}

/** @param {Uint8Array} data @returns {Buffer} */
function sumOf(data) {
  return createHash('sha256').update(data).digest();
}

/** @param {string} code @param {import('node:vm').Script} script @param {number} size what was compiled in this process, in bytes */
function keepCompiled(code, script, size) {
  const part = `${code}.${process.pid}`;
  try {
    writeFileSync(part, ''); // where nothing can be written nothing need be made
    const tail = Buffer.alloc(SIZE_BYTES);
    tail.writeUInt32LE(size);
    const kept = Buffer.concat([script.createCachedData(), tail]);
    writeFileSync(part, Buffer.concat([kept, sumOf(kept)]));
    renameSync(part, code);
  } catch {
    dropPart(part);
  }
}

/** @param {string} name @param {string} source where its TypeScript stands */
async function start(name, source) {
  const path = join(CACHE, `${name}.cjs`);
  const bundled = readFresh(path) ?? bundle(name, path);
  if (bundled !== undefined) {
    run(name, path, bundled);
    return;
  }
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(source).href);
}

const [name = ''] = process.argv.splice(2, 1);
process.argv[1] = join(ROOT, 'scripts', `${name}.ts`);
void start(name, process.argv[1]);
