// SPDX-License-Identifier: MIT
import { isJsonObject } from '../../core/json-object.ts';

/** How one value of JSON becomes another: what a live page is sent instead of all its numbers. */
export type Patch =
  /** Another value altogether. */
  | { readonly whole: unknown }
  /** An object: the members that change, and those that go. */
  | { readonly members: Readonly<Record<string, Patch>>; readonly gone?: readonly string[] }
  /** A list: its new length, the items that are replaced, those that change inside. */
  | {
      readonly length: number;
      readonly at?: readonly number[];
      readonly items?: readonly unknown[];
      readonly inside?: readonly (readonly [index: number, patch: Patch])[];
      /** All other numbers from the first one on (to that of the next pair) grow by the second: a run that comes in moves all ranks below it. */
      readonly shifts?: readonly (readonly [from: number, by: number])[];
    };

type Members = Readonly<Record<string, unknown>>;

/** Returns what makes `after` of `before`; undefined when they are equal. Both are what JSON can hold. */
export function patchOf(before: unknown, after: unknown): Patch | undefined {
  if (Object.is(before, after)) return undefined;
  if (Array.isArray(before) && Array.isArray(after)) return listPatch(before, after);
  if (isJsonObject(before) && isJsonObject(after)) return objectPatch(before, after);
  return { whole: after };
}

/** Returns the value that a patch makes of `before`, which stays as it is; parts that do not change are shared. */
export function patched<T>(before: T, patch: Patch): T {
  // What patchOf was given: the shape that it makes is that of the value before.
  return applied(before, patch) as T;
}

function applied(before: unknown, patch: Patch): unknown {
  if ('whole' in patch) return patch.whole;
  if ('members' in patch) {
    const after: Record<string, unknown> = { ...(before as Members) }; // an object: the patch was made of one
    for (const [name, member] of Object.entries(patch.members)) after[name] = applied(after[name], member);
    for (const name of patch.gone ?? []) delete after[name];
    return after;
  }
  const { length, at = [], items = [], inside = [], shifts } = patch;
  const after = (before as readonly unknown[]).slice(0, length); // a list: the patch was made of one
  if (shifts !== undefined) for (const [i, item] of after.entries()) after[i] = shifted(item, shifts);
  for (const [k, index] of at.entries()) after[index] = items[k];
  for (const [index, part] of inside) after[index] = applied(after[index], part);
  return after;
}

function objectPatch(before: Members, after: Members): Patch | undefined {
  const members: Record<string, Patch> = {};
  for (const [name, value] of Object.entries(after)) {
    const patch = Object.hasOwn(before, name) ? patchOf(before[name], value) : { whole: value };
    if (patch !== undefined) members[name] = patch;
  }
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  if (gone.length > 0) return { members, gone };
  return Object.keys(members).length === 0 ? undefined : { members };
}

function listPatch(before: readonly unknown[], after: readonly unknown[]): Patch | undefined {
  const at: number[] = [];
  const inside: (readonly [number, Patch])[] = [];
  for (const [i, item] of after.entries()) {
    const old = before[i];
    if (i >= before.length) at.push(i);
    else if (typeof item !== 'object' || item === null) {
      if (!Object.is(old, item)) at.push(i);
    } else {
      const patch = patchOf(old, item);
      if (patch === undefined) continue;
      if ('whole' in patch) at.push(i);
      else inside.push([i, patch]);
    }
  }
  if (at.length === 0 && inside.length === 0 && before.length === after.length) return undefined;
  const shifts = inside.length === 0 && at.length > FEW ? shiftsOf(before, after) : undefined;
  const kept =
    shifts === undefined ? at : at.filter((i) => i >= before.length || shifted(before[i], shifts) !== after[i]);
  // What did not change is moved by the shifts too.
  const moved = shifts === undefined ? [] : stayed(before, after, shifts);
  const indexes = [...kept, ...moved];
  if (shifts === undefined ? 2 * at.length > after.length : indexes.length + 2 * shifts.length > at.length)
    return shifts === undefined ? { whole: after } : plain(at, inside, after);
  return { ...plain(indexes, inside, after), ...(shifts === undefined ? {} : { shifts }) };
}

/** Fewer changes than this are told one by one. */
const FEW = 8;

function plain(
  at: readonly number[],
  inside: readonly (readonly [number, Patch])[],
  after: readonly unknown[],
): Extract<Patch, { length: number }> {
  return {
    length: after.length,
    ...(at.length === 0 ? {} : { at, items: at.map((i) => after[i]) }),
    ...(inside.length === 0 ? {} : { inside }),
  };
}

/** Items that are the same before and after, and would not stay so. */
function stayed(
  before: readonly unknown[],
  after: readonly unknown[],
  shifts: readonly (readonly [number, number])[],
): readonly number[] {
  return [...after.keys()].filter(
    (i) => i < before.length && Object.is(before[i], after[i]) && shifted(before[i], shifts) !== after[i],
  );
}

/** By how much numbers grow, as steps over their size. */
function shiftsOf(
  before: readonly unknown[],
  after: readonly unknown[],
): readonly (readonly [from: number, by: number])[] {
  const growth = new Map<number, number>();
  for (const [i, old] of before.entries()) {
    const item = after[i];
    if (typeof old === 'number' && typeof item === 'number' && !growth.has(old)) growth.set(old, item - old);
  }
  const steps: (readonly [number, number])[] = [];
  for (const [from, by] of [...growth].sort(([a], [b]) => a - b))
    if ((steps.at(-1)?.[1] ?? 0) !== by) steps.push([from, by]);
  return steps;
}

function shifted(item: unknown, shifts: readonly (readonly [from: number, by: number])[]): unknown {
  if (typeof item !== 'number') return item;
  let [low, high] = [0, shifts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shifts[middle]?.[0] ?? 0) <= item) low = middle + 1;
    else high = middle;
  }
  return item + (shifts[low - 1]?.[1] ?? 0);
}
