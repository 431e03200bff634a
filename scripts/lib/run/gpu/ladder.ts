// SPDX-License-Identifier: MIT
import { formatBytes } from '../../core/quantity.ts';
import type { Rung } from './card.ts';

/** An attempt that died of GPU memory. */
export interface DeathOfMemory {
  /** How it really stood: `alone` also when it happened to have the card for itself all the time. */
  readonly rung: Rung;
  /** Largest use measured on one card; 0 when none was. */
  readonly peakBytes: number;
  /** Memory of its largest card; null when unknown. */
  readonly capacityBytes: number | null;
  /** Held on that card by other programs when it died. */
  readonly foreignBytes: number;
  /** The telling line of its log. */
  readonly line: string;
}

/** What follows an attempt that died of GPU memory: another one higher up, or the end. Swept values never change. */
export type LadderStep =
  | { readonly kind: 'again'; readonly rung: Rung; readonly note: string }
  | { readonly kind: 'final'; readonly note: string };

/**
 * Returns the next step of the ladder: from shared to a card of its own, from there to the largest card, then the end.
 * A rung that would be the same card again is left out by the caller stating the rung as it really was.
 */
export function climb(death: DeathOfMemory): LadderStep {
  const found = `out of GPU memory ${where(death)} (${death.line})`;
  switch (death.rung) {
    case 'shared':
      return {
        kind: 'again',
        rung: 'alone',
        note: `${found}; runs like it count for more from now on; it is tried again alone on a card`,
      };
    case 'alone':
      return { kind: 'again', rung: 'largest', note: `${found}; it is tried again alone on the largest card` };
    case 'largest':
      return { kind: 'final', note: `${found}; no card here is larger, so it has failed` };
  }
}

/** Returns the rung of a run's next attempt from those of its attempts that died of GPU memory, oldest first. */
export function rungAfter(deaths: readonly Rung[]): Rung {
  const last = deaths[deaths.length - 1];
  if (last === undefined) return 'shared';
  return last === 'shared' ? 'alone' : 'largest';
}

function where(death: DeathOfMemory): string {
  const place = { shared: 'beside other runs', alone: 'alone on a card', largest: 'alone on the largest card' }[
    death.rung
  ];
  const size = death.capacityBytes === null ? '' : ` of ${formatBytes(death.capacityBytes)}`;
  const foreign = death.foreignBytes > 0 ? `, ${formatBytes(death.foreignBytes)} of it held by other programs` : '';
  const peak = death.peakBytes > 0 ? `, ${formatBytes(death.peakBytes)} seen in use` : '';
  return `${place}${size}${foreign}${peak}`;
}
