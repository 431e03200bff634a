// SPDX-License-Identifier: MIT
import { columnText } from '../charts/theme.ts';
import type { PageColumn, PageData, PageParameter } from '../page-data.ts';
import { bareName, roundedText } from '../words.ts';

/** A column of the table of runs: how a run's cell prints, sorts and is filtered. */
export interface TableColumn {
  /** As in sweep_summary.csv. */
  readonly name: string;
  readonly heading: string;
  /** Numbers stand to the right. */
  readonly isNumber: boolean;
  /** True for one that a reader has to ask for: it is the same in every run, or said by another. */
  readonly isHidden: boolean;
  text(run: number): string;
  /** The whole value where the text is a rounded or shortened one; else empty. */
  full(run: number): string;
  /** Null sorts last, whichever way. */
  key(run: number): number | string | null;
  /** What a comparison of the filter is with, where it is not the key. */
  asked?(run: number): string;
  /** The number that a reader means by a text: `80%` is one in the unit of the column. NaN when it is none. */
  number(text: string): number;
}

/** Name of the column that holds the names of the runs. */
export const NAME_COLUMN = 'config_file';

/** Letters of a status that are shown; the rest is told in the run's panel. */
const STATUS_LETTERS = 40;

/**
 * Returns the columns of the table, the same with a script and without: rank, name, the metrics that rank, what varies, the
 * status, the other metrics; then the number and the fixed symbols. Hidden at first are those and what is the same in every run.
 */
export function tableColumns(data: PageData): readonly TableColumn[] {
  const { runs } = data;
  const isRanking = ({ name, goal }: PageColumn): boolean => name === data.metric || goal !== null;
  return [
    {
      ...PLAIN,
      name: 'rank',
      heading: '#',
      isNumber: true,
      text: (r) => String(runs.ranks[r] ?? '-'),
      key: (r) => runs.ranks[r] ?? null,
    },
    {
      ...PLAIN,
      name: NAME_COLUMN,
      heading: 'Configuration',
      text: (r) => runs.names[r] ?? '',
      key: (r) => r,
      asked: (r) => runs.names[r] ?? '',
    },
    ...data.columns.filter(isRanking).map(metricColumn),
    ...data.parameters.map(parameterColumn),
    { ...statusColumn(data), isHidden: isConstant(runs.statuses) && runs.reasons.every((reason) => reason === '') },
    ...data.columns
      .filter((column) => !isRanking(column))
      .map((column) => ({ ...metricColumn(column), isHidden: isConstant(column.values) })),
    ...data.texts.map(
      ({ name, values }): TableColumn => ({
        ...PLAIN,
        name,
        heading: name,
        text: (r) => values[r] ?? '-',
        key: (r) => values[r] ?? null,
      }),
    ),
    {
      ...PLAIN,
      name: 'number',
      heading: 'number',
      isNumber: true,
      isHidden: true,
      text: (r) => String(runs.numbers[r] ?? ''),
      key: (r) => runs.numbers[r] ?? null,
    },
    ...data.fixed.map(
      ({ name, text, cell }): TableColumn => ({
        ...PLAIN,
        name,
        heading: bareName(name),
        isHidden: true,
        text: () => text,
        key: () => (cell !== '' && Number.isFinite(Number(cell)) ? Number(cell) : text),
      }),
    ),
  ];
}

/** Of one run nothing is known to be the same in all. */
function isConstant(values: readonly unknown[]): boolean {
  return values.length > 1 && values.every((value) => value === values[0]);
}

const PLAIN = { isNumber: false, isHidden: false, full: () => '', number: Number } as const;

function statusColumn({ runs }: PageData): TableColumn {
  const whole = (r: number): string =>
    [runs.statuses[r] ?? '', runs.reasons[r] ?? ''].filter((text) => text !== '').join(': ');
  const status = (r: number): string =>
    whole(r).length <= STATUS_LETTERS ? whole(r) : `${whole(r).slice(0, STATUS_LETTERS - 1)}…`;
  return {
    ...PLAIN,
    name: 'status',
    heading: 'Status',
    text: status,
    full: (r) => (status(r) === whole(r) ? '' : whole(r)),
    key: whole,
    asked: (r) => runs.statuses[r] ?? '',
  };
}

function metricColumn(column: PageColumn): TableColumn {
  const text = (r: number): string => columnText(column, column.values[r] ?? null);
  const full = (r: number): string => {
    const value = column.values[r] ?? null;
    return value === null || Number.parseFloat(text(r)) === value * (column.unit?.factor ?? 1) ? '' : String(value);
  };
  const { factor = 1, suffix = '' } = column.unit ?? {};
  const number = (asked: string): number =>
    suffix !== '' && asked.endsWith(suffix.trim())
      ? Number(asked.slice(0, -suffix.trim().length)) / factor
      : Number(asked);
  return {
    ...PLAIN,
    name: column.name,
    heading: column.name,
    isNumber: true,
    text,
    full,
    key: (r) => column.values[r] ?? null,
    number,
  };
}

function parameterColumn(parameter: PageParameter): TableColumn {
  const { levels, codes, numbers } = parameter;
  const level = (r: number): string | null => levels[codes[r] ?? -1] ?? null;
  const short = levels.map(roundedText);
  const shown = new Set(short).size === new Set(levels).size ? short : levels;
  const text = (r: number): string => shown[codes[r] ?? -1] ?? '-';
  const full = (r: number): string => (text(r) === (level(r) ?? '-') ? '' : (level(r) ?? ''));
  const key = (r: number): number | string | null => (numbers === null ? level(r) : (numbers[codes[r] ?? -1] ?? null));
  return {
    ...PLAIN,
    name: parameter.name,
    heading: bareName(parameter.name),
    isNumber: numbers !== null,
    text,
    full,
    key,
  };
}
