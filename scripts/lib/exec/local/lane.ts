// SPDX-License-Identifier: MIT
import { type ChildProcess, spawn } from 'node:child_process';
import { hostname } from 'node:os';
import type { Instant } from '../../run/duration.ts';
import { errorCode } from '../../edge/files.ts';
import type { LaunchSpec } from '../engine/backend.ts';
import { LANE_SCRIPT, laneRequest } from './lane-script.ts';

/** What a lane says about the attempt it has. */
export type LaneNews =
  | { readonly kind: 'started'; readonly group: number; readonly at: Instant }
  | { readonly kind: 'ended'; readonly exit: number; readonly at: Instant }
  /** Ended, but there is no room to write its outcome: the lane tries on. */
  | { readonly kind: 'stuck'; readonly exit: number; readonly at: Instant }
  /** Ended, and its outcome can never be written: something else is in its place, or it may not be. */
  | { readonly kind: 'unwritable'; readonly exit: number; readonly at: Instant }
  /** The claim is another's, or could not be written. */
  | { readonly kind: 'refused' }
  /** The system would not make the lane or its job: nothing has begun. `word` is the system's own. */
  | { readonly kind: 'unlaunched'; readonly word: string }
  /** The lane itself is gone, with the attempt. */
  | { readonly kind: 'broken' };

/** One wrapper process, which runs one attempt at a time. */
export interface Lane {
  /** Hands an attempt over; the lane must be free. */
  start(spec: LaunchSpec): void;
  readonly spec: LaunchSpec | undefined;
  /** The system does not make it, or the process that it asks for. */
  readonly isStarved: boolean;
  /** Ends it, and its waiting for room; its job has ended. */
  kill(): void;
  /** Lets go of it: it ends by itself once its job has ended. */
  close(): void;
}

export interface LaneOptions {
  /** Environment that every job inherits. */
  readonly env: Readonly<Record<string, string>>;
  readonly graceS: number;
  readonly onNews: (lane: Lane, spec: LaunchSpec, news: LaneNews) => void;
}

/** Starts a wrapper in a session of its own, so that neither Ctrl-C nor the death of the runner reaches it or its job. */
export function openLane(options: LaneOptions): Lane {
  const child = spawn(
    'bash',
    [
      '--norc',
      '--noprofile',
      '-p',
      '-c',
      LANE_SCRIPT,
      'ksweep-lane',
      hostname(),
      String(Math.max(1, Math.round(options.graceS))),
    ],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: options.env,
      cwd: '/',
      detached: true,
    },
  );
  let current: LaunchSpec | undefined;
  /** What bash says about a fork that failed, until it succeeds. */
  let forkWord: string | undefined;
  const lane: Lane = {
    start: (spec) => {
      current = spec;
      child.stdin?.write(laneRequest(spec, options.env['LC_ALL']));
    },
    get spec() {
      return current;
    },
    get isStarved() {
      return child.pid === undefined || forkWord !== undefined;
    },
    kill: () => {
      current = undefined;
      child.kill('SIGKILL');
    },
    close: () => letGo(child),
  };
  const tell = (news: LaneNews): void => {
    const spec = current;
    if (spec === undefined) return;
    if (news.kind !== 'started' && news.kind !== 'stuck') current = undefined;
    options.onNews(lane, spec, news);
  };
  readLines(child, (line) => {
    forkWord = FORK_TROUBLE.exec(line)?.[1] ?? forkWord;
    const news = parseNews(line);
    if (news === undefined) return;
    if (news.kind === 'started') forkWord = undefined;
    tell(news);
  });
  child.stdin?.on('error', () => {}); // its end is told by 'exit'
  child.on('error', (error) => tell({ kind: 'unlaunched', word: errorCode(error) ?? error.message }));
  // A bash that cannot fork says so, tries for a quarter of a minute, and ends.
  child.on('close', () => tell(forkWord === undefined ? { kind: 'broken' } : { kind: 'unlaunched', word: forkWord }));
  return lane;
}

function readLines(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}

/** What bash says when fork(2) fails. */
const FORK_TROUBLE = /: fork: (?:retry: )?(.+)$/;

/** Undefined for what bash itself says. */
function parseNews(line: string): LaneNews | undefined {
  if (!/^[sledxw]( |$)/.test(line)) return undefined;
  const [word = '', first = '', second = '', third = ''] = line.split(' ');
  const at = { atMs: Number(second) * 1000, upMs: third === 'null' ? null : Number(third) * 1000 };
  if (word === 's') return { kind: 'started', group: Number(first), at };
  if (word === 'l') return { kind: 'refused' };
  const ended = { exit: Number(first), at };
  if (word === 'x') return { kind: 'unwritable', ...ended };
  return word === 'w' ? { kind: 'stuck', ...ended } : { kind: 'ended', ...ended };
}

function letGo(child: ChildProcess): void {
  child.stdin?.end();
  child.stdout?.removeAllListeners('data');
  child.removeAllListeners('close');
  child.stdout?.destroy();
  child.unref();
}
