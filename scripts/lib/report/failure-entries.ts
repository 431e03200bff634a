// SPDX-License-Identifier: MIT
import type { Factor } from '../results/factors.ts';
import { aliasGroups } from '../results/design/aliases.ts';
import { type FailureRate, failureRates } from '../results/failures/failure-rates.ts';
import { factsOfStatus } from '../run/status.ts';
import { factorsOver } from './factors-of.ts';
import type { FailureEntry } from './outlook-form.ts';
import { gaveNothing, known } from './setting-entries.ts';
import type { ParameterValue, ReportRun, SweepView } from './view.ts';

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
