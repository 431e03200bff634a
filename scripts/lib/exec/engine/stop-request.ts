// SPDX-License-Identifier: MIT
import type { CloseReason } from '../../run/event.ts';

/** How the user (or a scheduler above us) asks the runner to stop: 1 start no more and wait, 2 stop the running ones too. */
export interface StopRequest {
  readonly level: 0 | 1 | 2;
  readonly why: CloseReason;
  readonly text: string;
  raise(level: 1 | 2, why: CloseReason, text: string): void;
  /** Calls back when the request changes; the one listener there is, replaced by the next. */
  onRaise(listener: () => void): void;
}

/** Returns a request that nobody has made yet. */
export function createStopRequest(): StopRequest {
  let level: 0 | 1 | 2 = 0;
  let why: CloseReason = 'interrupted';
  let text = '';
  let listener: (() => void) | undefined;
  return {
    get level() {
      return level;
    },
    get why() {
      return why;
    },
    get text() {
      return text;
    },
    raise: (to, because, words) => {
      if (to < level) return;
      level = to;
      why = because;
      text = words;
      listener?.();
    },
    onRaise: (one) => {
      listener = one;
    },
  };
}
