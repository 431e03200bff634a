// SPDX-License-Identifier: MIT
import { UsageError } from '../core/diagnostic.ts';
import { didYouMean } from '../core/nearest.ts';
import { formatMetric, unitOf } from '../results/units.ts';
import { type Equivalence, equivalenceLines, equivalenceOf, type Tolerance } from './equivalence.ts';
import { numberOf } from './build-view.ts';
import { assignmentLine } from '../config/configuration.ts';
import { valueKey } from '../core/value.ts';
import { isRankable, type ReportRun, type SweepView } from './view.ts';
import { factsOfStatus } from '../run/status.ts';

/** Share of a value that its subtraction may lose. */
const ROUNDING = 1e-15;

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
  /** Undefined without a tolerance, and for fewer than three pairs of results. */
  readonly equivalence: Equivalence | undefined;
}

/** Returns the tolerance of TOLERANCE: `0.5` or `1%`. Throws UsageError. */
export function parseTolerance(text: string): Tolerance {
  const match = /^\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(%?)\s*$/.exec(text);
  if (match === null)
    throw new UsageError(`TOLERANCE is "${text}"; expected an amount such as 0.5, or a share such as 1%`);
  const isShare = match[2] === '%';
  return { amount: Number(match[1]) / (isShare ? 100 : 1), isShare };
}

/** With stages, configurations of one id run on several targets: the values of these tell them apart. */
function pairKey({ config, values }: ReportRun): string {
  const needed = values.map(({ name, value }) => `${name}=${valueKey(value)}`).sort();
  return [config, ...needed].join('\0');
}

/** Joins two sweeps by the identity of their configurations and tells what got worse beyond the tolerance. */
export function diffSweeps(before: SweepView, after: SweepView, tolerance: Tolerance): SweepDiff {
  const metric = before.metrics[0];
  if (metric === undefined) throw new UsageError('no metric says what better is', 'give one: METRIC=test_acc');
  const byConfig = new Map(after.runs.map((run) => [pairKey(run), run]));
  const rows = before.runs.flatMap((old): DiffRow[] => {
    const now = byConfig.get(pairKey(old));
    if (now === undefined) return [];
    byConfig.delete(pairKey(old));
    const [x, y] = [resultOf(old, metric.column), resultOf(now, metric.column)];
    if (x === undefined || y === undefined)
      return [{ before: old, after: now, change: undefined, ...withoutValue(x, y, { now, column: metric.column }) }];
    const worse = metric.goal === 'max' ? x - y : y - x;
    // 0.8 to 0.7 is 0.1 and no more, whatever the last binary digit says.
    const allowed =
      (tolerance.isShare ? Math.abs(x) * tolerance.amount : tolerance.amount) +
      (tolerance.amount > 0 ? ROUNDING * Math.max(Math.abs(x), Math.abs(y)) : 0);
    const verdict = worse > allowed ? 'regression' : -worse > allowed ? 'improvement' : 'same';
    return [{ before: old, after: now, change: y - x, verdict, why: '' }];
  });
  const joined = new Set(rows.map((row) => row.before));
  const pairs = rows.flatMap(({ before: run, change }) => {
    const old = resultOf(run, metric.column);
    return change === undefined || old === undefined ? [] : [{ change, old }];
  });
  const diff = {
    rows,
    onlyBefore: before.runs.filter((run) => !joined.has(run)),
    onlyAfter: [...byConfig.values()],
    equivalence: equivalenceOf(pairs, tolerance),
  };
  checkCompared(diff, metric.column);
  return diff;
}

/** A comparison of nothing must not look like one without regressions. Throws UsageError. */
function checkCompared({ rows, onlyBefore, onlyAfter }: SweepDiff, column: string): void {
  if (rows.length === 0) {
    throw new UsageError(
      `A and B have no configuration in common (${onlyBefore.length} in A, ${onlyAfter.length} in B)`,
      'configurations are the same when all their values are',
    );
  }
  if (rows.every(({ before }) => resultOf(before, column) === undefined)) {
    const known = rows.flatMap(({ before }) => Object.keys(before.metrics));
    throw new UsageError(
      `no configuration that both have has a result of ${column} in A: there is nothing to compare with`,
      didYouMean(column, new Set(known)),
    );
  }
}

/** The metric alone counts: a run may be without another one that ranks, and so without a rank. */
function resultOf(run: ReportRun, column: string): number | undefined {
  return isRankable(run) ? (numberOf(run, column) ?? undefined) : undefined;
}

/** A run that had a result and has none now is worse, unless it has not ended yet. */
function withoutValue(
  x: number | undefined,
  y: number | undefined,
  { now, column }: { readonly now: ReportRun; readonly column: string },
): { verdict: Verdict; why: string } {
  if (x === undefined)
    return { verdict: 'not comparable', why: y === undefined ? 'no result in either' : 'no result before' };
  if (!factsOfStatus(now.status).hasEnded) return { verdict: 'not comparable', why: `${now.status} now` };
  return { verdict: 'regression', why: whyWithout(now, column) };
}

function whyWithout(run: ReportRun, column: string): string {
  if (run.detail !== '') return run.detail;
  if (run.problems.length > 0) return run.problems.join('; ');
  return numberOf(run, column) === null ? `${column} is NaN or infinite now` : `no ${column} now (${run.status})`;
}

/** Returns a diff in lines for people: regressions first, then improvements, then the counts. */
export function diffLines(diff: SweepDiff, before: SweepView): readonly string[] {
  const column = before.metrics[0]?.column ?? '';
  const unit = unitOf(before.units, column);
  const line = (row: DiffRow): string => {
    const values = `${formatMetric(resultOf(row.before, column), unit)} -> ${formatMetric(resultOf(row.after, column), unit)}`;
    const change =
      row.change === undefined ? ` (${row.why})` : ` (${row.change > 0 ? '+' : ''}${formatMetric(row.change, unit)})`;
    const varying = row.before.values.filter((v) => before.varying.includes(v.name));
    return `  ${row.before.configFile}: ${values}${change}  ${assignmentLine(varying)}`;
  };
  const of = (verdict: Verdict): readonly DiffRow[] => diff.rows.filter((r) => r.verdict === verdict);
  const lines: string[] = [];
  for (const [verdict, title] of [
    ['regression', 'REGRESSIONS'],
    ['improvement', 'IMPROVEMENTS'],
    ['not comparable', 'NOT COMPARABLE'],
  ] as const) {
    if (of(verdict).length > 0)
      lines.push(
        `${title} (${column}):`,
        ...of(verdict).map((row) =>
          verdict === 'not comparable' ? `  ${row.before.configFile}: ${row.why}` : line(row),
        ),
      );
  }
  const counts = [
    `${of('regression').length} worse`,
    `${of('improvement').length} better`,
    `${of('same').length} the same`,
  ];
  if (diff.onlyBefore.length > 0) counts.push(`${diff.onlyBefore.length} only in A`);
  if (diff.onlyAfter.length > 0) counts.push(`${diff.onlyAfter.length} only in B`);
  return [
    ...lines,
    `${diff.rows.length} configurations in both: ${counts.join(', ')}.`,
    ...equivalenceLines(diff.equivalence, (x) => formatMetric(x, unit)),
  ];
}
