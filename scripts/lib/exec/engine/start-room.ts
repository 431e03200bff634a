// SPDX-License-Identifier: MIT
import type { LoopEnd } from '../../run/brakes.ts';
import { openLaunchRoom } from '../../run/launch-room.ts';
import type { RunnerWork } from './held-sweep.ts';

/** How many runs may be started, as far as limits of the system are known: it tells people when they are fewer than was asked for. */
export interface StartRoom {
  /** Runs that may be started besides those under way. */
  free(underWay: number): number;
  /** Lanes of a placement that can be used. */
  lanes(asked: number | undefined): number | undefined;
  refused(underWay: number, why: string): void;
  began(): void;
  /** Why the runner ends: nothing at all can be started. */
  end(): LoopEnd | undefined;
}

/** Returns the room of a runner. */
export function openStartRoom({
  backend,
  clock,
  reporter,
  placement,
}: Pick<RunnerWork, 'backend' | 'clock' | 'reporter' | 'placement'>): StartRoom {
  const room = openLaunchRoom();
  let [lastWhy, told] = ['', ''];
  const tell = (text: string): void => {
    if (text !== told) reporter.note(text);
    told = text;
  };
  const most = (): number => Math.min(backend.capacity, room.most(clock.steadyMs()));
  if (backend.capacity < (placement.lanes ?? 0) && backend.capacityWhy !== undefined)
    tell(`${backend.capacityWhy}: at most ${backend.capacity} of ${placement.lanes} runs at a time`);
  return {
    free: (underWay) => Math.max(0, most() - underWay),
    lanes: (asked) => (asked === undefined ? undefined : Math.min(asked, most())),
    refused: (underWay, why) => {
      lastWhy = why;
      room.refused(underWay, clock.steadyMs());
      tell(`${why}: what could not be started waits, with ${Math.max(1, underWay)} at a time`);
    },
    began: () => room.began(),
    end: () => (room.isHopeless ? { why: 'error', text: `nothing can be started: ${lastWhy}` } : undefined),
  };
}
