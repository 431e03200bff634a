// SPDX-License-Identifier: MIT
import type { Calls } from './replay.ts';
import type { Pid } from './op.ts';
import type { Who } from './world.ts';

/** Boot of every machine of the model. */
export const BOOT = 'boot';

interface Looked {
  readonly isFolder: boolean;
  readonly writtenS: number;
}

/** Returns the part of node:fs that the transition functions use, each system call a step of `who`. What they do not use is not there. */
export function modelFs(who: Who, steps: () => Calls): object {
  const opened: { inode: string; isFolder: boolean }[] = [];
  const look = (path: string, options?: { throwIfNoEntry?: boolean }): object | undefined => {
    try {
      const { isFolder, writtenS } = steps().take({ kind: 'look', path }) as Looked; // what looks answer
      return statOf(isFolder, writtenS, path);
    } catch (error) {
      if (options?.throwIfNoEntry === false && isMissing(error)) return undefined;
      throw error;
    }
  };
  const write = (path: string, text: string, options: { flag?: string } = {}): void => {
    const inode = steps().take(
      options.flag === 'wx' ? { kind: 'create', path } : { kind: 'open', path, truncates: true },
    );
    if (text !== '') steps().take({ kind: 'write', inode: String(inode), text });
  };
  return {
    constants: {
      O_RDONLY: 0,
      O_WRONLY: 1,
      O_RDWR: 2,
      O_NONBLOCK: 0,
      O_NOCTTY: 0,
      O_NOFOLLOW: 0,
      O_APPEND: 0,
      O_CREAT: 64,
      O_DIRECTORY: 0,
    },
    existsSync: (path: string) => look(path, { throwIfNoEntry: false }) !== undefined,
    statSync: look,
    lstatSync: look,
    realpathSync: (path: string) => path,
    readdirSync: (path: string) =>
      path === '/proc' ? livingJobs(steps, who).map(([pid]) => String(pid)) : steps().take({ kind: 'list', path }),
    readlinkSync: () => 'pid:[1]',
    mkdirSync: (path: string) => void steps().take({ kind: 'mkdir', path }),
    writeFileSync: write,
    linkSync: (from: string, to: string) => void steps().take({ kind: 'link', from, to }),
    renameSync: (from: string, to: string) => void steps().take({ kind: 'rename', from, to }),
    rmSync: (path: string, { force = false }: { force?: boolean } = {}) => {
      try {
        steps().take({ kind: 'unlink', path });
      } catch (error) {
        if (!force || !isMissing(error)) throw error;
      }
    },
    writeSync: (fd: number, text: string) => void steps().take({ kind: 'write', inode: opened[fd]?.inode ?? '', text }),
    openSync: (path: string) => {
      opened.push({ inode: String(steps().take({ kind: 'find', path })), isFolder: false });
      return opened.length - 1;
    },
    closeSync: () => {},
    fstatSync: () => statOf(false, 0, ''),
    readFileSync: (what: string | number) => {
      if (typeof what === 'number') return steps().take({ kind: 'read', inode: opened[what]?.inode ?? '' });
      if (what === '/proc/sys/kernel/random/boot_id') return BOOT;
      const [, pid = '', file = ''] = /^\/proc\/(\d+)\/(.*)$/.exec(what) ?? [];
      if (file === 'stat') return processStat(steps, who, Number(pid));
      if (file === 'environ') return environmentOf(steps, Number(pid));
      return steps().take({ kind: 'read', inode: String(steps().take({ kind: 'find', path: what })) });
    },
  };
}

/** The inode of the sweep folder stays; nobody asks for another's. */
function statOf(isFolder: boolean, writtenS: number, path: string): object {
  return {
    ino: path,
    size: 0,
    mtimeMs: writtenS * 1000,
    isFile: () => !isFolder,
    isDirectory: () => isFolder,
    isFIFO: () => false,
  };
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

/** A process that is there began when its pid says so: no pid is used twice. */
function processStat(steps: () => Calls, who: Who, pid: Pid): string {
  if (pid !== who.pid && steps().take({ kind: 'lives', host: who.host, pid }) !== true)
    throw Object.assign(new Error('gone'), { code: 'ENOENT' });
  return `${pid} (x) S ${'0 '.repeat(18)}${startOf(pid)} 0`;
}

/** Start time of a process, as its claims and locks have it. */
export function startOf(pid: Pid): string {
  return `s${pid}`;
}

function livingJobs(steps: () => Calls, { host }: Who): readonly (readonly [Pid, string])[] {
  return steps().remember('jobs', steps().take({ kind: 'jobs', host }) as readonly (readonly [Pid, string])[]); // what jobs answer
}

/** As it was when /proc was listed. */
function environmentOf(steps: () => Calls, pid: Pid): Buffer {
  const jobs = steps().remembered('jobs') as readonly (readonly [Pid, string])[]; // listed a moment ago
  const dir = jobs.find(([one]) => one === pid)?.[1] ?? '';
  return Buffer.from(`A=b\0SWEEP_ATTEMPT_DIR=${dir}\0`);
}
