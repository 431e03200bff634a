// SPDX-License-Identifier: MIT
import type { Analyses } from './analysis-text.ts';
import { frontLines } from './front.ts';
import { renderGroups } from './group-cells.ts';
import { renderSeedTable } from './seeds-text.ts';
import { renderTopTable } from './text.ts';
import type { SweepView } from './view.ts';

/** Returns the groups when they were asked for, else the settings over their seeds when there are some, else the best runs; and the notes. */
export function renderTerminal(
  view: SweepView,
  { groups, seeds }: Pick<Analyses, 'groups' | 'seeds'>,
  room: { readonly columns: number; readonly rest?: string },
): string {
  const overSeeds = (): string =>
    seeds === undefined ? renderTopTable(view, room) : renderSeedTable(view, seeds, room);
  const table =
    groups === undefined
      ? overSeeds()
      : renderGroups(view, groups, { columns: room.columns, rest: room.rest ?? 'sweep_analysis.txt' });
  const front = (frontLines(view) ?? []).map((line) => `${line}\n`).join('');
  return table + front + view.notes.map((note) => `${note}\n`).join('');
}
