// SPDX-License-Identifier: MIT
// Tests as plain JavaScript: loading some hundred TypeScript files in each of 240 processes costs more than most of the tests.
// @ts-check
import { build } from 'esbuild';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Not where it stands at the end of a text: rigs write it into bundles of their own. */
const OWN_URL = /import\.meta\.url(?!'|\);")/g;

/** Each file finds fixtures and sources from where it stands in the project. @type {import('esbuild').Plugin} */
export const ownPlace = {
  name: 'own place',
  setup: (builder) => {
    builder.onLoad({ filter: /\/(scripts|tests|examples|bench)\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll(OWN_URL, JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
      loader: 'ts',
    }));
  },
};

/**
 * Bundles test files, what they share in files of its own, into a folder below node_modules/.cache.
 * @param {readonly string[]} tests from the root
 * @returns {Promise<string[]>} the files to run, from the root
 */
export async function bundleTests(tests) {
  const out = join('node_modules', '.cache', 'ksweep', 'tests');
  rmSync(join(ROOT, out), { recursive: true, force: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: [...tests],
    outdir: out,
    outbase: '.',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [ownPlace],
  });
  return tests.map((test) => join(out, test.replace(/\.ts$/, '.mjs')));
}
