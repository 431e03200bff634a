// SPDX-License-Identifier: MIT
import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type ClusterShape, gresConf, slurmConf, USUAL_SHAPE } from './slurm-conf.ts';

const SBIN = '/usr/sbin:/sbin';

/** A private SLURM on this machine: one munged, one slurmctld, a slurmd for each of its nodes n1, n2, ... */
export class SlurmCluster {
  readonly dir: string;
  readonly shape: ClusterShape;

  private constructor(dir: string, shape: ClusterShape) {
    this.dir = dir;
    this.shape = shape;
  }

  /** Makes and starts a cluster; resolves when all of its nodes take jobs. */
  static async up(over: Partial<ClusterShape> = {}): Promise<SlurmCluster> {
    // Short on purpose: a socket's path ends at 107 bytes.
    const cluster = new SlurmCluster(mkdtempSync(join(tmpdir(), 'ks-slurm-')), { ...USUAL_SHAPE, ...over });
    const { dir, shape } = cluster;
    cluster.#endWithProcess();
    for (const name of ['state', 'log', 'dev', 'spool']) mkdirSync(join(dir, name));
    for (let node = 1; node <= shape.nodes; node += 1) mkdirSync(join(dir, 'spool', `n${node}`));
    for (let gpu = 0; gpu < shape.gpusPerNode; gpu += 1) symlinkSync('/dev/null', join(dir, 'dev', `nvidia${gpu}`));
    writeFileSync(join(dir, 'munge.key'), randomBytes(1024), { mode: 0o600 });
    writeFileSync(cluster.conf, slurmConf(dir, userInfo().username, await freePorts(shape.nodes + 1), shape));
    writeFileSync(join(dir, 'gres.conf'), gresConf(dir, shape));
    try {
      cluster.#startMunge();
      cluster.startController();
      for (let node = 1; node <= shape.nodes; node += 1) cluster.startNode(node);
      await cluster.ready();
    } catch (error) {
      await cluster.down();
      throw error;
    }
    return cluster;
  }

  /** A test that is interrupted leaves no daemon behind. */
  #endWithProcess(): void {
    const end = (): void => {
      if (!existsSync(this.dir)) return;
      for (const pid of this.#stepds()) kill(pid, 'SIGKILL');
      for (const name of readdirSync(this.dir).filter((file) => file.endsWith('.pid'))) {
        const pid = Number(readFileSync(join(this.dir, name), 'utf8'));
        if (commandLine(pid).includes(this.dir)) kill(pid, 'SIGKILL');
      }
      rmSync(this.dir, { recursive: true, force: true });
    };
    process.on('exit', end);
    // The default of these signals would end the process without a word to anybody.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  }

  get conf(): string {
    return join(this.dir, 'slurm.conf');
  }

  /** What a program needs to talk to this cluster. */
  get env(): Readonly<Record<string, string>> {
    return { SLURM_CONF: this.conf };
  }

  #startMunge(): void {
    const file = (name: string): string => join(this.dir, name);
    // --force: only warn where a parent folder is writable by a group
    this.#daemon('munged', [
      '--force',
      '--num-threads=2',
      `--key-file=${file('munge.key')}`,
      `--socket=${file('munge.sock')}`,
      `--pid-file=${file('munged.pid')}`,
      `--log-file=${file('log/munged.log')}`,
      `--seed-file=${file('munged.seed')}`,
    ]);
  }

  startController(): void {
    this.#daemon('slurmctld', ['-f', this.conf]);
  }

  startNode(node: number): void {
    this.#daemon('slurmd', ['-N', `n${node}`, '-f', this.conf]);
  }

  /** Stops the controller cleanly; jobs go on. */
  async stopController(): Promise<void> {
    await this.#stop('slurmctld.pid', 'SIGTERM');
  }

  /** Kills a node's daemon as a crash would; its tasks live on under their slurmstepd. */
  async killNode(node: number): Promise<void> {
    await this.#stop(`slurmd-n${node}.pid`, 'SIGKILL');
  }

  /** Runs a program of SLURM and returns what it printed; throws when it fails. */
  run(program: string, args: readonly string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      execFile(program, [...args], { env: { ...process.env, ...this.env } }, (error, stdout, stderr) => {
        if (error !== null) reject(new Error(`${program} ${args.join(' ')}: ${stderr}`));
        else resolve(stdout);
      });
    });
  }

  /** Resolves when all nodes take jobs. */
  async ready(): Promise<void> {
    for (;;) {
      const states = await this.run('sinfo', ['-h', '-N', '-p', 'main', '-o', '%T']).catch(() => '');
      const up = states.split('\n').filter((state) => /^(idle|mixed|allocated|completing)$/.test(state)).length;
      if (up === this.shape.nodes) return;
      await nap(50);
    }
  }

  /** Ends every job and daemon and removes the folder. */
  async down(): Promise<void> {
    await this.run('scancel', ['--user', userInfo().username, '--signal=KILL', '--full']).catch(() => '');
    for (const pid of this.#stepds()) kill(pid, 'SIGKILL');
    for (const name of readdirSync(this.dir).filter((file) => file.startsWith('slurmd-')))
      await this.#stop(name, 'SIGTERM');
    await this.#stop('slurmctld.pid', 'SIGTERM');
    await this.#stop('munged.pid', 'SIGTERM');
    for (const pid of this.#stepds()) kill(pid, 'SIGKILL');
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }

  #daemon(program: string, args: readonly string[]): void {
    const env = { ...process.env, ...this.env, PATH: `${process.env['PATH'] ?? ''}:${SBIN}` };
    const done = spawnSync(program, [...args], { env, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`${program} did not start: ${done.stderr || String(done.error)}`);
  }

  async #stop(pidFile: string, signal: NodeJS.Signals): Promise<void> {
    const path = join(this.dir, pidFile);
    if (!existsSync(path)) return;
    const pid = Number(readFileSync(path, 'utf8'));
    // The folder's name on its command line: a pid file may be older than the process that has the number now.
    if (!commandLine(pid).includes(this.dir)) return;
    kill(pid, signal);
    for (let i = 0; commandLine(pid) !== ''; i += 1) {
      if (i === 100) kill(pid, 'SIGKILL');
      await nap(50);
    }
    rmSync(path, { force: true });
  }

  /** The processes that hold this cluster's tasks: they outlive their slurmd. */
  #stepds(): readonly number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => {
        try {
          return (
            readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('slurmstepd') &&
            readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`SLURM_CONF=${this.conf}`)
          );
        } catch {
          return false;
        }
      });
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // gone meanwhile
  }
}

export function nap(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Returns the first of so many free ports in a row, below the range that the kernel hands out. */
async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(first + i)));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
