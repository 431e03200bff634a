// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { openLogLines } from '../../report/served/log-lines.ts';
import { eventText } from '../../report/served/stream-event.ts';
import { realInside } from '../inner-folder.ts';
import { runFolderOf } from '../metrics/gather-view.ts';
import { type FollowedLog, followedLog } from '../run-folder/followed-log.ts';
import type { EventStream } from './event-stream.ts';

/** How much of the log a reader is shown that was written before he came. */
const END_BYTES = 64 * 1024;
const LOOK_MS = 500;

/** A run whose log is followed. */
export interface TailedRun {
  readonly sweepDir: string;
  /** Inside the sweep folder. */
  readonly folder: string;
  /** Tells whether anything may still be written. */
  readonly mayGrow: () => boolean;
}

/**
 * Tells a reader the end of a run's log and what comes, over new attempts too, until the run has ended: `log` events with
 * LogNews, `begin` where another attempt's log begins, `end` when nothing comes any more.
 */
export function tailLog(stream: EventStream, run: TailedRun): void {
  const path = join(runFolderOf(run.sweepDir, run.folder), 'output.log');
  let target = '';
  let log: FollowedLog | undefined;
  let decoder = new StringDecoder('utf8');
  let lines = openLogLines();
  let timer: NodeJS.Timeout | undefined;
  stream.onEnd(() => clearTimeout(timer));
  const look = (): void => {
    const isOver = !run.mayGrow(); // asked first: what comes after the end is read below
    const now = realInside(run.sweepDir, path) ?? '';
    if (now !== target) {
      [target, log, decoder, lines] = [
        now,
        now === '' ? undefined : followedLog(now, END_BYTES),
        new StringDecoder('utf8'),
        openLogLines(),
      ];
      stream.send(eventText({ name: 'begin', data: null }));
    }
    let text = '';
    log?.copyNew((bytes) => {
      text += decoder.write(bytes);
    });
    if (text !== '') stream.send(eventText({ name: 'log', data: lines.take(text) }));
    if (isOver) {
      stream.send(eventText({ name: 'end', data: target === '' ? 'it has no log' : '' }));
      stream.end();
      return;
    }
    timer = setTimeout(attempt, LOOK_MS);
  };
  const attempt = (): void => {
    try {
      look();
    } catch (error) {
      // The log was removed, or is no file: that is told, and no other trouble comes of it.
      stream.send(eventText({ name: 'end', data: error instanceof Error ? error.message : String(error) }));
      stream.end();
    }
  };
  attempt();
}
