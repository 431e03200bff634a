// SPDX-License-Identifier: MIT
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createRng, type Rng } from '../../scripts/lib/core/rng.ts';
import { runConf } from '../rig/kconfig-conf.ts';
import type { FuzzCount } from '../rig/kconfig-fuzz.ts';
import { completer, filesIn, goodTree } from '../rig/kconfig-tree.ts';

const ARCHIVE = '/usr/src/linux-source-6.12.tar.xz';

/** Returns the folder of Linux 6.12: its Kconfig files, and the scripts that they call. */
export function unpackLinux(): string {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ksweep-oracles', 'linux-6.12');
  if (existsSync(folder)) return folder;
  if (!existsSync(ARCHIVE)) throw new Error(`no ${ARCHIVE}: apt-get install linux-source-6.12`);
  const partial = `${folder}.tmp`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const patterns = ['*/Kconfig*', '*/scripts/*', '*/Makefile'];
  const unpacked = spawnSync('tar', [
    '-C',
    partial,
    '--strip-components=1',
    '-xJf',
    ARCHIVE,
    '--wildcards',
    ...patterns,
  ]);
  if (unpacked.status !== 0) throw new Error(`tar: ${unpacked.stderr}`);
  renameSync(partial, folder);
  return folder;
}

/** What the kernel's Makefile tells its Kconfig files. */
function environmentFor(architecture: 'x86' | 'arm64'): Record<string, string> {
  const version = spawnSync('gcc', ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0] ?? '';
  return {
    PATH: process.env.PATH ?? '',
    srctree: '.',
    SRCARCH: architecture,
    ARCH: architecture,
    KERNELVERSION: '6.12',
    CC: 'gcc',
    LD: 'ld',
    HOSTCC: 'gcc',
    RUSTC: 'rustc',
    BINDGEN: 'bindgen',
    CC_VERSION_TEXT: version,
  };
}

/** Completes random dense .configs of Linux, mutated, and compares them byte by byte; prints the times. */
export function compareLinux(conf: string, folder: string, architecture: 'x86' | 'arm64', configs: number): FuzzCount {
  const environment = environmentFor(architecture);
  const shell = (command: string): string =>
    spawnSync('/bin/sh', ['-c', command], { cwd: folder, env: environment, encoding: 'utf8' }).stdout;
  const count: FuzzCount = { cases: 0, different: [], refused: [] };
  const beforeLoad = performance.now();
  const cpuBefore = process.cpuUsage();
  const complete = completer(goodTree(filesIn(folder), '6.12', environment, shell));
  const loadMs = performance.now() - beforeLoad;
  const loadCpuMs = cpuMs(cpuBefore);
  let completeMs = 0;
  let completeCpuMs = 0;
  for (let seed = 1; seed <= configs; seed += 1) {
    const call = { tree: folder, environment: { ...environment, KCONFIG_SEED: String(seed) } };
    const dense = runConf(conf, { ...call, mode: '--randconfig' }).config ?? '';
    const config = mutated(dense, createRng(`linux/${architecture}/${seed}`));
    const theirs = runConf(conf, { ...call, mode: '--olddefconfig', config }).config;
    const before = performance.now();
    const cpu = process.cpuUsage();
    const ours = complete(config);
    completeMs += performance.now() - before;
    completeCpuMs += cpuMs(cpu);
    count.cases += 1;
    if (theirs === undefined) count.refused.push(`${architecture} ${seed}`);
    else if (ours !== theirs) count.different.push({ seed: `${architecture} ${seed}`, ours, theirs });
  }
  const rate = (ms: number): number => Math.round((1000 * configs) / ms);
  const own = `${Math.round(loadCpuMs)} ms of processor time, commands left out`;
  const each = `${rate(completeMs)} completions a second, ${rate(completeCpuMs)} a second of processor time`;
  console.log(`  loaded in ${Math.round(loadMs)} ms (${own}); ${each}`);
  return count;
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

/** 5 % of the lines left out, 5 % of the switches turned. */
function mutated(config: string, rng: Rng): string {
  const lines: string[] = [];
  for (const line of config.split('\n')) {
    if (rng.float() < 0.05) continue;
    const name = /^(?:# (CONFIG_\w+) is not set|(CONFIG_\w+)=[ym])$/.exec(line);
    const symbol = name?.[1] ?? name?.[2];
    if (symbol === undefined || rng.float() >= 0.05) lines.push(line);
    else lines.push([`${symbol}=y`, `${symbol}=m`, `# ${symbol} is not set`][rng.below(3)] ?? '');
  }
  return lines.join('\n');
}
