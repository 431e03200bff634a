// SPDX-License-Identifier: MIT
import { readdirSync, readFileSync } from 'node:fs';

/** Limits that a shell's `ulimit` sets, as proc(5) names them. */
const NAMES = { files: 'Max open files', processes: 'Max processes' } as const;

/** Returns a limit of this process (setrlimit(2), the soft one); undefined where there is none, or it cannot be read. */
export function systemLimit(which: keyof typeof NAMES): number | undefined {
  try {
    const line = readFileSync('/proc/self/limits', 'latin1')
      .split('\n')
      .find((one) => one.startsWith(NAMES[which]));
    const value = Number(line?.slice(NAMES[which].length).trim().split(/\s+/)[0]);
    return Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Returns how many more files this process may open; undefined where nothing limits them. */
export function filesLeft(): number | undefined {
  const limit = systemLimit('files');
  try {
    return limit === undefined ? undefined : Math.max(0, limit - readdirSync('/proc/self/fd').length);
  } catch {
    return undefined;
  }
}

/** Returns why the system starts no further process, with the limit and the command that shows it. `word` is its own, from strerror(3) or errno(3). */
export function refusalWords(word: string): string {
  const limitOf = (which: keyof typeof NAMES): string => String(systemLimit(which) ?? 'unlimited');
  if (/EMFILE|Too many open files$/.test(word))
    return `the system opens no more files for this runner (${word}; ulimit -n is ${limitOf('files')})`;
  if (/ENFILE/.test(word)) return `the system has no more files to open (${word}; see /proc/sys/fs/file-max)`;
  if (/ENOMEM|Cannot allocate memory/.test(word)) return `the system has no memory for another process (${word})`;
  if (/EAGAIN|Resource temporarily unavailable/.test(word))
    return `the system starts no more processes for this user (${word}; ulimit -u is ${limitOf('processes')}, threads count too)`;
  return `the system started no process (${word})`;
}
