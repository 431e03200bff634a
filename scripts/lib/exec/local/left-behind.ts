// SPDX-License-Identifier: MIT
import { runOfAttempt } from '../../edge/run-folder/attempt-place.ts';
import { type MarkedProcess, findMarked } from '../../edge/holding/process.ts';
import { ATTEMPT_MARK, signalAll } from '../../edge/holding/kill.ts';

/** Ends what attempts leave running outside their process group, soon after their own end. */
export interface LeftBehind {
  /** Says that an attempt has ended: what still carries its mark is left behind. */
  ended(attemptDir: string): void;
  close(): void;
}

export interface LeftBehindOptions {
  /** Between TERM and KILL. */
  readonly graceS: number;
  /** Tells people, once for all. */
  readonly note: (text: string) => void;
}

/** An attempt that ended, and what was done about what it left. */
interface Ending {
  /** Processes that got TERM. */
  readonly asked: Set<number>;
  /** Set when something was seen. */
  killAtMs: number | undefined;
}

/** Shortest time between two looks: one look serves all attempts that ended meanwhile. */
const LOOK_EVERY_MS = 500;
/** Looking takes at most this share of the time: only /proc can tell, and it costs about 12 microseconds a process of the machine. */
const LOOK_SHARE = 0.01;

/** Returns a watch over ended attempts. It looks only while there are any, and signals nothing but what carries the mark of one of them. */
export function watchLeftBehind(options: LeftBehindOptions): LeftBehind {
  const ended = new Map<string, Ending>();
  let timer: NodeJS.Timeout | undefined;
  let isTold = false;

  const look = (): void => {
    const began = performance.now();
    const left = ended.size === 0 ? [] : findMarked(ATTEMPT_MARK, '').filter((p) => ended.has(p.value));
    if (left.length > 0 && !isTold) {
      isTold = true;
      options.note(noteOn(left[0] as MarkedProcess));
    }
    const now = performance.now();
    const alive = new Set(left.map((p) => p.value));
    for (const [attemptDir, ending] of ended) {
      if (!alive.has(attemptDir)) {
        ended.delete(attemptDir);
        continue;
      }
      const pids = left.filter((p) => p.value === attemptDir).map((p) => p.pid);
      signalAll(
        pids.filter((pid) => !ending.asked.has(pid)),
        'SIGTERM',
      );
      for (const pid of pids) ending.asked.add(pid);
      ending.killAtMs ??= now + options.graceS * 1000;
      if (now >= ending.killAtMs) signalAll(pids, 'SIGKILL');
    }
    timer = ended.size === 0 ? undefined : later((now - began) / LOOK_SHARE);
  };
  const later = (ms: number): NodeJS.Timeout => setTimeout(look, Math.max(LOOK_EVERY_MS, ms)).unref();

  return {
    ended: (attemptDir) => {
      ended.set(attemptDir, { asked: new Set(), killAtMs: undefined });
      timer ??= later(0);
    },
    close: () => {
      clearTimeout(timer);
      ended.clear();
    },
  };
}

function noteOn({ pid, value }: MarkedProcess): string {
  return `${runOfAttempt(value)}: process ${pid} outlived its run and is ended, like all that are left behind (env -u ${ATTEMPT_MARK} setsid COMMAND & lets one live on)`;
}
