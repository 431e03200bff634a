// SPDX-License-Identifier: MIT
import type { AttemptKey, Backend, Observation } from './backend.ts';
import type { StopRequest } from './stop-request.ts';

export interface News {
  readonly key: AttemptKey;
  readonly seen: Observation;
}

/** Waits for a backend's news, but no longer than until somebody asks the runner to stop; loses none either way. */
export interface NewsFeed {
  /** Returns what is new, perhaps nothing: after `waitMs`, or when the stop request changes. Throws when the backend cannot be used. */
  next(waitMs: number): Promise<readonly News[]>;
}

/** Returns the feed of a backend. */
export function openNewsFeed(backend: Backend, stop: StopRequest): NewsFeed {
  let arrived: News[] = [];
  let isPolling = false;
  let failure: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;
  stop.onRaise(() => wake?.());
  const poll = async (waitMs: number): Promise<void> => {
    isPolling = true;
    try {
      const news = await backend.poll(waitMs);
      arrived.push(...news); // not in one expression: the array may have been handed out while this waited
    } catch (error) {
      failure = { error };
    }
    isPolling = false;
    wake?.();
  };
  return {
    next: async (waitMs) => {
      if (arrived.length === 0 && failure === undefined) {
        if (!isPolling) void poll(waitMs);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
      if (failure !== undefined) throw failure.error;
      const news = arrived;
      arrived = [];
      return news;
    },
  };
}
