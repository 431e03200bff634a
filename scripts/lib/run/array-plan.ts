// SPDX-License-Identifier: MIT
import { groupBy } from '../core/grouped.ts';

/** One run to be placed into an array, named by its place in the caller's list. */
export interface ArrayCandidate {
  /** Equal text: may share an array (the option lines of the script, canonical). */
  readonly resources: string;
  /** Expected duration; null when nothing is known. Only PACK=auto reads it. */
  readonly expectedS: number | null;
}

/** What the scheduler and the user allow. */
export interface ArrayLimits {
  /** Most tasks in one array. SLURM's MaxArraySize caps the index, which starts at 0: so the same number. */
  readonly tasksPerArray: number;
  /** Tasks that may still enter the queue (MaxSubmitJobs less those in it); null: no limit known. */
  readonly queueRoom: number | null;
  /** Tasks that may still run at once (MAX_CONCURRENT less the throttles in force); null: no limit. */
  readonly concurrencyRoom: number | null;
  /** Runs that share a task: a number of at least 1, or auto. */
  readonly pack: number | 'auto';
}

/** One array to submit. Numbers inside tasks are places in the candidate list. */
export interface PlannedArray {
  readonly resources: string;
  readonly tasks: readonly (readonly number[])[];
  /** Most tasks of this array at once; null: no throttle. The throttles of a plan add up to the room. */
  readonly throttle: number | null;
  /** Place in the plan of the array that must have ended before; null: none. */
  readonly after: number | null;
}

export interface ArrayPlan {
  readonly arrays: readonly PlannedArray[];
  /** Candidates that found no room and wait for a later plan. */
  readonly held: readonly number[];
}

/** Packing aims at tasks of this length: short ones cost the scheduler more than the work. */
const AUTO_TASK_S = 600;
const AUTO_PACK_MOST = 64;

/**
 * Places runs into as few arrays as the limits allow: equal resources together, in the order given, split by the
 * cap on the index, and throttled so that all arrays of the plan together stay under the concurrency.
 */
export function planArrays(candidates: readonly ArrayCandidate[], limits: ArrayLimits): ArrayPlan {
  if (limits.concurrencyRoom !== null && limits.concurrencyRoom < 1)
    return { arrays: [], held: candidates.map((_, i) => i) };
  const tasks = packTasks(candidates, limits);
  const room = limits.queueRoom === null ? tasks.length : Math.max(0, limits.queueRoom);
  const taken = tasks.slice(0, room);
  const split = splitArrays(candidates, taken, limits.tasksPerArray);
  return {
    arrays: throttled(split, limits.concurrencyRoom),
    held: tasks
      .slice(room)
      .flat()
      .sort((a, b) => a - b),
  };
}

/** Returns the runs a task holds: the number asked for, or for auto as many as fill ten minutes without idling lanes. */
export function packSize(pack: number | 'auto', expectedS: readonly (number | null)[], lanes: number | null): number {
  if (pack !== 'auto') return pack;
  const known = expectedS.filter((s) => s !== null).sort((a, b) => a - b);
  const median = known[Math.floor(known.length / 2)];
  if (median === undefined) return 1;
  const byTime = Math.floor(AUTO_TASK_S / Math.max(median, 1));
  const byLanes = lanes === null ? AUTO_PACK_MOST : Math.ceil(expectedS.length / lanes);
  return Math.max(1, Math.min(byTime, byLanes, AUTO_PACK_MOST));
}

/** Tasks in the order of their first run; a task holds runs of equal resources only. */
function packTasks(candidates: readonly ArrayCandidate[], limits: ArrayLimits): readonly (readonly number[])[] {
  const groups = groupBy(candidates.keys(), (place) => candidates[place]?.resources);
  const tasks: number[][] = [];
  for (const group of groups.values()) {
    const size = packSize(
      limits.pack,
      group.map((place) => candidates[place]?.expectedS ?? null),
      limits.concurrencyRoom,
    );
    for (let from = 0; from < group.length; from += size) tasks.push(group.slice(from, from + size));
  }
  return tasks.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

interface Part {
  readonly resources: string;
  readonly tasks: (readonly number[])[];
}

function splitArrays(
  candidates: readonly ArrayCandidate[],
  tasks: readonly (readonly number[])[],
  most: number,
): readonly Part[] {
  const parts: Part[] = [];
  const open = new Map<string, Part>();
  for (const task of tasks) {
    const resources = candidates[task[0] ?? -1]?.resources ?? '';
    let part = open.get(resources);
    if (part === undefined || part.tasks.length >= most) {
      part = { resources, tasks: [] };
      open.set(resources, part);
      parts.push(part);
    }
    part.tasks.push(task);
  }
  return parts;
}

function throttled(parts: readonly Part[], room: number | null): readonly PlannedArray[] {
  const total = parts.reduce((sum, part) => sum + part.tasks.length, 0);
  if (room === null || total <= room) return parts.map((part) => ({ ...part, throttle: null, after: null }));
  if (parts.length > room) {
    // More arrays than lanes: each lane is a chain of arrays that run one task at a time.
    return parts.map((part, i) => ({ ...part, throttle: 1, after: i < room ? null : i - room }));
  }
  const shares = shareOut(
    parts.map((part) => part.tasks.length),
    room,
  );
  return parts.map((part, i) => ({ ...part, throttle: shares[i] ?? 1, after: null }));
}

/** Splits `room` in proportion to the sizes: at least 1 each, never above the size, adding up to the room when sizes allow. */
export function shareOut(sizes: readonly number[], room: number): readonly number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const shares = sizes.map((size) => Math.max(1, Math.min(size, Math.floor((room * size) / total))));
  const sum = (): number => shares.reduce((a, b) => a + b, 0);
  while (sum() > room) {
    const largest = shares.indexOf(Math.max(...shares));
    shares[largest] = (shares[largest] ?? 1) - 1;
  }
  for (let left = room - sum(); left > 0; left -= 1) {
    const short = shares.map((share, i) => ((sizes[i] ?? 0) / (share + 1)) * (share < (sizes[i] ?? 0) ? 1 : 0));
    const neediest = short.indexOf(Math.max(...short));
    if ((short[neediest] ?? 0) === 0) break;
    shares[neediest] = (shares[neediest] ?? 0) + 1;
  }
  return shares;
}
