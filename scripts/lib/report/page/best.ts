// SPDX-License-Identifier: MIT
import { makeLine } from '../../core/make-line.ts';
import { shellQuote } from '../../core/shell-quote.ts';
import { valueTextIn } from '../../core/value.ts';
import { formatDuration } from '../../core/quantity.ts';
import { mean } from '../../results/stats/describe.ts';
import { numberOf } from '../build-view.ts';
import { columnText } from '../charts/theme.ts';
import { groupValue } from '../seed-setting.ts';
import { type MetricLabel, shownMetrics, shownValue } from '../labels.ts';
import { named } from '../notes.ts';
import { roundedText } from '../words.ts';
import type { SeedReport } from '../seeds.ts';
import { chanceText, showBySpread } from '../seed-words.ts';
import type { SettingStatistics } from '../statistics-of.ts';
import { sureLines } from '../sure-lines.ts';
import { endedCount, type ReportRun, type SweepView } from '../view.ts';
import { columnNamed, type PageData } from '../page-data.ts';

/** What the page says of the best configuration. */
export interface BestSection {
  readonly title: string;
  readonly configFile: string;
  readonly metrics: readonly { readonly label: string; readonly value: string }[];
  readonly parameters: readonly {
    readonly name: string;
    readonly value: string /** The whole value where `value` is rounded; else empty. */;
    readonly full: string;
  }[];
  /** Where it lies, or which runs it is the mean of. */
  readonly where: string;
  /** True where that is its folder. */
  readonly isFolder: boolean;
  /** Empty, that the best single run is another, or how sure a ranking of single runs is. */
  readonly remark: string;
}

/** Seconds from which a time is also told in minutes, hours or days. */
const LONG_S = 120;

/** Returns the best configuration: over seeds the one with the best mean, else the best run; undefined while nothing is ranked. */
export function bestSection(
  view: SweepView,
  data: PageData,
  { seeds, statistics }: { readonly seeds: SeedReport | undefined; readonly statistics: SettingStatistics | undefined },
): BestSection | undefined {
  const best = view.ranked[0];
  if (best === undefined) return undefined;
  if (seeds !== undefined) return bestOverSeeds(view, data, { seeds, best });
  return {
    title: (statistics?.value.winner?.rank ?? 1) === 1 ? 'Best configuration' : 'Best single run',
    configFile: best.configFile,
    metrics: shownMetrics(view).map((l) => ({ label: l.long, value: valueText(view, data, { label: l, run: best }) })),
    parameters: (view.varying.length > 0 ? view.varying : view.parameters).map((name) =>
      parameterFact(name, parameterText(best, name)),
    ),
    where: `${best.folder}/`,
    isFolder: true,
    remark: statistics === undefined ? '' : (sureLines(view, statistics) ?? []).join(' '),
  };
}

/** Returns why there is no best configuration, and what to do. */
export function emptyText(view: SweepView): string {
  const { runs, counts, columns } = view;
  const metric = view.metrics[0]?.column;
  const reported = columns.filter((c) => runs.some((run) => typeof run.metrics[c] === 'number')).slice(0, 8);
  const hint =
    reported.length === 0
      ? ''
      : ` The runs report ${reported.join(', ')}: ${makeLine('sweep-report', view.place ?? undefined, `METRIC=${shellQuote(reported[0] ?? '')}`)} ranks by one of them.`;
  if (metric === undefined) return `Nothing is ranked, since SWEEP_METRIC is not set.${hint}`;
  if (runs.length === 0) return 'There are no runs to show.';
  if (counts.failed === runs.length)
    return `${runs.length === 1 ? 'The only run' : `All ${runs.length} runs`} failed: see Failures for the reasons and the ends of the logs.`;
  if (counts.done + counts.stopped === 0)
    return endedCount(view) === 0
      ? `No run has ended yet: ${makeLine('sweep-report', view.place ?? undefined)} writes this page again.`
      : 'No run has ended with a result yet.';
  return `No run that ended has ${metric}.${hint}`;
}

/** Returns a parameter's value in a run, `-` where it has none. */
export function parameterText(run: ReportRun, name: string): string {
  return valueTextIn(run.values, name, '-');
}

function parameterFact(name: string, text: string): BestSection['parameters'][number] {
  const value = roundedText(text);
  return { name, value, full: value === text ? '' : text };
}

function bestOverSeeds(
  view: SweepView,
  data: PageData,
  { seeds, best }: { readonly seeds: SeedReport; readonly best: ReportRun },
): BestSection | undefined {
  const group = seeds.groups[0];
  if (group === undefined) return undefined;
  const { entry, configFile, runs } = group;
  const column = columnNamed(data, seeds.metric.column);
  const show = showBySpread(view, seeds);
  const { winner } = seeds.statistics;
  const labels = shownMetrics(view).filter((l) => l.column !== seeds.metric.column);
  const facts: (readonly [string, string])[] = [
    [`Adjusted mean ${column?.label ?? seeds.metric.column}`, show(entry.adjusted_mean)],
  ];
  if (entry.ci_low !== null) facts.push(['95 % interval', `${show(entry.ci_low)} to ${show(entry.ci_high)}`]);
  if (winner !== null && winner.corrected !== null && winner.picked_of > 1)
    facts.push([
      'Over all seeds, corrected for having been picked',
      `${show(winner.corrected)} (95 %: ${show(winner.ci_low)} to ${show(winner.ci_high)})`,
    ]);
  if (entry.sd !== null) facts.push(['Standard deviation', show(entry.sd)]);
  if (entry.p_best !== null || entry.p_best_words !== null) facts.push(['Chance of being best', chanceText(entry)]);
  for (const label of labels) {
    const numbers = runs.flatMap((run) => numberOf(run, label.column) ?? []);
    if (numbers.length > 0)
      facts.push([`Mean ${label.long}`, columnText(columnNamed(data, label.column), mean(numbers))]);
  }
  const single = `${best.configFile} (${shownValue(view, best, seeds.metric.column)})`;
  return {
    title: 'Best configuration over seeds',
    configFile,
    metrics: facts.map(([label, value]) => ({ label, value })),
    parameters: view.varying
      .filter((name) => name !== seeds.seedSymbol)
      .map((name) => parameterFact(name, groupValue(runs, name))),
    isFolder: false,
    where: `Over ${entry.n} ${entry.n === 1 ? 'seed' : 'seeds'}: ${named(runs)}`,
    remark: runs.includes(best)
      ? `The best single run is one of them: ${single}.`
      : `The best single run is another, ${single}: a single seed is partly luck.`,
  };
}

function valueText(
  view: SweepView,
  data: PageData,
  { label, run }: { readonly label: MetricLabel; readonly run: ReportRun },
): string {
  const value = numberOf(run, label.column);
  if (typeof value !== 'number') return shownValue(view, run, label.column);
  const text = columnText(columnNamed(data, label.column), value);
  return label.column === 'total_time' && value >= LONG_S ? `${text} (${formatDuration(value)})` : text;
}
