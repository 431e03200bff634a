// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs';

/** Counters of processes ended by an out-of-memory killer: of the kernel, and of this control group. */
const COUNTERS: readonly { readonly path: string; readonly name: string }[] = [
  { path: '/proc/vmstat', name: 'oom_kill' },
  { path: '/sys/fs/cgroup/memory.events', name: 'oom_kill' },
];

/** Returns how many processes the out-of-memory killer has ended so far, as far as it can be seen here. */
export function oomKills(): number {
  let sum = 0;
  for (const { path, name } of COUNTERS) {
    try {
      const line = readFileSync(path, 'utf8')
        .split('\n')
        .find((one) => one.startsWith(`${name} `));
      sum += Number(line?.slice(name.length + 1) ?? 0) || 0;
    } catch {
      // no such counter on this kernel
    }
  }
  return sum;
}
