// SPDX-License-Identifier: MIT
import { valueTextIn } from '../core/value.ts';
import { rankedNumber } from './build-view.ts';
import { jointSurface } from './joint-surface.ts';
import { runsBySetting } from './seed-setting.ts';
import { mean } from '../results/stats/describe.ts';
import { FAR_OUT, fenceBelow } from '../results/surface/fence.ts';
import type { EarlierSweep, RankMetric, ReportRun, SweepView } from './view.ts';
import { ABSENT } from '../results/factors.ts';

/** The setting that a model of this sweep and of those that it refines has in front. */
export interface Recommendation {
  /** Among the settings of this sweep, best first. */
  readonly place: number;
  /** What the model expects of it, and the standard deviation of that. */
  readonly expected: number;
  readonly spread: number;
  /** Settings that the model is made of. */
  readonly settings: number;
  /** Names of the earlier sweeps. */
  readonly sweeps: readonly string[];
}

/** Settings that are asked: none far down the ranking is expected to be the best. */
const ASKED = 200;
/** Settings that a model needs. */
const FEWEST = 8;

/** A setting with a value, larger being better. */
interface Row {
  readonly run: ReportRun;
  readonly value: number;
  readonly place: number;
}

/**
 * Returns the setting of which a model of all settings expects most; undefined for a sweep that refines none. The best of many single runs
 * is partly luck, and its neighbours of this round and of the last one know how much. `groups` are the runs of each setting, best first.
 */
export function recommendedSetting(
  view: SweepView,
  groups: readonly (readonly ReportRun[])[],
  metric: RankMetric,
): Recommendation | undefined {
  const earlier = (view.earlier ?? []).filter((sweep) => sweep.runs.some((run) => run.rank !== null));
  if (earlier.length === 0) return undefined;
  const own = rowsOf(groups, metric);
  const before = earlier
    .map((sweep) => rowsOf(runsBySetting(sweep.runs, view.seedSymbol), metric))
    .filter((part) => part.length > 0);
  const rows = [own, ...before].flat();
  if (own.length === 0 || rows.length < FEWEST) return undefined;
  // By the widest sweep: beside a refined one, all whose settings are good, the half of an earlier one would be accidents.
  const fence = Math.min(
    ...[own, ...before].map((part) =>
      fenceBelow(
        part.map((row) => row.value),
        FAR_OUT,
      ),
    ),
  );
  const joint = jointSurface(
    [own, ...before].map((part) => part.map((row) => ({ ...row, value: Math.max(row.value, fence) }))),
    symbolsOf(view, earlier),
  );
  if (joint === undefined) return undefined;
  const { surface, points } = joint;
  const asked = own.slice(0, ASKED).map((row, i) => ({
    place: row.place,
    point: points[i] ?? [],
    expected: surface.expected(points[i] ?? []),
  }));
  const best = asked.reduce((a, b) => (b.expected > a.expected ? b : a));
  return {
    place: best.place,
    expected: metric.goal === 'max' ? best.expected : -best.expected,
    spread: surface.spread(best.point),
    settings: rows.length,
    sweeps: earlier.map((sweep) => sweep.name),
  };
}

function rowsOf(groups: readonly (readonly ReportRun[])[], { column, goal }: RankMetric): readonly Row[] {
  return groups.flatMap((runs, place): readonly Row[] => {
    const values = runs.flatMap((run) => rankedNumber(run, column));
    const [run] = runs;
    if (run === undefined || values.length === 0) return [];
    return [{ run, place, value: goal === 'max' ? mean(values) : -mean(values) }];
  });
}

/** What varies in one of the sweeps, or differs between them: a symbol that was fixed is one that varied before. */
function symbolsOf(view: SweepView, earlier: readonly EarlierSweep[]): readonly string[] {
  const all = [view, ...earlier];
  const texts = (name: string): number =>
    new Set(all.map(({ runs }) => valueTextIn(runs[0]?.values ?? [], name, ABSENT))).size;
  const names = new Set(all.flatMap(({ runs }) => runs[0]?.values.map((v) => v.name) ?? []));
  const varying = new Set(all.flatMap((sweep) => sweep.varying));
  // Seeds, and what goes along with them, belong to no setting.
  const seeds = new Set([view.seedSymbol, ...all.flatMap(({ runs }) => runs[0]?.seedWith ?? [])]);
  return [...new Set([...varying, ...[...names].filter((name) => texts(name) > 1)])].filter((name) => !seeds.has(name));
}
