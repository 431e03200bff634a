// SPDX-License-Identifier: MIT
import type { NextEntry } from './outlook-form.ts';
import type { Statistics } from './statistics-form.ts';

/** What is known before it is said what to do. */
export type KnownStatistics = Omit<Statistics, 'next' | 'warnings'>;

/** What an entry has where it says nothing. */
export const NO_DETAILS: Omit<NextEntry, 'kind' | 'lines' | 'text'> = {
  symbols: [],
  value: null,
  side: null,
  settings: [],
  seeds: null,
  runs: null,
  hours: null,
};
