// SPDX-License-Identifier: MIT
// What a process of tests is given: flags of V8, and an environment.
// @ts-check
import { spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

/**
 * A process that ends in seconds wins nothing by threads that collect its garbage and by code that is made fast early; node hands
 * the flags of V8 on to its tests. Later ones have a quick compiler in between, and another name for the last of them.
 */
export const V8_FLAGS = [
  '--single-threaded-gc',
  ...(process.versions.v8.startsWith('11.') ? ['--interrupt-budget=1000000'] : []),
];

/**
 * The environment with the interpreter itself first on PATH: a python3 of a version manager is a script that starts thirty
 * processes before Python, and tests start Python some eight hundred times.
 * @returns {NodeJS.ProcessEnv}
 */
export function withPython() {
  const { stdout, status } = spawnSync('python3', ['-S', '-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  });
  return status === 0
    ? { ...process.env, PATH: `${dirname(stdout.trim())}${delimiter}${process.env.PATH}` }
    : process.env;
}
