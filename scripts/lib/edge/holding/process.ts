// SPDX-License-Identifier: MIT
import { readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { UsageError } from '../../core/diagnostic.ts';
import { errorCode } from '../files.ts';

/** A process on a machine, told apart from every later one that gets the same pid (proc(5): start time, boot id). */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks between boot and the start of the process: field 22 of /proc/PID/stat. */
  readonly start: string;
  /** /proc/sys/kernel/random/boot_id */
  readonly boot: string;
  readonly host: string;
  /** Its pid namespace; missing in files that do not tell. */
  readonly space?: string;
}

/** Returns the process that the data of a lock or claim names; undefined for what names none. */
export function processIn(data: Readonly<Record<string, unknown>>): ProcessIdentity | undefined {
  const { pid, start, boot, host, space } = data;
  if (!Number.isSafeInteger(pid) || Number(pid) < 1) return undefined;
  if (typeof start !== 'string' || typeof boot !== 'string' || typeof host !== 'string') return undefined;
  if (space !== undefined && typeof space !== 'string') return undefined;
  return { pid: Number(pid), start, boot, host, ...(space === undefined ? {} : { space }) };
}

let ownBoot: string | undefined;

/** Returns the id of this boot of the machine. */
export function bootId(): string {
  ownBoot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return ownBoot;
}

/** Returns the start time of a process in clock ticks since boot; undefined when it is gone or only waits to be reaped. */
export function processStart(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The name in parentheses may hold anything, blanks and parentheses too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

/** Returns the identity of this process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, start: processStart(process.pid) ?? '', boot: bootId(), host: hostname() };
}

/** Sends a signal to a process group; false when it has no process any more. */
export function signalGroup(group: number, signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP'): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    if (errorCode(error) === 'EPERM') return true; // a set-uid child: it is there, and not ours to signal
    throw error;
  }
}

/** Asks a process to end (TERM), also one that Ctrl-Z has stopped; false when it is gone. Throws UsageError for another user's. */
export function askToEnd(pid: number): boolean {
  try {
    process.kill(pid, 'SIGTERM');
    process.kill(pid, 'SIGCONT');
    return true;
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    if (errorCode(error) === 'EPERM')
      throw new UsageError(`process ${pid} belongs to another user and cannot be ended`, 'only that user and root can');
    throw error;
  }
}

/** A process found by a variable of its environment. */
export interface MarkedProcess {
  readonly pid: number;
  readonly value: string;
}

/**
 * Returns the processes of this machine whose environment has `name` with a value that begins with `prefix`. Finds what
 * left its process group and its parents; only /proc can tell, so it costs about 20 microseconds a process.
 */
export function findMarked(name: string, prefix: string): readonly MarkedProcess[] {
  const found: MarkedProcess[] = [];
  const wanted = Buffer.from(`${name}=${prefix}`);
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const value = markIn(pid, wanted, name.length + 1);
    if (value !== undefined && processStart(pid) !== undefined) found.push({ pid, value });
  }
  return found;
}

function markIn(pid: number, wanted: Buffer, valueAt: number): string | undefined {
  let environment: Buffer;
  try {
    environment = readFileSync(`/proc/${pid}/environ`);
  } catch {
    return undefined; // gone, or another user's
  }
  for (let at = environment.indexOf(wanted); at !== -1; at = environment.indexOf(wanted, at + 1)) {
    if (at > 0 && environment[at - 1] !== 0) continue;
    const end = environment.indexOf(0, at);
    return environment.toString('utf8', at + valueAt, end === -1 ? undefined : end);
  }
  return undefined;
}
