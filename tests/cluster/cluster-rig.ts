// SPDX-License-Identifier: MIT
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Ended, ROOT, type Sandbox, sandbox } from '../rig/sandbox.ts';

/** A project folder with a range file, whose sweeps run on a cluster. */
export class ClusterRig {
  readonly box: Sandbox;
  readonly #env: Readonly<Record<string, string>>;
  readonly #backend: string;
  readonly #t: TestContext;

  constructor(t: TestContext, env: Readonly<Record<string, string>>, backend = 'slurm', box = sandbox(t)) {
    this.#t = t;
    this.box = box;
    this.#env = env;
    this.#backend = backend;
  }

  /** Returns the same folder with further variables in the environment of its programs. */
  with(env: Readonly<Record<string, string>>): ClusterRig {
    return new ClusterRig(this.#t, { ...this.#env, ...env }, this.#backend, this.box);
  }

  /** Writes the range file and generates its configurations. */
  async generate(lines: readonly string[]): Promise<void> {
    this.box.write('r.config', `${lines.join('\n')}\n`);
    const ended = await this.box.script('generate-configs', ['r.config', 'sweep_configs']);
    if (ended.code !== 0) throw new Error(ended.stderr);
  }

  get #fast(): readonly string[] {
    return ['--backend', this.#backend, '--poll', '0.3s', '--heartbeat', '1s'];
  }

  run(...args: readonly string[]): Promise<Ended> {
    return this.box.script(
      'run-test-matrix',
      ['--config-dir', 'sweep_configs', '--output-dir', 'out', ...this.#fast, ...args],
      { env: this.#env },
    );
  }

  resume(...args: readonly string[]): Promise<Ended> {
    return this.box.script('run-test-matrix', ['--resume', this.sweepDir, ...this.#fast, ...args], { env: this.#env });
  }

  script(name: string, ...args: readonly string[]): Promise<Ended> {
    return this.box.script(name, args, { env: this.#env });
  }

  /** Starts a run that the test means to kill. */
  startRunner(...args: readonly string[]): ChildProcess {
    const all = [
      join(ROOT, 'scripts', 'start.cjs'),
      'run-test-matrix',
      '--config-dir',
      'sweep_configs',
      '--output-dir',
      'out',
      ...this.#fast,
      ...args,
    ];
    const { PATH, HOME } = process.env;
    return spawn(process.execPath, all, { cwd: this.box.dir, env: { PATH, HOME, ...this.#env }, stdio: 'ignore' });
  }

  get sweepDir(): string {
    return realpathSync(this.box.path('out', 'latest'));
  }

  /** Resolves with what `look` finds, as soon as it finds something. */
  async until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Resolves when so many lines of marks begin with a word. */
  async marked(word: string, count: number): Promise<void> {
    await this.until(() => {
      const path = this.box.path('out', 'latest', 'marks');
      if (!existsSync(path)) return undefined;
      return readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith(word)).length >= count
        ? true
        : undefined;
    });
  }

  /** Lets jobs go that wait for a file of this name in the sweep folder. */
  release(name: string): void {
    this.box.write(
      join(
        'out',
        readdirSync(this.box.path('out'))
          .filter((entry) => entry.startsWith('sweep_'))
          .at(-1) ?? '',
        name,
      ),
      'go\n',
    );
  }

  /** Ids of the arrays that were submitted. */
  jobs(): readonly string[] {
    const folder = join(this.sweepDir, 'cluster');
    return readdirSync(folder)
      .filter((name) => existsSync(join(folder, name, 'job')))
      .map((name) => readFileSync(join(folder, name, 'job'), 'utf8').trim());
  }
}

/** Shell text that waits until the test releases the name: order by rendezvous, not by time. */
export function waitFor(name: string): string {
  return `until [ -e "$SWEEP_DIR/${name}" ]; do sleep 0.05; done`;
}
