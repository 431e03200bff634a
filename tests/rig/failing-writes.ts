// SPDX-License-Identifier: MIT
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a chosen call does instead: fail once, fail until lifted, or take half of its bytes. */
export type FaultHow = 'EIO once' | 'EIO' | 'ENOSPC once' | 'ENOSPC' | 'SHORT once' | 'SHORT';

/** One call that writes, as counted: its kind, its path relative to the watched folder, and who made it. */
export interface WriteCall {
  readonly kind: string;
  readonly path: string;
  readonly program: string;
}

/** The call to fail: the nth of its kind whose path matches a glob. */
export interface Fault {
  readonly kind: string;
  readonly glob: string;
  readonly nth: number;
  readonly how: FaultHow;
}

/** The watch over one folder: preloaded into whatever is started with its environment. */
export interface WriteWatch {
  /** Environment for a program and all it starts; without a fault the calls are only counted. */
  env(fault?: Fault): Readonly<Record<string, string>>;
  /** From now on nothing fails any more. */
  lift(): void;
  /** How many calls were made to fail since `env`. */
  injected(): number;
  /** The calls since `env`, in order. */
  calls(): readonly WriteCall[];
}

/** Builds the library of failing-writes.c into a folder; returns its path. Needs cc. */
export function buildFailingWrites(folder: string): string {
  const source = fileURLToPath(new URL('./failing-writes.c', import.meta.url));
  const library = join(folder, 'failing-writes.so');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-Werror', '-o', library, source]);
  return library;
}

/** Returns a watch over a folder; its own files are in `scratch`, outside of it. */
export function watchWrites(library: string, below: string, scratch: string): WriteWatch {
  const state = join(scratch, 'fault-state');
  const log = join(scratch, 'fault-log');
  const word = (index: number): number => readFileSync(state).readUInt32LE(index * 4);
  return {
    env: (fault) => {
      writeFileSync(state, Buffer.alloc(16));
      rmSync(log, { force: true });
      const watch = { LD_PRELOAD: library, UV_USE_IO_URING: '0', FAULT_BELOW: below, FAULT_STATE: state };
      if (fault === undefined) return { ...watch, FAULT_LOG: log };
      const [how = ''] = fault.how.split(' ');
      const lasts: Record<string, string> = fault.how.endsWith('once') ? {} : { FAULT_LASTS: '1' };
      return {
        ...watch,
        ...lasts,
        FAULT_KIND: fault.kind,
        FAULT_PATH: fault.glob,
        FAULT_NTH: String(fault.nth),
        FAULT_HOW: how,
      };
    },
    lift: () => {
      const fd = openSync(state, 'r+');
      writeSync(fd, Buffer.from([1, 0, 0, 0]), 0, 4, 8);
      closeSync(fd);
    },
    injected: () => word(1),
    calls: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [kind = '', path = '', program = ''] = line.split('\t');
          return { kind, path, program };
        }),
  };
}

/** Parts of names that differ from run to run: processes, times, ids. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  // Of two sweeps that begin within one second the later is called ..._2.
  [/sweep_\d{8}_\d{6}(_\d+)?/g, 'sweep_????????_??????*'],
  [/(config_\d{3})_[0-9a-f]{8}/g, '$1_????????'],
  [/\.new-\d+-\d+/g, '.new-*'],
  [/tmp-\d+/g, 'tmp-*'],
  [/\.turn-\d+-[^/]+/g, '.turn-*'],
  [/lock-(new|probe)-\d+-[0-9a-f]{8}/g, 'lock-$1-*'],
];

/** Returns a glob for a path that finds the same file in another run of the same program. */
function globOf(path: string): string {
  return CHANGING.reduce((text, [pattern, glob]) => text.replace(pattern, glob), path.replaceAll('[', '[[]'));
}

/** Returns one fault for each counted call; those that a `classOf` maps to the same text are thinned out to the first. */
export function faultsOf(
  calls: readonly WriteCall[],
  hows: readonly FaultHow[],
  classOf?: (fault: Fault, program: string) => string,
): readonly Fault[] {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const { kind, path, program } of calls) {
    const glob = globOf(path);
    const nth = (counts.get(`${kind} ${glob}`) ?? 0) + 1;
    counts.set(`${kind} ${glob}`, nth);
    for (const how of hows) {
      if (!isPossible(kind, how)) continue;
      const fault = { kind, glob, nth, how };
      const name = `${classOf?.(fault, program) ?? `${kind} ${glob} ${nth}`} ${how}`;
      if (seen.has(name)) continue;
      seen.add(name);
      faults.push(fault);
    }
  }
  return faults;
}

/** A removal never lacks room, and only a write can be short. */
function isPossible(kind: string, how: FaultHow): boolean {
  if (how.startsWith('SHORT')) return kind === 'write';
  if (how.startsWith('EIO')) return true;
  return (
    ['write', 'create', 'mkdir', 'link', 'symlink', 'rename', 'sync'].includes(kind) &&
    (how === 'ENOSPC once' || (kind !== 'rename' && kind !== 'sync'))
  );
}

/**
 * Returns what makes a fault like another one: the same kind of call on the same sort of file, whichever run it is of.
 * Reports are of one sort (they are written the same way); of the journal's writes the first three are told apart.
 */
export function sortOf({ kind, glob, nth }: Fault): string {
  const file = glob
    .replace(/config_\d{3}/g, 'config')
    .replace(/(sweep_(summary|analysis)\.(json|csv|md|txt)|analysis\.html)/, 'report');
  return `${kind} ${file}${glob.endsWith('journal.jsonl') ? Math.min(nth, 3) : ''}`;
}
