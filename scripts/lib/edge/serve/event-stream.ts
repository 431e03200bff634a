// SPDX-License-Identifier: MIT
import type { ServerResponse } from 'node:http';
import { answerHeaders } from '../../report/served/answer-headers.ts';
import { QUIET_LINE } from '../../report/served/stream-event.ts';

/** A reader that is told what happens, as it happens. */
export interface EventStream {
  /** Sends the text of events. */
  send(text: string): void;
  end(): void;
  /** Resolves never, calls when the reader is gone, or was let go. */
  onEnd(ended: () => void): void;
}

/** A reader that lets this much lie is let go: its browser comes again and is told where things stand. */
const MOST_UNREAD_BYTES = 64 * 1024 * 1024;
const QUIET_MS = 15_000;

/** Begins a stream of events on an answer. */
export function openEventStream(response: ServerResponse): EventStream {
  response.writeHead(200, { ...answerHeaders('events'), 'x-accel-buffering': 'no' });
  response.flushHeaders();
  const endings: (() => void)[] = [];
  let isOver = false;
  const finish = (): void => {
    if (isOver) return;
    isOver = true;
    clearInterval(pulse);
    for (const ended of endings) ended();
  };
  const send = (text: string): void => {
    if (isOver) return;
    if (response.writableLength > MOST_UNREAD_BYTES) {
      response.destroy();
      finish();
      return;
    }
    response.write(text);
  };
  const pulse = setInterval(() => send(QUIET_LINE), QUIET_MS);
  pulse.unref();
  response.on('close', finish);
  response.on('error', finish);
  return {
    send,
    end: () => {
      response.end();
      finish();
    },
    onEnd: (ended) => {
      if (isOver) ended();
      else endings.push(ended);
    },
  };
}
