// SPDX-License-Identifier: MIT
import { aliasGroups } from '../results/design/aliases.ts';
import type { Factor } from '../results/factors.ts';
import { type FailureRate, failureRates } from '../results/failures/failure-rates.ts';
import { sharedValues } from '../run/failures.ts';
import { factsOfStatus } from '../run/status.ts';
import { pValueText } from './effects-text.ts';
import { factorsOver } from './factors-of.ts';
import type { FailureEntry } from './outlook-form.ts';
import { runsBySetting } from './seed-setting.ts';
import { gaveNothing, known } from './setting-entries.ts';
import type { Statistics } from './statistics-form.ts';
import { failedRuns, type ParameterValue, type ReportRun, type SweepView } from './view.ts';
import { bareName } from './words.ts';

/** A claim below this chance is made. */
const ALPHA = 0.05;
/** Runs that the tests look at: beyond these the first of each setting would do. */
const MOST_TESTED = 20_000;

/** Returns how often runs gave no usable value, by value and by threshold of what varies, `groups` being the runs of each setting; the seed is asked too, as it may be hard for everybody. */
export function failureEntries(view: SweepView, groups: readonly (readonly ReportRun[])[]): readonly FailureEntry[] {
  const hasMetric = view.metrics.length > 0;
  const hasFailed = (run: ReportRun): boolean => (hasMetric ? gaveNothing(run) : factsOfStatus(run.status).isFailure);
  const runs = view.runs
    .filter((run) => hasFailed(run) || run.rank !== null || (!hasMetric && factsOfStatus(run.status).hasEnded))
    .slice(0, MOST_TESTED);
  if (!runs.some(hasFailed)) return [];
  const settingOf = new Map(groups.flatMap((own, i) => own.map((run) => [run, i] as const)));
  const columns = factorsOver(runs, view.varying).filter((f) => f.levels.length > 1);
  const aliases = aliasGroups(columns, undefined).map(({ members }) => members);
  const rates = failureRates(
    aliases.flatMap(([first]) => first ?? []),
    runs.map((run) => ({ setting: settingOf.get(run) ?? 0, hasFailed: hasFailed(run) })),
  );
  return rates.map((rate) => {
    const members = aliases.find(([first]) => first?.name === rate.factor.name) ?? [];
    return entryOf(rate, members, runs);
  });
}

function entryOf(rate: FailureRate, members: readonly Factor[], runs: readonly ReportRun[]): FailureEntry {
  const { factor, value, above, below } = rate;
  const numberAt = (code: number | undefined): number | null =>
    code === undefined ? null : known(factor.numbers?.[code]);
  const valueAt = (code: number): ParameterValue => {
    const number = factor.numbers?.[code];
    if (number !== undefined) return number;
    const place = members[0]?.codes.indexOf(code) ?? -1;
    return runs[place]?.parameters[factor.name] ?? factor.levels[code] ?? null;
  };
  return {
    symbols: members.map((m) => m.name),
    value: value === undefined ? null : valueAt(value),
    above: numberAt(above),
    below: numberAt(below),
    failed: rate.failed,
    runs: rate.runs,
    other_failed: rate.otherFailed,
    other_runs: rate.otherRuns,
    p: rate.p,
    p_adjusted: rate.pAdjusted,
    shown: rate.pAdjusted < ALPHA,
  };
}

/** Returns what the runs that failed or gave no value have in common, one sentence each: what was shown by a test, else what all of them share. */
export function failureCauses(
  view: SweepView,
  { seedSymbol, statistics }: { readonly seedSymbol: string; readonly statistics: Statistics | undefined },
): readonly string[] {
  const shown = failureCauseLines(statistics?.failures ?? failureEntries(view, runsBySetting(view.runs, seedSymbol)));
  if (shown.length > 0) return shown;
  const failed = failedRuns(view);
  if (failed.length < 2) return [];
  const finished = view.runs.filter((run) => factsOfStatus(run.status).isRankable);
  const shared = sharedValues(failed, finished, view.varying);
  return shared.length === 0
    ? []
    : [`All ${failed.length} runs that failed, and no other that ended, have ${shared.join(' ')}.`];
}

/** Causes that a text lists. */
const LISTED = 6;

/** Returns what runs that gave no value have in common, one sentence each, most telling first; none where nothing was shown. */
function failureCauseLines(failures: readonly FailureEntry[]): readonly string[] {
  return failures
    .filter((entry) => entry.shown)
    .slice(0, LISTED)
    .map(causeLine);
}

function causeLine(entry: FailureEntry): string {
  const { failed, runs, other_failed, other_runs, p_adjusted } = entry;
  return `${whereText(entry)}: ${failed} of ${runs} runs gave no value, ${other_failed} of the other ${other_runs} (${pValueText(p_adjusted)}).`;
}

/** Returns `LR=10`, `LR above 0.3`; symbols that change together are named together. */
function whereText({ symbols, value, above, below }: FailureEntry): string {
  const [first = '', ...others] = symbols.map(bareName);
  const along = others.length === 0 ? '' : ` (${others.join(', ')} changes with it)`;
  if (above !== null) return `${first} above ${above}${along}`;
  if (below !== null) return `${first} below ${below}${along}`;
  return `${first}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}${along}`;
}
