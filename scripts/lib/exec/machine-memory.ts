// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';

/** Where a control group says how much memory it may use (cgroups(7)): version 2, version 1. */
const LIMITS: readonly string[] = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'];

/** Returns how many bytes runs may use here: the limit of this container, or all that the machine has. */
export function machineMemory(): number {
  const limits = LIMITS.flatMap((path) => {
    try {
      const bytes = Number(readFileSync(path, 'utf8').trim()); // "max" is no number: there is no limit
      return Number.isFinite(bytes) && bytes > 0 ? [bytes] : [];
    } catch {
      return []; // no such control group on this kernel
    }
  });
  return Math.min(totalmem(), ...limits);
}
