// SPDX-License-Identifier: MIT
import { textValue, valueKeyIn } from '../core/value.ts';
import { rankItems } from '../results/rank.ts';
import type { RunStatus } from '../run/outcome.ts';
import { noCounts, STATUSES } from '../run/status.ts';
import { criterionOf } from './build-view.ts';
import type { ReportRun, SweepView } from './view.ts';

/** What the parameter is called that tells the sweeps apart. */
const SWEEP_NAMES = ['sweep', 'from_sweep', 'sweep_folder', 'sweep folder'];

/** A run of several sweeps: as the merged view has it, and as its own sweep has it. */
export interface MergedRun {
  readonly run: ReportRun;
  readonly own: ReportRun;
  /** Place of its sweep among those that were merged. */
  readonly sweep: number;
}

/** Several sweeps as one: its runs are theirs, ranked anew by the first one's metrics. */
export interface MergedSweeps {
  readonly view: SweepView;
  /** Name of each sweep; folders of the same name have a number behind it. */
  readonly names: readonly string[];
  /** Those of the view, in its order. */
  readonly runs: readonly MergedRun[];
}

/** Merges sweeps that were read by the same metrics. The sweep is the first parameter of each run, so that charts, groups and filters know it. */
export function mergeViews(views: readonly [SweepView, ...SweepView[]]): MergedSweeps {
  const [first] = views;
  const names = uniqueNames(views.map((v) => v.name));
  const own = [...new Set(views.flatMap((v) => v.parameters))];
  const parameters = [SWEEP_NAMES.find((name) => !own.includes(name)) ?? '', ...own];
  const runs = rankedAnew(runsOf(views, names, parameters[0] ?? ''), first);
  const all = runs.map((r) => r.run);
  const view: SweepView = {
    ...first,
    name: `Comparison of ${names.join(', ')}`,
    place: null,
    rangeFile: '',
    runs: all,
    ranked: all.filter((run) => run.rank !== null).sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0)),
    parameters,
    varying: varyingOf(all, parameters),
    requested: [...new Set(views.flatMap((v) => v.requested))],
    columns: [...new Set(views.flatMap((v) => v.columns))],
    counts: sumCounts(views),
    notes: views.flatMap((v, i) => v.notes.map((note) => `${names[i] ?? ''}: ${note}`)),
  };
  return { view, names, runs };
}

function runsOf(views: readonly SweepView[], names: readonly string[], parameter: string): readonly MergedRun[] {
  const labels = distinctEnds(names);
  return views.flatMap((view, sweep) =>
    view.runs.map((own): MergedRun => {
      const name = names[sweep] ?? '';
      const run: ReportRun = {
        ...own,
        configFile: `${labels[sweep] ?? name}/${own.configFile}`,
        folder: `${name}/${own.folder}`,
        values: [{ name: parameter, value: textValue(name) }, ...own.values],
        parameters: { [parameter]: name, ...own.parameters },
      };
      return { run, own, sweep };
    }),
  );
}

/** Ranks what was ranked in its own sweep: its status and its metrics allow it. */
function rankedAnew(runs: readonly MergedRun[], { metrics }: SweepView): readonly MergedRun[] {
  const criteria = metrics
    .map(criterionOf)
    .map(({ goal, value }) => ({ goal, value: ({ run }: MergedRun) => value(run) }));
  const places = new Map(
    rankItems(
      runs.filter(({ own }) => own.rank !== null),
      criteria,
    ).ranked.map((r) => [r.item, r]),
  );
  return runs.map((one) => ({
    ...one,
    run: { ...one.run, rank: places.get(one)?.rank ?? null, tied: places.get(one)?.tied ?? false },
  }));
}

function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

/** Names without the beginning they share, so that runs have short names: sweep_20260101_101010 and ..._111111 become 101010 and 111111. */
function distinctEnds(names: readonly string[]): readonly string[] {
  const [first = ''] = names;
  let shared = 0;
  for (let i = 0; i < first.length && names.every((n) => n[i] === first[i]); i += 1)
    if (/[_.-]/.test(first[i] ?? '')) shared = i + 1;
  return names.every((n) => n.length > shared) ? names.map((n) => n.slice(shared)) : names;
}

function varyingOf(runs: readonly ReportRun[], names: readonly string[]): readonly string[] {
  return names.filter((name) => new Set(runs.map((run) => valueKeyIn(run.values, name))).size > 1);
}

function sumCounts(views: readonly SweepView[]): Readonly<Record<RunStatus, number>> {
  const counts = noCounts();
  for (const view of views) for (const status of STATUSES) counts[status] += view.counts[status];
  return counts;
}
