// SPDX-License-Identifier: MIT
import { displayText, valueIn } from '../core/value.ts';
import type { Ranking } from '../results/rank.ts';
import type { Scalar } from '../results/readers/reading.ts';
import { formatMetric, type Units, unitOf } from '../results/units.ts';
import type { UnknownName } from './conditions.ts';
import type { DerivedColumn } from './derive.ts';
import { settingKey } from './seed-setting.ts';
import type { RankMetric, ReportRun } from './view.ts';
import { factsOfStatus } from '../run/status.ts';
import { countEach } from '../core/grouped.ts';

/** How many runs a sentence names before it says "and 12 more". */
const NAMED = 6;

/** Returns what must be said about a ranking: ties, runs without the metric, NaN. */
export function rankingNotes(
  ranking: Ranking<ReportRun>,
  metrics: readonly RankMetric[],
  units: Units,
  seedSymbol: string,
): string[] {
  if (metrics.length === 0) return ['No SWEEP_METRIC is set: runs are listed by number, not ranked.'];
  const names = metrics.map((m) => m.column).join(', ');
  const notes: string[] = [];
  const best = ranking.ranked[0];
  const tied = ranking.ranked.filter((r) => r.rank === 1);
  // Seeds of one setting that end alike are no tie: there is one best setting.
  if (best !== undefined && new Set(tied.map(({ item }) => settingKey(item, seedSymbol))).size > 1) {
    const column = metrics[0]?.column ?? '';
    const value = formatMetric(
      column === 'total_time' ? best.item.totalTimeS : best.item.metrics[column],
      unitOf(units, column),
    );
    notes.push(`${tied.length} configurations share the best ${names} (${value}): ${named(tied.map((r) => r.item))}.`);
  }
  const { missing, notFinite } = ranking;
  if (missing.length > 0)
    notes.push(
      `Not ranked, no ${columnsWith(metrics, missing, (v) => v === undefined || typeof v === 'string')}: ${named(missing)}.`,
    );
  if (notFinite.length > 0)
    notes.push(
      `Not ranked, ${columnsWith(metrics, notFinite, (v) => v === null)} is NaN or infinite: ${named(notFinite)}.`,
    );
  const [first] = missing.filter((run) => run.unranked !== null && run.detail !== '');
  if (first !== undefined) notes.push(`${first.configFile}: ${first.detail}.`);
  if (ranking.ranked.length === 0 && missing.length > 0) notes.push(...otherMetrics(missing));
  return notes;
}

/** Returns the names of those metrics that some of the runs have no value of. */
function columnsWith(
  metrics: readonly RankMetric[],
  runs: readonly ReportRun[],
  isWanting: (value: Scalar | undefined) => boolean,
): string {
  const wanting = metrics.filter(
    ({ column }) => column !== 'total_time' && runs.some((run) => isWanting(run.metrics[column])),
  );
  return (wanting.length === 0 ? metrics : wanting).map((m) => m.column).join(', ');
}

/** When no run has the metric, its name may be wrong: says which numbers there are. */
function otherMetrics(runs: readonly ReportRun[]): string[] {
  const names = [
    ...new Set(runs.flatMap((run) => Object.keys(run.metrics).filter((name) => typeof run.metrics[name] === 'number'))),
  ];
  if (names.length === 0) return [];
  const more = names.length > MOST_STEPS ? ` and ${names.length - MOST_STEPS} more` : '';
  return [`The runs report ${names.slice(0, MOST_STEPS).join(', ')}${more}.`];
}

/** Returns what must be said about runs that ended well and say themselves that they have not finished. */
export function unfinishedNotes(runs: readonly ReportRun[]): readonly string[] {
  if (runs.length === 0) return [];
  return [`Not ranked, not finished by its own word (performance_overview.txt: finished): ${named(runs)}.`];
}

/** Returns one sentence for each value that a Kconfig tree changed: of so many runs as a sentence names. */
export function requestedNotes(runs: readonly ReportRun[]): readonly string[] {
  const changed = runs.filter(({ requested }) => requested.length > 0);
  const notes = changed.slice(0, NAMED).flatMap(({ configFile, requested, values }) =>
    requested.map(({ name, value, why }) => {
      const found = valueIn(values, name);
      const became = found === undefined ? 'has no value' : `is ${displayText(found)}`;
      return `${configFile}: ${name} was to be ${displayText(value)} and ${became}: ${why}.`;
    }),
  );
  const more = changed.length - NAMED;
  if (more <= 0) return notes;
  const others = more === 1 ? '1 more run has' : `${more} more runs have`;
  return [...notes, `${others} other values than were asked for: sweep_summary.csv, columns requested.*`];
}

/** Returns one sentence for each derived column that no finished run has a value of. */
export function derivedNotes(
  columns: readonly DerivedColumn[],
  finished: readonly ReportRun[],
  unknownOf: (column: DerivedColumn) => readonly UnknownName[],
): string[] {
  if (finished.length === 0) return [];
  return columns
    .filter(({ name }) => finished.every((run) => run.metrics[name] === null))
    .map((column) => {
      const why = unknownOf(column).map(
        ({ name, nearest }) =>
          `${name} is no parameter and no metric of this sweep${nearest === undefined ? '' : ` (${nearest})`}`,
      );
      return `The derived column ${column.name} is empty in every run${why.length === 0 ? ': its expression is never a number' : `: ${why.join('; ')}`}.`;
    });
}

/** Returns one sentence for each run that has a broken or outdated metrics file. */
export function runNotes(runs: readonly ReportRun[]): string[] {
  const broken = runs.filter((r) => r.problems.length > 0 && factsOfStatus(r.status).hasEnded);
  const notes = broken.slice(0, NAMED).map((r) => `${r.configFile}: ${r.problems.join('; ')}.`);
  if (broken.length > NAMED) notes.push(`${broken.length - NAMED} more runs have broken metrics files.`);
  return notes;
}

/** Returns one sentence for each sweep that results were taken over from: they say nothing of this machine and this time. */
export function takenNotes(runs: readonly ReportRun[]): string[] {
  const counts = countEach(runs.flatMap(({ importedFrom }) => importedFrom ?? []));
  const notes = [...counts]
    .slice(0, NAMED)
    .map(
      ([from, count]) => `${takenOver(count)} from ${from.replace(/^\.\.\/(?=[^/]+$)/, '')} (REUSE=1 or sweep-merge).`,
    );
  const further = [...counts.values()].slice(NAMED);
  if (further.length > 0)
    notes.push(`${takenOver(further.reduce((sum, count) => sum + count, 0))} from ${further.length} other sweeps.`);
  return notes;
}

function takenOver(count: number): string {
  return `${count} ${count === 1 ? 'run was' : 'runs were'} taken over`;
}

/** Steps of runs that are told; the journal has all. */
const MOST_STEPS = 12;

/** Returns what the runner noted of runs on their way, each step once: an out-of-memory retry on a larger card, a requeue. */
export function journalNotes(
  runs: readonly { readonly configFile: string; readonly notes: readonly string[] }[],
): string[] {
  const steps = runs.flatMap((run) => [...new Set(run.notes)].map((note) => `${run.configFile}: ${note}.`));
  const more = steps.length - MOST_STEPS;
  return more <= 0 ? steps : [...steps.slice(0, MOST_STEPS), `${more} more steps of runs are in journal.jsonl.`];
}

/** Returns `config_001, config_002 and 3 more`. */
export function named(runs: readonly ReportRun[]): string {
  const names = runs.slice(0, NAMED).map((r) => r.configFile);
  return runs.length > NAMED ? `${names.join(', ')} and ${runs.length - NAMED} more` : names.join(', ');
}
