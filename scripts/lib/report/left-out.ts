// SPDX-License-Identifier: MIT
import { asksForResults, namesOf, parseCondition } from './conditions.ts';
import { named } from './notes.ts';
import { runsBySetting } from './seed-setting.ts';
import { isRankable, type ReportRun } from './view.ts';

/** Returns the sentence on runs that the range file no longer has. */
export function retiredNotes(retired: number): readonly string[] {
  return retired === 0
    ? []
    : [`${retired} run${retired === 1 ? '' : 's'} left the range file and ${retired === 1 ? 'is' : 'are'} not shown.`];
}

/** FILTER as it was written, and which symbol is the seed. */
export interface FilterAsked {
  readonly filter?: string | undefined;
  readonly seedSymbol?: string | undefined;
}

/** Returns what must be said about the runs that FILTER leaves out. */
export function filterNotes(
  all: readonly ReportRun[],
  kept: readonly ReportRun[],
  { filter = '', seedSymbol }: FilterAsked,
): readonly string[] {
  const count = all.length - kept.length;
  if (count === 0) return [];
  const left = `${count} run${count === 1 ? '' : 's'} left out by FILTER="${filter}".`;
  const names = namesOf(all);
  const chooses =
    seedSymbol !== undefined &&
    names.parameters.has(seedSymbol) &&
    asksForResults(parseCondition('FILTER', filter), names);
  return chooses ? [left, ...chosenSeedsNotes(all, kept, seedSymbol)] : [left];
}

/** A filter that asks for results chooses among the seeds of a setting: the mean of what is left is not that of the setting. */
function chosenSeedsNotes(
  all: readonly ReportRun[],
  kept: readonly ReportRun[],
  seedSymbol: string,
): readonly string[] {
  const isKept = new Set(kept);
  const torn = runsBySetting(all.filter(isRankable), seedSymbol).filter(
    (runs) => runs.some((run) => isKept.has(run)) && !runs.every((run) => isKept.has(run)),
  );
  if (torn.length === 0) return [];
  const which = named(torn.flatMap((runs) => runs.find((run) => isKept.has(run)) ?? []));
  return [
    `FILTER chose among the seeds of ${torn.length} setting${torn.length === 1 ? '' : 's'} by their results (${which}): means over the seeds that are left are not those of the settings.`,
  ];
}
