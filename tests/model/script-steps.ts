// SPDX-License-Identifier: MIT
import { BOOT, startOf } from './fs-calls.ts';
import type { Calls } from './replay.ts';
import type { Who } from './world.ts';

// What the scripts of lanes and of array tasks do with the files of an attempt, step by step. The scripts are bash and are
// not run here: script-steps.test.ts compares these steps with the system calls of the scripts themselves.

/** Planted faults of the scripts. */
export interface ScriptFaults {
  /** Looks whether there is a claim, and then writes one whatever is there by now. */
  readonly checksThenCreates?: true;
  /** Does not look again whose claim it is. */
  readonly trustsItsClaim?: true;
  /** Takes the next attempt without waiting for its predecessor. */
  readonly waitsForNobody?: true;
}

/** Does a step; undefined when the system says no. */
function tried(calls: Calls, op: Parameters<Calls['take']>[0]): unknown {
  let answer: unknown;
  try {
    answer = calls.take(op);
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error) return undefined;
    throw error;
  }
  return answer;
}

const isThere = (calls: Calls, path: string): boolean => tried(calls, { kind: 'look', path }) !== undefined;

function readText(calls: Calls, path: string): string {
  const inode = tried(calls, { kind: 'find', path });
  return inode === undefined ? '' : String(calls.take({ kind: 'read', inode: String(inode) }));
}

/** `set -C; printf ... >claim`: looks first, and creates exclusively what is not there. */
function claims(calls: Calls, who: Who, dir: string, job: string | null, faults: ScriptFaults): boolean {
  const path = `${dir}/claim`;
  if (isThere(calls, path)) return false;
  const inode = tried(
    calls,
    faults.checksThenCreates ? { kind: 'open', path, truncates: true } : { kind: 'create', path },
  );
  if (inode === undefined) return false;
  // A lane writes at the end, whoever was there before.
  if (job === null) calls.take({ kind: 'open', path, truncates: false });
  const text = { pid: who.pid, start: startOf(who.pid), boot: BOOT, host: who.host, at: 1, up: 1, job, devices: '' };
  calls.take({ kind: 'write', inode: String(inode), text: `${JSON.stringify(text)}\n` });
  // Of a lane alone: a runner may have given it up and written first.
  return job !== null || faults.trustsItsClaim === true || readText(calls, path).startsWith(`{"pid":${who.pid},`);
}

function writeOutcome(calls: Calls, dir: string, exit: number, cause: string | null): void {
  const inode = tried(calls, { kind: 'open', path: `${dir}/outcome`, truncates: false });
  if (inode !== undefined)
    calls.take({ kind: 'write', inode: String(inode), text: `${JSON.stringify({ exit, at: 2, up: 2, cause })}\n` });
}

/** A lane (lane-script.ts): takes requests of its runner until there are none. Answers: l, s, e. */
export function playLane(calls: Calls, who: Who, runner: string, faults: ScriptFaults = {}): void {
  const say = (text: string): void => void calls.take({ kind: 'send', to: runner, text });
  for (;;) {
    const dir = String(calls.take({ kind: 'receive' }));
    if (dir === 'eof') return;
    // The log is opened first; where there is no folder for it, there is no start.
    if (!isThere(calls, dir) || !claims(calls, who, dir, null, faults)) {
      say('l');
      continue;
    }
    calls.take({ kind: 'start', host: who.host, dir });
    say('s');
    const state = calls.take({ kind: 'wait for job', dir });
    writeOutcome(calls, dir, state === 'done' ? 0 : 137, null);
    say('e');
  }
}

/** A task of an array (array-task.sh, ks_take): takes the next attempt that nobody has, and runs it. */
export function playTask(
  calls: Calls,
  who: Who,
  task: { readonly attempts: string; readonly job: string },
  faults: ScriptFaults = {},
): void {
  for (let attempt = 1, before: string | undefined; ; attempt += 1) {
    const dir = `${task.attempts}/${attempt}`;
    if (!isThere(calls, dir)) tried(calls, { kind: 'mkdir', path: dir });
    if (!claims(calls, who, dir, task.job, faults)) {
      if (!isThere(calls, `${dir}/claim`)) return;
      const seen = looksAt(calls, dir);
      if (
        seen.ended !== undefined &&
        (seen.ended === 0 || !['time limit', 'terminated', 'superseded'].includes(seen.cause))
      )
        return;
      if (seen.ended === undefined) {
        if (seen.owner !== '' && seen.owner !== task.job) return;
        before = dir;
      }
      continue;
    }
    if (before !== undefined && faults.waitsForNobody !== true) {
      calls.take({ kind: 'wait for silence', dir: before });
      if (looksAt(calls, before).ended === 0) {
        writeOutcome(calls, dir, 0, 'redundant');
        return;
      }
    }
    calls.take({ kind: 'start', host: who.host, dir });
    const state = calls.take({ kind: 'wait for job', dir });
    writeOutcome(calls, dir, state === 'done' ? 0 : 143, state === 'done' ? null : 'superseded');
    return;
  }
}

/** ks_look: whose the claim is ('' when it holds no text), and how it ended. */
function looksAt(
  calls: Calls,
  dir: string,
): { readonly owner: string; readonly ended: number | undefined; readonly cause: string } {
  const claim = readText(calls, `${dir}/claim`);
  const owner = /"job":"([^"]*)"/.exec(claim)?.[1] ?? (/^\{.*\}\n?$/.test(claim) ? 'other' : '');
  const outcome = isThere(calls, `${dir}/outcome`) ? readText(calls, `${dir}/outcome`) : '';
  const line = /^\{"exit":(\d+),.*\}$/m.exec(outcome);
  return {
    owner,
    ended: line === null ? undefined : Number(line[1]),
    cause: /"cause":"([^"]*)"/.exec(line?.[0] ?? '')?.[1] ?? '',
  };
}
