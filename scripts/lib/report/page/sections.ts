// SPDX-License-Identifier: MIT
import { columnText } from '../charts/theme.ts';
import { effectRows, FEWEST_RUNS, notShownLines, percent } from '../effects-text.ts';
import { type FrontPoint, frontPoints, frontSentence } from '../front.ts';
import { groupTables } from '../group-cells.ts';
import type { GroupTable } from '../group-table.ts';
import { columnNamed, type PageData } from '../page-data.ts';
import type { Statistics } from '../statistics-form.ts';
import type { Study } from '../study.ts';
import type { SweepView } from '../view.ts';
import { bareName, roundedText, roundedWords } from '../words.ts';
import { parameterText } from './best.ts';

/** A cell of a table as the page's template takes it. */
export interface PageCell {
  readonly shown: string;
  /** The whole value where `shown` is rounded; else empty. */
  readonly full: string;
  /** Numbers stand to the right. */
  readonly isNumber: boolean;
}

/** A table as the page's template takes it. */
interface PageTable {
  readonly head: readonly PageCell[];
  readonly rows: readonly (readonly PageCell[])[];
}

const NUMBER = /^[-+]?[\d.,]+(?:e[-+]?\d+)?\s?\S{0,3}(?: \((?:\d+ failed|of \d+)\))?$/i;

/** Returns rows of text as a table; the first row is its head. Columns that hold only numbers stand to the right. */
export function tableOfTexts([head = [], ...rows]: readonly (readonly string[])[]): PageTable {
  const isNumber = head.map((_, i) =>
    rows.every((row) => row[i] === '-' || row[i] === '' || NUMBER.test(row[i] ?? '')),
  );
  const cells = (row: readonly string[]): readonly PageCell[] =>
    row.map((shown, i) => ({ shown, full: '', isNumber: isNumber[i] ?? false }));
  return { head: cells(head), rows: rows.map(cells) };
}

/** Runs of the Pareto front that the page lists. */
const MOST_FRONT = 50;

/** Returns the front as the page's template takes it; undefined for a single metric. */
export function frontContext(view: SweepView, data: PageData): object | undefined {
  const points = frontPoints(view);
  if (points.length === 0) return undefined;
  const names = view.varying.filter((name) => name !== view.seedSymbol || points.every((p) => p.runs.length === 1));
  const texts = ({ values }: FrontPoint): readonly string[] =>
    view.metrics.map((m, i) => columnText(columnNamed(data, m.column), values[i] ?? null));
  const rows = points.slice(0, MOST_FRONT).map((point) => {
    const [first] = point.runs;
    const parameters = names.map((name) => (first === undefined ? '' : roundedText(parameterText(first, name))));
    return [first?.configFile ?? '', ...texts(point), ...parameters];
  });
  const head = ['Configuration', ...view.metrics.map((m) => m.column), ...names.map(bareName)];
  return {
    sentence: `${frontSentence(view, points)}${points.length > MOST_FRONT ? `; the first ${MOST_FRONT} are listed` : ''}.`,
    table: tableOfTexts([head, ...rows]),
  };
}

/** The groups of BY= as the page's template takes them. */
interface GroupSection {
  readonly tables: readonly { readonly about: string; readonly table: PageTable }[];
  /** What is not in the tables; empty when all is. */
  readonly left: string;
}

/** Metrics beside each other; the others follow in further tables. */
const METRICS = 4;
/** Columns of a metric: mean, deviation, best. */
const CELLS = 3;
const MOST_GROUPS = 300;
/** Cells of all tables together: a page is to be mailed. */
const MOST_CELLS = 9000;

/** Returns the tables of the groups, with as many metrics as a page can hold; those that a reader is shown are always there. */
export function groupSection(view: SweepView, groups: GroupTable): GroupSection {
  const rows = groups.rows.slice(0, MOST_GROUPS);
  const columns = groups.columns.slice(0, Math.max(groups.shown, Math.floor(MOST_CELLS / (CELLS * rows.length))));
  const tables = groupTables(
    view,
    { ...groups, rows, columns },
    ([head = []]) => head.length <= groups.by.length + 1 + CELLS * METRICS,
  );
  const about = (i: number): string =>
    tables.length === 1 ? 'Groups, as a table' : `Groups, table ${i + 1} of ${tables.length}`;
  const missing = [
    ...(rows.length < groups.rows.length ? [`${rows.length} of ${groups.rows.length} groups`] : []),
    ...(columns.length < groups.columns.length ? [`${columns.length} of ${groups.columns.length} metrics`] : []),
  ];
  const left = missing.length === 0 ? '' : `The first ${missing.join(' and ')}; sweep_analysis.txt has all.`;
  return { tables: tables.map((cells, i) => ({ about: about(i), table: tableOfTexts(cells) })), left };
}

/** Returns what mattered as the page's template takes it. Bars are as long as their share, so that they can be compared by eye with each other and with the whole. */
export function effectsContext(view: SweepView, statistics: Statistics | undefined): object | undefined {
  const model = statistics?.effects_model;
  if (statistics === undefined || model === undefined || model === null) return undefined;
  if (statistics.runs.ranked < FEWEST_RUNS) return undefined;
  return {
    method: model.sentence,
    rows: effectRows(view, statistics).map(({ factors, share, remarks }) => ({
      name: factors.map((symbols) => symbols.map(bareName).join(' with ')).join(' × '),
      share: share === undefined ? '' : percent(share),
      width: share === undefined ? '' : (100 * share).toFixed(1),
      remark: roundedWords(remarks.join('; ')),
    })),
    notShown: notShownLines(statistics),
  };
}

/** Returns the means of each parameter's values as tables; where a value's mean is adjusted for all other factors, that stands beside the plain one. */
export function marginalTables(
  data: PageData,
  study: Study | undefined,
  statistics: Statistics | undefined,
): readonly object[] {
  // Values that hardly any two runs share would be the list of runs again.
  const marginals = (study?.marginals ?? []).filter(
    (m) => m.levels.length > 0 && m.levels.length <= (study?.values.length ?? 0) / 2,
  );
  const column = columnNamed(data, study?.metric.column ?? '');
  return marginals.map((m) => {
    const adjusted = adjustedMeans(statistics, m.factor.name, m.levels.length);
    return {
      name: bareName(m.factor.name),
      table: tableOfTexts([
        ['value', 'runs', 'mean', ...(adjusted === undefined ? [] : ['adjusted mean']), 'sd', 'min', 'max'],
        ...m.levels.map(({ text, values }, i) => [
          text,
          String(values.count),
          ...[values.mean, ...(adjusted === undefined ? [] : [adjusted[i]]), values.sd, values.min, values.max].map(
            (x) => columnText(column, x ?? null),
          ),
        ]),
      ]),
    };
  });
}

/** Adjusted means of a parameter that is a factor by itself, in the order of its values; undefined for one that is none. */
function adjustedMeans(
  statistics: Statistics | undefined,
  name: string,
  values: number,
): readonly (number | null)[] | undefined {
  const effect = statistics?.effects.find((e) => e.kind === 'main' && e.symbols.length === 1 && e.symbols[0] === name);
  const means = (effect?.levels ?? []).filter((l) => l.n > 0).map((l) => l.adjusted_mean);
  return means.length === values ? means : undefined;
}
