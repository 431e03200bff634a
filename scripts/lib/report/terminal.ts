// SPDX-License-Identifier: MIT
import type { Analyses } from './analysis-text.ts';
import { effectsInOne } from './effects-text.ts';
import { nextLines } from './next-words.ts';
import { frontLines } from './front.ts';
import { renderGroups } from './group-cells.ts';
import { renderSeedTable } from './seeds-text.ts';
import { recommendedLines } from './sure-lines.ts';
import { renderTopTable } from './text.ts';
import type { SweepView } from './view.ts';

/** Things to do next that a terminal lists. */
const MOST_NEXT = 3;

/** Returns the groups when they were asked for, else the settings over their seeds when there are some, else the best runs; and the notes, with what mattered, what failed runs share and what to run next. */
export function renderTerminal(
  view: SweepView,
  {
    groups,
    seeds,
    statistics,
    causes = [],
    next = [],
  }: Pick<Analyses, 'groups' | 'seeds' | 'statistics' | 'causes' | 'next'>,
  room: { readonly columns: number; readonly rest?: string },
): string {
  const overSeeds = (): string =>
    seeds === undefined ? renderTopTable(view, room) : renderSeedTable(view, seeds, room);
  const table =
    groups === undefined
      ? overSeeds()
      : renderGroups(view, groups, { columns: room.columns, rest: room.rest ?? 'sweep_analysis.txt' });
  const front = (frontLines(view) ?? []).map((line) => `${line}\n`).join('');
  // Who asks for groups is shown groups.
  const mattered = statistics === undefined || groups !== undefined ? undefined : effectsInOne(view, statistics.value);
  return (
    table +
    front +
    [
      ...recommendedLines(view, statistics),
      ...(mattered === undefined ? [] : [mattered]),
      ...causes,
      ...nextLines(next.slice(0, MOST_NEXT)),
      ...view.notes,
    ]
      .map((line) => `${line}\n`)
      .join('')
  );
}
