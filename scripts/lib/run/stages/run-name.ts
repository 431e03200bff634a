// SPDX-License-Identifier: MIT
import { UsageError } from '../../core/diagnostic.ts';

/** A run as people name it: 17, or sample/17. */
export interface RunName {
  readonly number: number;
  readonly stage?: string;
}

/** Returns what N= names. Throws UsageError. */
export function parseRunName(text: string): RunName {
  const [, stage, number] = /^\s*(?:([a-z][a-z0-9_]*)\/)?(?:config_)?0*([1-9][0-9]*)\s*$/.exec(text) ?? [];
  if (number === undefined)
    throw new UsageError(`N is "${text}"; expected the number of a run`, 'N=17, or N=sample/17 in a sweep with stages');
  return { number: Number(number), ...(stage === undefined ? {} : { stage }) };
}
