// SPDX-License-Identifier: MIT
import { groupBy } from '../core/grouped.ts';
import { valueKey, valueTextIn } from '../core/value.ts';
import { ABSENT } from '../results/factors.ts';
import type { ReportRun } from './view.ts';

/** Returns the runs by their setting: those of one group differ in nothing but the seed. */
export function runsBySetting(runs: readonly ReportRun[], seedSymbol: string): readonly (readonly ReportRun[])[] {
  return [...groupBy(runs, (run) => settingKey(run, seedSymbol)).values()];
}

/** Returns a text that runs share whose values differ in the seed alone, and in what has its value. */
export function settingKey({ values, seedWith = [] }: ReportRun, seedSymbol: string): string {
  const left = seedWith.length === 0 ? seedSymbol : [seedSymbol, ...seedWith].join('\0');
  const known = knownKeys.get(values);
  if (known?.left === left) return known.key;
  const own = values.filter(({ name }) => name !== seedSymbol && !seedWith.includes(name));
  const key = JSON.stringify(own.map(({ name, value }) => [name, valueKey(value)]));
  knownKeys.set(values, { left, key });
  return key;
}

/** The keys of values, which never change, by what was left out: a report asks for those of each run up to six times. */
const knownKeys = new WeakMap<ReportRun['values'], { readonly left: string; readonly key: string }>();

/** Returns the value that a parameter has in a group of runs that share it. */
export function groupValue(runs: readonly ReportRun[], name: string): string {
  return valueTextIn(runs[0]?.values ?? [], name, ABSENT);
}
