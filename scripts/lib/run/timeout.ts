// SPDX-License-Identifier: MIT
import type { Checked } from '../core/diagnostic.ts';
import { parseDurationS } from '../core/quantity.ts';

/** SWEEP_TIMEOUT: a time, or a share of the median time of finished runs. */
export type Timeout =
  | { readonly kind: 'none' }
  | { readonly kind: 'seconds'; readonly seconds: number }
  | { readonly kind: 'share'; readonly share: number };

/** Finished runs that a median is worth something from. */
const ENOUGH_FOR_MEDIAN = 3;

/** Returns what SWEEP_TIMEOUT says: 90s, 2h, 300%. */
export function parseTimeout(text: string | undefined): Checked<Timeout> {
  if (text === undefined || text.trim() === '') return { value: { kind: 'none' }, diagnostics: [] };
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text.trim());
  const share = percent === null ? undefined : Number(percent[1]) / 100;
  if (share !== undefined && share > 1) return { value: { kind: 'share', share }, diagnostics: [] };
  const seconds = percent === null ? parseDurationS(text.trim()) : undefined;
  if (seconds !== undefined && seconds > 0) return { value: { kind: 'seconds', seconds }, diagnostics: [] };
  const message = `SWEEP_TIMEOUT is "${text}"; expected a time such as 90s or 2h, or a share of the median run above 100%, such as 300%`;
  return { diagnostics: [{ code: 'E_SETTING_VALUE', message }] };
}

/** Durations of finished runs, for their median. */
export interface Durations {
  add(seconds: number): void;
  /** Undefined while there are fewer than three. */
  median(): number | undefined;
}

/** Returns an empty collection that stays sorted. */
export function createDurations(): Durations {
  const sorted: number[] = [];
  return {
    add: (seconds) => {
      let low = 0;
      let high = sorted.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((sorted[middle] ?? 0) < seconds) low = middle + 1;
        else high = middle;
      }
      sorted.splice(low, 0, seconds);
    },
    median: () => {
      if (sorted.length < ENOUGH_FOR_MEDIAN) return undefined;
      const middle = sorted.length >> 1;
      const upper = sorted[middle] ?? 0;
      return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
    },
  };
}

/** Returns how many seconds a run may take; null for as long as it likes. */
export function timeoutSeconds(timeout: Timeout, medianS: number | undefined): number | null {
  switch (timeout.kind) {
    case 'none':
      return null;
    case 'seconds':
      return timeout.seconds;
    case 'share':
      // A second at least: the median of trivial runs says nothing.
      return medianS === undefined ? null : Math.max(1, medianS * timeout.share);
  }
}
