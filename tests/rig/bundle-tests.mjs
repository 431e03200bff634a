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
 * Files that take longer than half a minute: they begin first, so that nobody waits for one of them at the end. Node runs
 * files in the order of their names.
 */
export const LONG = [
  'tests/browser/accessibility.test.ts',
  'tests/browser/analysis-page.test.ts',
  'tests/browser/deep/eight-sweeps.test.ts',
  'tests/browser/deep/large-page.test.ts',
  'tests/browser/page-layout.test.ts',
  'tests/docs/first-run.test.ts',
  'tests/e2e/cluster-faults.test.ts',
  'tests/e2e/cluster-slurm.test.ts',
  'tests/e2e/gpu-real-script.test.ts',
  'tests/e2e/hostile-folders.test.ts',
  'tests/exec/slurm-backend.test.ts',
  'tests/exec/write-faults.test.ts',
  'tests/fuzz/range-fuzz.test.ts',
  'tests/planted/registries.test.ts',
  'tests/sim/gpu-sim.test.ts',
  'tests/torture/runner-kill.test.ts',
];

/** The name of a test's bundle without its end, below the folder of bundles. @param {string} test from the root */
function bundleName(test) {
  return join(LONG.includes(test) ? 'long' : 'short', test.replace(/\.ts$/, ''));
}

/**
 * Bundles test files, what they share in files of its own, into a folder below node_modules/.cache.
 * @param {readonly string[]} tests from the root
 * @returns {Promise<string[]>} the files to run; absolute, since node 22 and later pass over other names in node_modules
 */
export async function bundleTests(tests) {
  const out = join('node_modules', '.cache', 'ksweep', 'tests');
  rmSync(join(ROOT, out), { recursive: true, force: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: tests.map((test) => ({ in: test, out: bundleName(test) })),
    outdir: out,
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
  return tests.map((test) => join(ROOT, out, `${bundleName(test)}.mjs`));
}
