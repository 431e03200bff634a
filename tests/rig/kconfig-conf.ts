// SPDX-License-Identifier: MIT
// The kernel's own `conf`, prebuilt by Debian, as the judge of what a completed .config is. Run this file to fetch the
// one of 6.12, whose package cannot be installed everywhere: node --import tsx tests/rig/kconfig-conf.ts
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { KconfigDialect } from '../../scripts/lib/kconfig/model.ts';

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ksweep-oracles');

/** Returns the path of `conf` of a version, or undefined where this machine has none. */
export function findConf(version: KconfigDialect): string | undefined {
  const places = [join(CACHE, `conf-${version}`)];
  for (const name of existsSync('/usr/lib') ? readdirSync('/usr/lib') : []) {
    const isVersion = name === `linux-kbuild-${version}` || name.startsWith(`linux-kbuild-${version}.`);
    if (isVersion) places.push(join('/usr/lib', name, 'scripts/kconfig/conf'));
  }
  return places.find((place) => existsSync(place));
}

/** What `conf` made of a tree. */
export interface ConfRun {
  readonly code: number | null;
  readonly config: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ConfCall {
  /** The folder of the tree. */
  readonly tree: string;
  /** The first file of the tree, by default Kconfig. */
  readonly file?: string;
  /** An option such as --olddefconfig. */
  readonly mode: string;
  /** The .config to start from. */
  readonly config?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

let scratch: string | undefined;

/** An empty folder, the same for each call: thousands of calls are made, and to remove a folder takes as long as some calls. */
function emptyScratch(): string {
  if (scratch === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'ksweep-conf-'));
    process.on('exit', () => rmSync(made, { recursive: true, force: true }));
    scratch = made;
  }
  for (const name of readdirSync(scratch)) rmSync(join(scratch, name), { recursive: true, force: true });
  return scratch;
}

/** Runs `conf` on a tree, with an empty folder for what it writes. */
export function runConf(
  conf: string,
  { tree, file: first = 'Kconfig', mode, config, environment = {} }: ConfCall,
): ConfRun {
  const folder = emptyScratch();
  const file = join(folder, '.config');
  if (config !== undefined) writeFileSync(file, config);
  const ran = spawnSync(conf, [mode, first], {
    cwd: tree,
    encoding: 'utf8',
    timeout: 600_000,
    maxBuffer: 1 << 28,
    env: {
      PATH: process.env.PATH,
      KCONFIG_CONFIG: file,
      KCONFIG_AUTOCONFIG: join(folder, 'include/auto.conf'),
      KCONFIG_AUTOHEADER: join(folder, 'autoconf.h'),
      KCONFIG_RUSTCCFG: join(folder, 'rustc_cfg'),
      srctree: '.',
      ...environment,
    },
    input: '',
  });
  if (ran.error !== undefined) throw new Error(`conf did not end: ${ran.error.message}`);
  const written = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  return { code: ran.status, config: written, stdout: ran.stdout ?? '', stderr: ran.stderr ?? '' };
}

function fetchConf(): void {
  const names = spawnSync('apt-cache', ['pkgnames', 'linux-kbuild-6.12'], { encoding: 'utf8' }).stdout.split('\n');
  const name = names
    .filter((each) => /^linux-kbuild-6\.12(?:\.|$)/.test(each))
    .sort()
    .at(-1);
  if (name === undefined) throw new Error('apt knows no package linux-kbuild-6.12...; run apt-get update');
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-fetch-'));
  for (const [program, ...rest] of [
    ['apt-get', 'download', name],
    ['bash', '-c', 'dpkg -x *.deb out'],
  ] as const) {
    const { status, stderr } = spawnSync(program, rest, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program} ${rest.join(' ')}: ${stderr}`);
  }
  const found = spawnSync('bash', ['-c', 'ls out/usr/lib/*/scripts/kconfig/conf'], {
    cwd: folder,
    encoding: 'utf8',
  }).stdout.trim();
  mkdirSync(CACHE, { recursive: true });
  cpSync(join(folder, found), join(CACHE, 'conf-6.12'));
  rmSync(folder, { recursive: true, force: true });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (findConf('6.12') === undefined) fetchConf();
  console.log(
    `conf of 6.12: ${findConf('6.12') ?? 'none'}; of 6.1: ${findConf('6.1') ?? 'none (apt-get install linux-kbuild-6.1)'}`,
  );
}
