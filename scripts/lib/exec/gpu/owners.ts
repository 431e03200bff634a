// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs';
import { ATTEMPT_MARK } from '../../edge/holding/kill.ts';

/** A running attempt as far as its processes go. */
export interface Owner {
  readonly run: string;
  /** Its process group; null before it has started. */
  readonly group: number | null;
  readonly attemptDir: string;
}

/** Ancestors looked at before a process counts as foreign. */
const MOST_ANCESTORS = 16;

/**
 * Returns the run a process belongs to: by its process group, by the mark in its environment (which survives a child that
 * leaves the group or its parents), or by its ancestors; null for a process of somebody else or of another pid namespace.
 */
export function ownerOf(pid: number, owners: readonly Owner[]): string | null {
  let at = pid;
  for (let step = 0; step < MOST_ANCESTORS && at > 1; step += 1) {
    const stat = readStat(at);
    if (stat === null) return null;
    const byGroup = owners.find((owner) => owner.group !== null && owner.group === stat.group);
    if (byGroup !== undefined) return byGroup.run;
    const mark = step === 0 ? readMark(pid) : null;
    const byMark = mark === null ? undefined : owners.find((owner) => owner.attemptDir === mark);
    if (byMark !== undefined) return byMark.run;
    at = stat.parent;
  }
  return null;
}

function readStat(pid: number): { readonly parent: number; readonly group: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold anything, so fields are counted behind the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), group: Number(fields[2]) };
  } catch {
    return null; // gone, or of another pid namespace
  }
}

function readMark(pid: number): string | null {
  try {
    const entry = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .find((one) => one.startsWith(`${ATTEMPT_MARK}=`));
    return entry?.slice(ATTEMPT_MARK.length + 1) ?? null;
  } catch {
    return null; // gone, or of another user
  }
}
