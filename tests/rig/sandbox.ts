// SPDX-License-Identifier: MIT
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { TestContext } from 'node:test';

export const ROOT = resolve(import.meta.dirname, '..', '..');
/** What starts a script: `node START NAME ...`, as make does. */
export const START = join(ROOT, 'scripts', 'start.cjs');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
}

/** A folder of its own for one test, with programs run in it under a scrubbed environment. Gone when the test ends. */
export interface Sandbox {
  readonly dir: string;
  /** Absolute path of a name inside. */
  path(...names: string[]): string;
  write(name: string, text: string): string;
  read(name: string): string;
  /** Names in a folder, sorted. */
  list(name?: string): string[];
  /** Runs scripts/<name>.ts as make does. */
  script(name: string, args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Runs make with the project's Makefile from the sandbox. */
  make(args: readonly string[], options?: RunOptions): Promise<Ended>;
  run(program: string, args: readonly string[], options?: RunOptions): Promise<Ended>;
}

/** Returns a sandbox; `name` may hold odd characters on purpose. */
export function sandbox(t: TestContext, name = 'ksweep test'): Sandbox {
  const parent = mkdtempSync(join(tmpdir(), 'ksweep-'));
  const dir = join(parent, name);
  mkdirSync(dir);
  t.after(() => rmSync(parent, { recursive: true, force: true, maxRetries: 5 }));
  const path = (...names: string[]): string => join(dir, ...names);
  const run = (program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> =>
    runProgram(program, args, { cwd: dir, ...options });
  return {
    dir,
    path,
    write: (file, text) => {
      mkdirSync(dirname(path(file)), { recursive: true });
      writeFileSync(path(file), text);
      return path(file);
    },
    read: (file) => readFileSync(path(file), 'utf8'),
    list: (file = '.') => readdirSync(path(file)).sort(),
    script: (script, args, options) => run(process.execPath, [START, script, ...args], options),
    make: (args, options) => run('make', ['-f', join(ROOT, 'Makefile'), '--no-print-directory', ...args], options),
    run,
  };
}

/** Only what a program needs to start: nothing of the caller's settings or schedulers reaches a test. */
function scrubbedEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, USER, TMPDIR } = process.env;
  return Object.fromEntries(
    Object.entries({ PATH, HOME, LANG: LANG ?? 'C.UTF-8', USER, TMPDIR, NO_COLOR: '1' }).filter(
      ([, v]) => v !== undefined,
    ),
  );
}

function runProgram(program: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...scrubbedEnvironment(), ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', failed);
    child.on('close', (code, signal) =>
      done({ code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
    child.stdin.on('error', () => undefined); // a program that never reads closes the pipe
    child.stdin.end(options.input ?? '');
  });
}
