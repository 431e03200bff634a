// SPDX-License-Identifier: MIT
import { UsageError } from '../core/diagnostic.ts';
import { formatMetric, unitOf } from '../results/units.ts';
import { numberOf } from './build-view.ts';
import { assignmentLine } from '../config/configuration.ts';
import type { ReportRun, SweepView } from './view.ts';

/** How much worse a value may be: an amount, or a share of the old value. */
export interface Tolerance {
  readonly amount: number;
  readonly isShare: boolean;
}

export type Verdict = 'regression' | 'improvement' | 'same' | 'not comparable';

/** One configuration that both sweeps have. */
export interface DiffRow {
  readonly before: ReportRun;
  readonly after: ReportRun;
  /** Value after minus value before; undefined when one of them has none. */
  readonly change: number | undefined;
  readonly verdict: Verdict;
  readonly why: string;
}

export interface SweepDiff {
  readonly rows: readonly DiffRow[];
  readonly onlyBefore: readonly ReportRun[];
  readonly onlyAfter: readonly ReportRun[];
}

/** Returns the tolerance of TOLERANCE: `0.5` or `1%`. Throws UsageError. */
export function parseTolerance(text: string): Tolerance {
  const match = /^\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(%?)\s*$/.exec(text);
  if (match === null) throw new UsageError(`TOLERANCE is "${text}"; expected an amount such as 0.5, or a share such as 1%`);
  const isShare = match[2] === '%';
  return { amount: Number(match[1]) / (isShare ? 100 : 1), isShare };
}

/** Joins two sweeps by the identity of their configurations and tells what got worse beyond the tolerance. */
export function diffSweeps(before: SweepView, after: SweepView, tolerance: Tolerance): SweepDiff {
  const metric = before.metrics[0];
  if (metric === undefined) throw new UsageError('no metric says what better is', 'give one: METRIC=test_acc');
  const byConfig = new Map(after.runs.map((run) => [run.config, run]));
  const rows = before.runs.flatMap((old): DiffRow[] => {
    const now = byConfig.get(old.config);
    if (now === undefined) return [];
    byConfig.delete(old.config);
    const [x, y] = [resultOf(old, metric.column), resultOf(now, metric.column)];
    if (x === undefined || y === undefined) return [{ before: old, after: now, change: undefined, ...withoutValue(x, y, now) }];
    const worse = metric.goal === 'max' ? x - y : y - x;
    const allowed = tolerance.isShare ? Math.abs(x) * tolerance.amount : tolerance.amount;
    const verdict = worse > allowed ? 'regression' : -worse > allowed ? 'improvement' : 'same';
    return [{ before: old, after: now, change: y - x, verdict, why: '' }];
  });
  return { rows, onlyBefore: before.runs.filter((r) => !rows.some((row) => row.before === r)), onlyAfter: [...byConfig.values()] };
}

function resultOf(run: ReportRun, column: string): number | undefined {
  return run.rank === null ? undefined : (numberOf(run, column) ?? undefined);
}

/** A run that had a result and has none now is worse, unless it has not ended yet. */
function withoutValue(x: number | undefined, y: number | undefined, now: ReportRun): { verdict: Verdict; why: string } {
  if (x === undefined) return { verdict: 'not comparable', why: y === undefined ? 'no result in either' : 'no result before' };
  if (['pending', 'running', 'blocked'].includes(now.status)) return { verdict: 'not comparable', why: `${now.status} now` };
  return { verdict: 'regression', why: now.detail === '' ? `no result now (${now.status})` : now.detail };
}

/** Returns a diff in lines for people: regressions first, then improvements, then the counts. */
export function diffLines(diff: SweepDiff, before: SweepView): readonly string[] {
  const column = before.metrics[0]?.column ?? '';
  const unit = unitOf(before.units, column);
  const line = (row: DiffRow): string => {
    const values = `${formatMetric(resultOf(row.before, column), unit)} -> ${formatMetric(resultOf(row.after, column), unit)}`;
    const change = row.change === undefined ? ` (${row.why})` : ` (${row.change > 0 ? '+' : ''}${formatMetric(row.change, unit)})`;
    const varying = row.before.values.filter((v) => before.varying.includes(v.name));
    return `  ${row.before.configFile}: ${values}${change}  ${assignmentLine(varying)}`;
  };
  const of = (verdict: Verdict): readonly DiffRow[] => diff.rows.filter((r) => r.verdict === verdict);
  const lines: string[] = [];
  for (const [verdict, title] of [['regression', 'REGRESSIONS'], ['improvement', 'IMPROVEMENTS'], ['not comparable', 'NOT COMPARABLE']] as const) {
    if (of(verdict).length > 0) lines.push(`${title} (${column}):`, ...of(verdict).map((row) => (verdict === 'not comparable' ? `  ${row.before.configFile}: ${row.why}` : line(row))));
  }
  const counts = [`${of('regression').length} worse`, `${of('improvement').length} better`, `${of('same').length} the same`];
  if (diff.onlyBefore.length > 0) counts.push(`${diff.onlyBefore.length} only in A`);
  if (diff.onlyAfter.length > 0) counts.push(`${diff.onlyAfter.length} only in B`);
  return [...lines, `${diff.rows.length} configurations in both: ${counts.join(', ')}.`];
}
