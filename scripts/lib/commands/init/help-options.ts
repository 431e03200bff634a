// SPDX-License-Identifier: MIT
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Seconds that `--help` may take: a script that imports torch takes five. */
const HELP_S = 10;
const MOST_BYTES = 1024 * 1024;

/**
 * Runs `script --help` and returns the options that it names. Only for a call that said ALLOW_CODE=1: the script's own code
 * runs. In a process group and an empty folder of its own, without GPUs, for ten seconds at most; then all of it is killed.
 */
export async function optionsOfHelp(script: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-help-'));
  try {
    return namesIn(await helpText(script, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function helpText(script: string, cwd: string): Promise<string> {
  return new Promise((resolve) => {
    const [PATH, HOME, LANG, VIRTUAL_ENV] = ['PATH', 'HOME', 'LANG', 'VIRTUAL_ENV'].map((name) => process.env[name]);
    const env = { PATH, HOME, LANG, VIRTUAL_ENV, CUDA_VISIBLE_DEVICES: '', COLUMNS: '200', NO_COLOR: '1' };
    const [program, ...args] = script.endsWith('.py') ? ['python3', script, '--help'] : [script, '--help'];
    const child = spawn(program ?? script, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: Buffer[] = [];
    let size = 0;
    const keep = (part: Buffer): void => {
      size += part.length;
      if (size <= MOST_BYTES) parts.push(part);
    };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', keep);
    const end = (): void => {
      clearTimeout(timer);
      killGroup(child.pid);
      resolve(Buffer.concat(parts).toString('utf8'));
    };
    const timer = setTimeout(end, HELP_S * 1000);
    child.on('error', end);
    child.on('exit', end);
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // nothing of it is left
  }
}

function namesIn(help: string): readonly string[] {
  const names = [...help.matchAll(/(?<![\w-])--[A-Za-z][\w.-]*/g)].map(([name]) => name);
  return [...new Set(names)].filter((name) => name !== '--help' && name !== '--version');
}
