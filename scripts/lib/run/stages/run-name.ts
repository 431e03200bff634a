// SPDX-License-Identifier: MIT
import { UsageError } from '../../core/diagnostic.ts';

/** A run as people name it: 17, or sample/17. */
export interface RunName {
  readonly number: number;
  readonly stage?: string;
}

/** Returns what N= or EXPLAIN= names: 17, config_017, sample/17 or sample/config_017. Throws UsageError for anything else. */
export function parseRunName(text: string | undefined, setting: 'N' | 'EXPLAIN' = 'N'): RunName {
  if (text === undefined || text === '') throw new UsageError('which run?', 'N=17 names it by its number');
  const [, stage, number] = /^(?:([a-z][a-z0-9_]*)\/)?(?:config_)?0*([1-9]\d{0,14})$/.exec(text.trim()) ?? [];
  if (number === undefined)
    throw new UsageError(
      `${setting} is "${text}"; expected a number of at least 1 or a name`,
      `${setting}=17 and ${setting}=config_017 are the same run`,
    );
  return { number: Number(number), ...(stage === undefined ? {} : { stage }) };
}
