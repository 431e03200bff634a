// SPDX-License-Identifier: MIT
// Every test, or those that TESTS names (files and folders, from the root), bundled: TESTS="tests/edge" node tests/rig/run-tests.mjs.
// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleTests } from './bundle-tests.mjs';
import { V8_FLAGS, withPython } from './test-process.mjs';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @param {string} name @returns {string[]} */
function testsUnder(name) {
  const path = join(ROOT, name);
  if (!existsSync(path)) {
    process.stderr.write(
      `error: TESTS names ${name}, which is not there\n  hint: a file or a folder, from the root: TESTS=tests/range\n`,
    );
    process.exit(2);
  }
  if (!statSync(path).isDirectory()) return [name];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => relative(ROOT, join(path, file)));
}

const named = (process.env.TESTS ?? '').split(/\s+/).filter((name) => name !== '');
const tests = [...new Set((named.length === 0 ? ['tests'] : named).flatMap(testsUnder))].sort();
if (tests.length === 0) {
  process.stderr.write(`error: no file called *.test.ts under ${named.join(' ')}\n`);
  process.exit(2);
}
const { status } = spawnSync(
  process.execPath,
  [
    ...V8_FLAGS,
    '--enable-source-maps',
    '--test',
    // Half of the tests wait most of the time: for a scheduler, a browser, a job that sleeps.
    `--test-concurrency=${2 * availableParallelism()}`,
    '--test-reporter=./tests/rig/reporter.mjs',
    '--test-reporter-destination=stdout',
    ...(await bundleTests(tests)),
  ],
  { cwd: ROOT, stdio: 'inherit', env: withPython() },
);
process.exitCode = status ?? 1;
