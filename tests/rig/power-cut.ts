// SPDX-License-Identifier: MIT
import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a power cut leaves: nothing but what was synced, or all names and nothing in files that were not. */
export type CutMode = 'synced' | 'names';

/** Builds power-cut.c into a folder; returns the library's path. Needs cc. */
export function buildPowerCut(folder: string): string {
  const library = join(folder, 'power-cut.so');
  const source = fileURLToPath(new URL('./power-cut.c', import.meta.url));
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-Werror', '-o', library, source]);
  return library;
}

/** One life of a disk between two cuts. */
export interface CutDisk {
  /** Environment of the programs that write to it. */
  readonly env: Readonly<Record<string, string>>;
  /** Syncs since it was made. */
  syncs(): number;
  /** Ends it: from now on whoever touches it dies. */
  cut(): void;
  /** Puts into `folder` what is left of `below` after the power was cut. */
  leave(mode: CutMode): void;
}

type Entry =
  | { readonly kind: 'f'; readonly inode: string }
  | { readonly kind: 'd'; readonly inode: string }
  | { readonly kind: 'l'; readonly text: string };
type Entries = ReadonlyMap<string, Entry>;

/** Starts to watch a folder; everything that it holds by now is on the disk. `store` is outside of it. */
export function watchDisk(library: string, below: string, store: string, cutAt: number, boot: string): CutDisk {
  rmSync(store, { recursive: true, force: true });
  mkdirSync(store, { recursive: true });
  const state = join(store, 'state');
  writeFileSync(state, Buffer.alloc(8));
  writeFileSync(join(store, 'boot'), `${boot}\n`);
  const contents = new Map<string, Buffer>();
  const folders = new Map<string, Entries>();
  const root = keepAll(below, contents, folders);
  return {
    env: {
      LD_PRELOAD: library,
      CUT_BELOW: below,
      CUT_STORE: store,
      CUT_AT: String(cutAt),
      CUT_BOOT: join(store, 'boot'),
    },
    syncs: () => readFileSync(state).readUInt32LE(0),
    cut: () => writeFileSync(state, Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]), { flag: 'r+' }),
    leave: (mode) => {
      const most = cutAt === 0 ? Number.POSITIVE_INFINITY : cutAt;
      const numbers = readdirSync(store)
        .map(Number)
        .filter((n) => n > 0 && n <= most)
        .sort((a, b) => a - b);
      for (const number of numbers) takeRecord(readFileSync(join(store, String(number))), contents, folders);
      // Names that were there when the power went, with what was synced of each file.
      if (mode === 'names') keepAll(below, new Map(), folders);
      rmSync(below, { recursive: true, force: true });
      build(below, root, contents, folders);
    },
  };
}

function takeRecord(record: Buffer, contents: Map<string, Buffer>, folders: Map<string, Entries>): void {
  const end = record.indexOf(0x0a);
  const [kind = '', inode = ''] = record.toString('utf8', 0, end).split(' ');
  const rest = record.subarray(end + 1);
  if (kind === 'f') {
    contents.set(inode, rest);
    return;
  }
  const lines = rest
    .toString()
    .split('\n')
    .filter((line) => line !== '');
  folders.set(inode, new Map(lines.map(entryOf)));
}

function entryOf(line: string): [string, Entry] {
  const [, kind = '', inode = '', rest = ''] = /^(.) (\d+) (.*)$/.exec(line) ?? [];
  const [name = '', text = ''] = rest.split('\t');
  if (kind === 'l') return [name, { kind: 'l', text }];
  return [name, { kind: kind === 'd' ? 'd' : 'f', inode }];
}

/** Takes note of everything in a folder; returns its inode. */
function keepAll(folder: string, contents: Map<string, Buffer>, folders: Map<string, Entries>): string {
  const entries = new Map<string, Entry>();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stat = lstatSync(path);
    const inode = String(stat.ino);
    if (stat.isSymbolicLink()) entries.set(name, { kind: 'l', text: readlinkSync(path) });
    else if (stat.isDirectory()) entries.set(name, { kind: 'd', inode: keepAll(path, contents, folders) });
    else if (stat.isFile()) {
      contents.set(inode, readFileSync(path));
      entries.set(name, { kind: 'f', inode });
    }
  }
  const inode = String(lstatSync(folder).ino);
  folders.set(inode, entries);
  return inode;
}

function build(
  path: string,
  inode: string,
  contents: ReadonlyMap<string, Buffer>,
  folders: ReadonlyMap<string, Entries>,
): void {
  mkdirSync(path);
  for (const [name, entry] of folders.get(inode) ?? []) {
    const at = join(path, name);
    if (entry.kind === 'l') symlinkSync(entry.text, at);
    else if (entry.kind === 'd') build(at, entry.inode, contents, folders);
    else writeFileSync(at, contents.get(entry.inode) ?? '');
  }
}
