// SPDX-License-Identifier: MIT
import type { Checked } from '../core/diagnostic.ts';

/** SWEEP_TARGET: a bound on one metric. */
export interface Target {
  readonly text: string;
  /** The metric that it bounds. */
  readonly metric: string;
  isReached(values: Readonly<Record<string, unknown>>): boolean;
}

/** Returns what SWEEP_TARGET says: test_acc>=0.95. */
export function parseTarget(text: string | undefined): Checked<Target | undefined> {
  if (text === undefined || text.trim() === '') return { value: undefined, diagnostics: [] };
  const match = /^\s*([^\s<>=!]+)\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*$/.exec(text);
  if (match === null) {
    return {
      diagnostics: [
        {
          code: 'E_SETTING_VALUE',
          message: `SWEEP_TARGET is "${text}"; expected a metric and a bound, such as test_acc>=0.95`,
        },
      ],
    };
  }
  const [, name = '', operator, bound] = match;
  const limit = Number(bound);
  const isReached = (values: Readonly<Record<string, unknown>>): boolean => {
    const value = values[name];
    if (typeof value !== 'number') return false;
    if (operator === '>=') return value >= limit;
    if (operator === '<=') return value <= limit;
    return operator === '>' ? value > limit : value < limit;
  };
  return { value: { text: text.trim(), metric: name, isReached }, diagnostics: [] };
}
