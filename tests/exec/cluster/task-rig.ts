// SPDX-License-Identifier: MIT
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NEEDS_FILE, needsText, renderArrayScript } from '../../../scripts/lib/exec/cluster/array-script.ts';
import { launchText, taskWord } from '../../../scripts/lib/exec/cluster/launch-file.ts';
import type { LaunchSpec } from '../../../scripts/lib/exec/engine/backend.ts';
import type { RunId } from '../../../scripts/lib/core/hash.ts';

const TEMPLATES = fileURLToPath(new URL('../../../templates/', import.meta.url));

/** A sweep folder with one array, whose tasks are started by hand: no scheduler. */
export class TaskRig {
  readonly sweep = mkdtempSync(join(tmpdir(), 'ks-cluster-task-'));
  readonly batch = join(this.sweep, 'cluster', 'b001');
  readonly #children: ChildProcess[] = [];
  readonly #words: string[][] = [];

  constructor() {
    mkdirSync(this.batch, { recursive: true });
    mkdirSync(join(this.sweep, 'bin'));
    copyFileSync(join(TEMPLATES, 'array-task.sh'), join(this.sweep, 'task.sh'));
  }

  /** Adds a task of one or more commands; names its run folders run<task>_<place>. */
  task(commands: readonly string[], over: Partial<LaunchSpec> = {}): void {
    const index = this.#words.length;
    this.#words.push(commands.map((command, place) => this.#prepare(`run${index}_${place}`, command, over)));
    writeFileSync(join(this.batch, 'tasks'), this.#words.map((words) => `${words.join(' ')}\n`).join(''));
  }

  #prepare(folder: string, command: string, over: Partial<LaunchSpec>): string {
    const runDir = join(this.sweep, folder);
    const attempt = over.attempt ?? 1;
    const attemptDir = join(this.sweep, '.attempts', folder, String(attempt));
    for (const path of [runDir, attemptDir]) mkdirSync(path, { recursive: true });
    symlinkSync(`../.attempts/${folder}/${attempt}/output.log`, join(runDir, 'output.log'));
    const spec: LaunchSpec = {
      run: folder as RunId,
      number: 1,
      attempt,
      sweepDir: this.sweep,
      runDir,
      place: 'apart',
      attemptDir,
      reproCommand: '',
      config: join(runDir, 'config.txt'),
      command,
      cwd: this.sweep,
      env: { SWEEP_OUT_DIR: runDir, SWEEP_CONFIG: join(runDir, 'config.txt') },
      devices: [],
      timeoutS: null,
      graceS: 5,
      logLimitBytes: null,
      continues: false,
      values: [],
      retries: 0,
      ...over,
    };
    writeFileSync(join(attemptDir, 'launch.sh'), launchText(spec));
    if (spec.needs !== undefined) writeFileSync(join(attemptDir, NEEDS_FILE), needsText(spec.needs));
    writeFileSync(join(runDir, 'config.txt'), 'CONFIG_A=1\n');
    return taskWord({ folder, attempt, timeoutS: spec.timeoutS, graceS: spec.graceS, retries: spec.retries });
  }

  /** Starts a task as SLURM would; `env` over the variables SLURM sets. */
  start(
    index: number,
    env: Readonly<Record<string, string>> = {},
    options: { readonly heartbeatS?: number; readonly scratch?: string; readonly leadS?: number } = {},
  ): ChildProcess {
    const text = renderArrayScript(readFileSync(join(TEMPLATES, 'slurm-array.sh.hbs'), 'utf8'), 'slurm-array.sh.hbs', {
      directives: ['--time=1'],
      sweepDir: this.sweep,
      batchDir: this.batch,
      taskScript: join(this.sweep, 'task.sh'),
      heartbeatS: options.heartbeatS ?? 30,
      signal: { name: 'USR1', leadS: options.leadS ?? 100 },
      scratch: options.scratch,
      requeueExit: 85,
    });
    const script = join(this.batch, 'script.sh');
    writeFileSync(script, text);
    const child = spawn('bash', [script], {
      env: {
        PATH: `${join(this.sweep, 'bin')}:/usr/bin:/bin`,
        SLURM_ARRAY_JOB_ID: '77',
        SLURM_ARRAY_TASK_ID: String(index),
        SLURMD_NODENAME: 'n1',
        ...env,
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    this.#children.push(child);
    return child;
  }

  /** A program for the tasks' PATH. */
  program(name: string, text: string): void {
    writeFileSync(join(this.sweep, 'bin', name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
  }

  path(...parts: string[]): string {
    return join(this.sweep, ...parts);
  }

  read(...parts: string[]): string {
    return readFileSync(join(this.sweep, ...parts), 'utf8');
  }

  outcome(folder: string, attempt = 1): Record<string, unknown> {
    const lines = this.read('.attempts', folder, String(attempt), 'outcome').trimEnd().split('\n');
    return JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
  }

  close(): void {
    for (const child of this.#children) child.kill('SIGKILL');
    rmSync(this.sweep, { recursive: true, force: true });
  }
}

/** Resolves with the exit code. */
export function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.on('exit', (code) => resolve(code)));
}

/** Resolves when the file is there: the fixture's own mark, looked for every few milliseconds. */
export async function appears(path: string): Promise<string> {
  for (;;) {
    try {
      const text = readFileSync(path, 'utf8');
      if (text !== '') return text;
    } catch {
      // not yet
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
