// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOURNAL_NAME, readJournal } from '../../scripts/lib/edge/journal/journal-file.ts';
import { foldEvents } from '../../scripts/lib/run/fold.ts';
import type { SweepState } from '../../scripts/lib/run/state.ts';
import { type Ended, ROOT } from './sandbox.ts';

const FIRST_UID = 100_000 + (process.pid % 20_000) * 100;
let users = 0;

/**
 * Returns a user without rights that nobody else is: `ulimit -u` counts all processes of a user, those of another test too, and those that
 * ended and were not waited for yet.
 */
export function otherUid(): number {
  users += 1;
  return FIRST_UID + (users % 100);
}

/** A folder in which somebody without rights sweeps; each job leaves a mark. */
export interface OtherFolder {
  readonly dir: string;
  /** Runs a script as that user, after some bash (ulimit ...). */
  script(
    name: string,
    args: readonly string[],
    before?: string,
    env?: Readonly<Record<string, string>>,
  ): Promise<Ended>;
  /** Numbers of the runs that began, sorted. */
  begun(): readonly number[];
  state(): SweepState;
}

const SCRIPTS = ['generate-configs', 'run-test-matrix', 'cancel', 'status', 'report'];
let areBundled = false;

/** Makes the bundles that another user may read and not write. */
function bundleOnce(): void {
  if (areBundled) return;
  areBundled = true;
  for (const name of SCRIPTS)
    assert.equal(
      spawnSync(process.execPath, [join(ROOT, 'scripts/start.cjs'), name, '--help'], { cwd: ROOT }).status,
      0,
    );
}

/** Makes a sweep of `count` runs whose job is bash text, generated and ready to run. */
export async function otherFolder(parent: string, count: number, job: string): Promise<OtherFolder> {
  bundleOnce();
  chmodSync(parent, 0o755);
  const dir = join(parent, 'work');
  const user = String(otherUid());
  mkdirSync(dir);
  writeFileSync(join(dir, 'marks'), '');
  chmodSync(join(dir, 'marks'), 0o666);
  writeFileSync(join(dir, 'range'), `CONFIG_A=1:1:${count}\nSWEEP_COMMAND="bash job.sh"\nSWEEP_METRIC="score max"\n`);
  writeFileSync(join(dir, 'job.sh'), `echo "$SWEEP_NUMBER" >>marks\n${job}\n`);
  chmodSync(dir, 0o777);
  const script: OtherFolder['script'] = (name, args, before = ':', env = {}) =>
    new Promise((done, failed) => {
      const text = `${before}; exec "$0" "$@"`;
      const ids = ['--reuid', user, '--regid', user, '--clear-groups'];
      const start = [process.execPath, join(ROOT, 'scripts/start.cjs'), name, ...args];
      const child = spawn('setpriv', [...ids, 'bash', '-c', text, ...start], {
        cwd: dir,
        env: { PATH: process.env.PATH, HOME: dir, LANG: 'C.UTF-8', NO_COLOR: '1', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
      child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
      child.on('error', failed);
      child.on('close', (code, signal) =>
        done({ code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
      );
    });
  const generated = await script('generate-configs', ['range', 'sweep_configs']);
  assert.equal(generated.code, 0, generated.stderr);
  return {
    dir,
    script,
    begun: () =>
      readFileSync(join(dir, 'marks'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map(Number)
        .sort((a, b) => a - b),
    state: () => foldEvents(readJournal(join(dir, 'test_matrix_results/latest', JOURNAL_NAME))),
  };
}

/** Requires that trouble is told to people, and not as a trace of ours. */
export function checkWords({ stdout, stderr, signal }: Ended): void {
  assert.equal(signal, null, stderr);
  assert.doesNotMatch(`${stdout}${stderr}`, /internal error|\n {4}at .*\.(ts|mjs|js):\d+|Uncaught/);
}

/** Returns the numbers from 1 on. */
export function numbersTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
