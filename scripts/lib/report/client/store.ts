// SPDX-License-Identifier: MIT
import { axisPlace } from '../charts/parallel.ts';
import { firstColor } from '../charts/paint.ts';
import type { PageData } from '../page-data.ts';
import { type TableColumn, tableColumns } from '../page/table-columns.ts';
import { parseFilter } from './filter.ts';

/** A part of an axis that a reader brushed, both ends included. */
export type BrushedSpan = readonly [low: number, high: number];

/** What a reader has chosen; it stays when newer numbers come. */
export interface ReaderChoice {
  readonly filter: string;
  /** By the name of the axis. */
  readonly brushes: ReadonlyMap<string, readonly BrushedSpan[]>;
  /** Names of runs. */
  readonly ticked: ReadonlySet<string>;
  readonly isTickedOnly: boolean;
  /** What all charts colour the runs by (charts/paint.ts). */
  readonly color: string;
}

/** What the selection comes to on the numbers there are. */
export interface Chosen {
  readonly data: PageData;
  readonly columns: readonly TableColumn[];
  readonly selection: ReaderChoice;
  /** Positions of the runs that the filter leaves, and of those that the brushes leave of them. */
  readonly filtered: readonly number[];
  readonly chosen: readonly number[];
  readonly ticked: readonly number[];
  /** Names that the filter compares with and no column has. */
  readonly unknown: readonly string[];
}

/** The one selection that table and charts follow. */
export interface Store {
  now(): Chosen;
  select(change: Partial<ReaderChoice>): void;
  /** Takes newer numbers of the same sweep. */
  take(data: PageData): void;
  /** Is told each change, after what came to it is known. */
  onChange(listener: (now: Chosen, before: Chosen) => void): void;
}

/** Opens the selection of a page: nothing is chosen, so all runs are shown. */
export function openStore(data: PageData): Store {
  const listeners: ((now: Chosen, before: Chosen) => void)[] = [];
  const none: ReaderChoice = {
    filter: '',
    brushes: new Map(),
    ticked: new Set(),
    isTickedOnly: false,
    color: firstColor(data),
  };
  let now = chosenOf(data, tableColumns(data), none);
  const become = (next: Chosen): void => {
    const before = now;
    now = next;
    for (const listener of listeners) listener(now, before);
  };
  return {
    now: () => now,
    select: (change) => become(chosenOf(now.data, now.columns, { ...now.selection, ...change })),
    take: (newer) => become(chosenOf(newer, tableColumns(newer), now.selection)),
    onChange: (listener) => listeners.push(listener),
  };
}

function chosenOf(data: PageData, columns: readonly TableColumn[], selection: ReaderChoice): Chosen {
  const { filter, brushes, ticked, isTickedOnly } = selection;
  const { keeps, unknown } = parseFilter(filter, columns);
  const { names } = data.runs;
  const filtered: number[] = [];
  for (let run = 0; run < names.length; run += 1)
    if ((!isTickedOnly || ticked.has(names[run] ?? '')) && keeps(run)) filtered.push(run);
  const marked = ticked.size === 0 ? [] : [...names.keys()].filter((run) => ticked.has(names[run] ?? ''));
  return { data, columns, selection, filtered, chosen: brushed(data, filtered, brushes), ticked: marked, unknown };
}

/** A brush is about ranked runs: the chart has no line of the others. */
function brushed(data: PageData, runs: readonly number[], brushes: ReaderChoice['brushes']): readonly number[] {
  const tests = [...brushes].map(([name, intervals]) => {
    const at = axisPlace(data, name);
    return (run: number): boolean => {
      const x = at(run);
      return x !== null && intervals.some(([low, high]) => x >= low && x <= high);
    };
  });
  if (tests.length === 0) return runs;
  return runs.filter((run) => data.runs.ranks[run] !== null && tests.every((test) => test(run)));
}
