// SPDX-License-Identifier: MIT
import type { EndedBy } from './cause.ts';
import type { Outcome, Reason } from './outcome.ts';

/** What is known of an ended attempt before it is judged. Times are epoch milliseconds. */
export interface AttemptEnd {
  /** Exit code as bash gives it: 128 + n for a death by signal n. Null when nobody saw the end. */
  readonly exit: number | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number;
  /** By a clock that nobody sets; undefined where none tells. */
  readonly durationS?: number | undefined;
  readonly host: string;
  readonly devices: readonly string[];
  /** Why the runner or the scheduler stopped it, if one did. */
  readonly cause: EndedBy | null;
}

const SIGNAL_NAMES: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  10: 'SIGUSR1',
  11: 'SIGSEGV',
  12: 'SIGUSR2',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS',
};

/** Causes that runner, wrappers and schedulers write, and the reason each one is. */
const CAUSE_REASONS: Readonly<Record<EndedBy, Reason>> = {
  timeout: 'timeout',
  'time limit': 'timeout',
  cancelled: 'cancelled',
  interrupted: 'cancelled',
  terminated: 'cancelled',
  'out of memory': 'out of memory',
  preempted: 'preempted',
  'node failure': 'node failure',
  superseded: 'node failure',
  launch: 'launch failure',
  setup: 'setup',
  needs: 'dependency',
  'early stop': 'early stop',
};

/** Returns how an attempt ended: the first reason of the ladder that holds (design: timeout before cancelled before ...). */
export function outcomeOf(ending: AttemptEnd): Outcome {
  const { reason, detail } = judge(ending);
  return {
    status: statusOf(reason),
    reason,
    exitCode: signalOf(ending.exit) === null ? ending.exit : null,
    signal: signalOf(ending.exit),
    startedAtMs: ending.startedAtMs,
    endedAtMs: ending.endedAtMs,
    host: ending.host,
    devices: ending.devices,
    detail,
    signature: null,
    ...(ending.durationS === undefined ? {} : { durationS: ending.durationS }),
    ...(ending.cause === null || reason === 'ok' ? {} : { cause: ending.cause }),
  };
}

function judge(ending: AttemptEnd): { reason: Reason; detail: string } {
  const { exit, cause } = ending;
  const known = cause === null ? undefined : CAUSE_REASONS[cause];
  // A job that was told to stop but ended well by itself has ended well.
  if (known !== undefined && exit !== 0) return { reason: known, detail: detailOfCause(known, exit) };
  if (exit === null)
    return { reason: 'vanished', detail: 'it is gone and left no outcome (killed, or its machine went down)' };
  const signal = signalOf(exit);
  if (signal !== null)
    return {
      reason: 'signal',
      detail: `killed by ${signal}${SIGNAL_WORDS[signal] ?? ''}`,
    };
  if (exit !== 0) return { reason: 'exit code', detail: `exit code ${exit}${EXIT_WORDS[exit] ?? ''}` };
  return { reason: 'ok', detail: '' };
}

/** What a signal mostly says. */
const SIGNAL_WORDS: Readonly<Record<string, string>> = {
  SIGKILL: ' (out of memory, or by hand)',
  SIGXCPU: ' (it used more processor time than is allowed: ulimit -t)',
  SIGXFSZ: ' (a file grew larger than is allowed: ulimit -f)',
};

const EXIT_WORDS: Readonly<Record<number, string>> = {
  2: ' (wrong use of the command)',
  126: ' (the command cannot be executed)',
  127: ' (command not found)',
};

function detailOfCause(reason: Reason, exit: number | null): string {
  const how = exit === null ? '' : signalOf(exit) === null ? `, exit code ${exit}` : `, ended by ${signalOf(exit)}`;
  switch (reason) {
    case 'timeout':
      return `stopped at its time limit${how}`;
    case 'cancelled':
      return `cancelled${how}`;
    case 'early stop':
      return 'stopped early';
    case 'setup':
      return `SWEEP_SETUP failed${how}`;
    case 'dependency':
      return 'not begun: what it needs had not ended well';
    case 'launch failure':
      return `it could not be started${how}`;
    default:
      return `${reason}${how}`;
  }
}

function statusOf(reason: Reason): Outcome['status'] {
  if (reason === 'ok') return 'done';
  // It waits as before: whoever comes next sees whether what it needs is done.
  if (reason === 'cancelled' || reason === 'dependency') return 'cancelled';
  return reason === 'early stop' ? 'stopped' : 'failed';
}

/** bash reports a death by signal n as 128 + n. */
function signalOf(exit: number | null): string | null {
  if (exit === null || exit <= 128 || exit > 128 + 64) return null;
  return SIGNAL_NAMES[exit - 128] ?? `signal ${exit - 128}`;
}
