// SPDX-License-Identifier: MIT
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { sha256 } from '../core/hash.ts';
import { readTextIfExists, writeFileAtomic } from './files.ts';

const REPORT = fileURLToPath(new URL('../report/', import.meta.url));
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CACHE = join(ROOT, 'node_modules', '.cache', 'ksweep');

/** Returns the script of the report page: our code and the charts it uses in one text, built once for each version. */
export function pageScript(): string {
  const path = join(CACHE, `page-${versionOfSources()}.js`);
  const cached = readTextIfExists(path);
  if (cached !== undefined) return cached;
  const script = bundle();
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileAtomic(path, script);
  } catch {
    // A read-only installation builds it each time.
  }
  return script;
}

function bundle(): string {
  const result = buildSync({
    entryPoints: [join(REPORT, 'client', 'main.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    write: false,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"', __DEV__: 'false' },
    absWorkingDir: ROOT,
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error('internal: the page script was not built');
  return file.text;
}

/** Changes with every source the script is made of and with the version of the charts. */
function versionOfSources(): string {
  const folders = ['client', 'charts', 'page'].map((name) => join(REPORT, name));
  const texts = folders.flatMap((folder) => readdirSync(folder).sort().map((name) => readFileSync(join(folder, name), 'utf8')));
  const lock = readFileSync(join(ROOT, 'package.json'), 'utf8');
  return sha256([...texts, lock].join('\0')).slice(0, 16);
}
