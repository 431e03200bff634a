// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Ended, ROOT, sandbox } from '../rig/sandbox.ts';

/** A copy of the sources that a test may change, with the compiler and node to try them. */
export interface SourceCopy {
  readonly dir: string;
  /** Replaces a text that must be there, once. */
  change(file: string, from: string, to: string): void;
  /** Puts one of our files there. */
  put(from: string, file: string): void;
  /** Returns what tsc says: a line an error, its file first; none when all is well. */
  compile(): Promise<readonly string[]>;
  /** Runs node with tsx in the copy (or elsewhere), under the environment of a sandbox. */
  node(args: readonly string[], options?: { cwd?: string; env?: Readonly<Record<string, string>> }): Promise<Ended>;
}

/** What the copy leaves behind: data of other tests, and the tests that plant. */
const LEFT_OUT = new Set(['fixtures', 'planted', 'examples', '.cache']);

/** Returns a copy of scripts/, templates/ and tests/ with the installed packages linked; gone when the test ends. */
export function copySources(t: TestContext): SourceCopy {
  const dir = mkdtempSync(join(tmpdir(), 'ksweep-planted-'));
  t.after(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  for (const name of ['scripts', 'templates', 'tests'])
    cpSync(join(ROOT, name), join(dir, name), { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  for (const name of ['package.json', 'tsconfig.json']) cpSync(join(ROOT, name), join(dir, name));
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  const { run } = sandbox(t);
  return {
    dir,
    change: (file, from, to) => {
      const path = join(dir, file);
      const parts = readFileSync(path, 'utf8').split(from);
      assert.equal(parts.length, 2, `${file} holds ${JSON.stringify(from)} ${parts.length - 1} times; expected once`);
      writeFileSync(path, parts.join(to));
    },
    put: (from, file) => {
      mkdirSync(join(dir, file, '..'), { recursive: true });
      cpSync(join(import.meta.dirname, from), join(dir, file));
    },
    compile: async () => {
      const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
      const { stdout } = await run(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], { cwd: dir });
      return stdout.split('\n').filter((line) => /^\S+\(\d+,\d+\): error/.test(line));
    },
    node: (args, options = {}) =>
      run(process.execPath, ['--import', join(ROOT, 'node_modules/tsx/dist/loader.mjs'), ...args], {
        cwd: dir,
        ...options,
      }),
  };
}
