// SPDX-License-Identifier: MIT
import type { Actor, Scene } from './explore.ts';
import { BOOT, startOf } from './fs-calls.ts';
import type { Program } from './replay.ts';
import type { Process } from './real-code.ts';
import type { Op } from './op.ts';
import type { Who, World } from './world.ts';

/** The sweep folder of every scene. */
export const SWEEP = '/sweep';

/** Enters with the lock of the sweep folder, does something, and lets go of it; a refusal ends it. */
export function withLock(process: Process, calls: Parameters<Program>[0], action: (check: () => void) => void): void {
  process.with(calls, () => {
    let lock: ReturnType<Process['code']['takeLock']>;
    try {
      lock = process.code.takeLock(SWEEP, { nowMs: 0, force: false });
    } catch (error) {
      calls.take({ kind: 'mark', what: 'refused', text: error instanceof Error ? error.message : String(error) });
      return;
    }
    calls.take({ kind: 'mark', what: 'enters', text: '' });
    try {
      action(() => {
        if (!lock.isHeld()) throw new Error('was taken over');
      });
    } catch (error) {
      calls.take({ kind: 'mark', what: 'refused', text: error instanceof Error ? error.message : String(error) });
      return;
    }
    calls.take({ kind: 'mark', what: 'leaves', text: '' });
    lock.release();
  });
}

function runner(who: Who, make: (who: Who) => Process): Actor {
  const process = make(who);
  return { ...who, mayDie: true, program: (calls) => withLock(process, calls, (check) => check()) };
}

/** Who comes when all is over: it must get the lock, whatever was left. */
function last(make: (who: Who) => Process): Actor {
  const who = { name: 'last', host: 'x', pid: 99 };
  const process = make(who);
  return {
    ...who,
    mayDie: false,
    program: (calls) => {
      calls.take({ kind: 'wait for calm' });
      withLock(process, calls, (check) => {
        check();
        calls.take({ kind: 'append', events: ['the last one was there'] });
      });
    },
  };
}

/** Text of a lock of a process that is gone, or of one that let go. */
export function lockText(owner: { readonly pid: number; readonly host?: string; readonly released?: true }): string {
  return `${JSON.stringify({ start: startOf(owner.pid), boot: BOOT, host: 'x', space: 'pid:[1]', since: 0, ...owner })}\n`;
}

const FOUND: Readonly<Record<string, (world: World) => void>> = {
  'an empty folder': () => {},
  'the lock of a dead runner': (world) => world.addFile(`${SWEEP}/lock-1.json`, lockText({ pid: 50 })),
  'a lock that was let go': (world) => world.addFile(`${SWEEP}/lock-1.json`, lockText({ pid: 50, released: true })),
  'what is no lock': (world) => world.addFile(`${SWEEP}/lock-1.json`, '{}'),
};

const tookItAfterAll = (world: World): readonly string[] =>
  world.journal.length === 1 ? [] : ['nobody can take the lock any more'];

/** Runners of one machine that come at the same time, and die. */
export function lockScenes(
  make: (who: Who) => Process,
  { runners, deaths }: { readonly runners: number; readonly deaths: number },
): readonly Scene[] {
  return Object.entries(FOUND).map(([found, begin]) => ({
    name: `${runners} runners, ${deaths} deaths, ${found}`,
    actors: [
      ...Array.from({ length: runners }, (_, i) => runner({ name: `runner${i + 1}`, host: 'x', pid: i + 1 }, make)),
      last(make),
    ],
    begin: (world) => {
      world.addFile(SWEEP, '', true);
      begin(world);
    },
    deaths,
    isPrivate: isPassing,
    atEnd: tookItAfterAll,
  }));
}

/**
 * Steps that need not be told apart from the one before: on files that are on the way to another name and that nobody else
 * reads, the inode of the sweep folder, and the text of a lock that is open, which nobody writes any more.
 */
export function isPassing(op: Op): boolean {
  if (op.kind === 'read') return true;
  return 'path' in op && (op.path === SWEEP || /\/lock-(new|probe)-|\.tmp-/.test(op.path)) && op.kind !== 'list';
}

/** Minutes without a heartbeat: every lock of a runner that lives is young again, others are old. */
function timePasses(world: World): void {
  world.nowS += 121;
  for (const [path, inode] of world.names) {
    const pid = Number(/"pid":(\d+)/.exec(world.textOf(path) ?? '')?.[1] ?? 0);
    const host = /"host":"([^"]*)"/.exec(world.textOf(path) ?? '')?.[1] ?? '';
    const at = world.inodes.get(inode);
    if (at !== undefined && /lock-\d+\.json$/.test(path) && world.livesOn(host, pid))
      world.setInode(inode, { ...at, writtenS: world.nowS });
  }
}

/** Time passes once, or twice: no longer is looked at. */
const MOST_S = 1121;

/** Runners of two machines, or containers, whose process numbers are the same. */
export function machineScenes(make: (who: Who) => Process, deaths: number): readonly Scene[] {
  const found: typeof FOUND = {
    ...FOUND,
    'the lock of a dead runner of a third machine': (world) =>
      world.addFile(`${SWEEP}/lock-1.json`, lockText({ pid: 50, host: 'z' })),
  };
  return Object.entries(found).map(([name, begin]) => ({
    name: `2 machines with one process number, ${deaths} deaths, ${name}`,
    actors: [
      runner({ name: 'runner1', host: 'x', pid: 7 }, make),
      runner({ name: 'runner2', host: 'y', pid: 7 }, make),
      last(make),
    ],
    begin: (world) => {
      world.addFile(SWEEP, '', true);
      begin(world);
    },
    deaths,
    isPrivate: isPassing,
    events: (world) => (world.nowS < MOST_S ? [{ name: 'two minutes pass', happen: timePasses }] : []),
    atEnd: tookItAfterAll,
  }));
}
