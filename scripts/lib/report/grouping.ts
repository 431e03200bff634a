// SPDX-License-Identifier: MIT
import { UsageError } from '../core/diagnostic.ts';
import { didYouMean } from '../core/nearest.ts';
import { settingWords } from '../core/settings/words.ts';
import { displayText, valueKeyIn } from '../core/value.ts';
import type { ReportRun, SweepView } from './view.ts';

/** Returns the parameters that BY= names, each once; CONFIG_ may be left out. Throws UsageError for a name that is no parameter. */
export function parametersOf(view: SweepView, by: string): readonly string[] {
  return [...new Set(settingWords(by).map((name) => parameterNamed(view, name)))];
}

function parameterNamed(view: SweepView, name: string): string {
  const found = view.parameters.find((p) => p === name) ?? view.parameters.find((p) => p === `CONFIG_${name}`);
  if (found !== undefined) return found;
  throw new UsageError(`BY names ${name}, which is no parameter of this sweep`, didYouMean(name, view.parameters));
}

/** Groups whose distributions are drawn at most: more lines cannot be told apart. */
const MOST_GROUPS = 12;

/** Returns the groups of runs that BY tells apart, and whose each run is; null for one group, and for too many to draw. */
export function groupsOf(
  view: SweepView,
  by: string | undefined,
): { readonly names: readonly string[]; readonly of: readonly number[] } | null {
  const names = parametersOf(view, by ?? '');
  if (names.length === 0) return null;
  const groups = new Map<string, string>();
  for (const run of view.runs) {
    const key = groupKey(run, names);
    if (groups.has(key)) continue;
    const values = new Map(run.values.map(({ name, value }) => [name, displayText(value)]));
    groups.set(key, names.map((name) => `${name}=${values.get(name) ?? '(absent)'}`).join(' '));
  }
  if (groups.size < 2 || groups.size > MOST_GROUPS) return null;
  const place = new Map([...groups.keys()].map((key, i) => [key, i]));
  return { names: [...groups.values()], of: view.runs.map((run) => place.get(groupKey(run, names)) ?? 0) };
}

/** Returns what runs of one group have in common: 0.1 and 1e-1 are one value. */
export function groupKey(run: ReportRun, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => valueKeyIn(run.values, name)));
}
