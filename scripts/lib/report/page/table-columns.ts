// SPDX-License-Identifier: MIT
import { columnText } from '../charts/theme.ts';
import { roundedDrawn } from '../rounded.ts';
import type { PageColumn, PageData, PageParameter } from '../page-data.ts';
import { bareName } from '../words.ts';

/** A column of the table of runs: how a run's cell prints, sorts and is filtered. */
export interface TableColumn {
  readonly name: string;
  readonly heading: string;
  /** Numbers stand to the right. */
  readonly isNumber: boolean;
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

/** Letters of a status that are shown; the rest is told on the page under Failures. */
const STATUS_LETTERS = 40;

/** Returns the columns of the table, the same with a script and without: rank, name, status, metrics, parameters. */
export function tableColumns(data: PageData): readonly TableColumn[] {
  const { runs } = data;
  const whole = (r: number): string =>
    [runs.statuses[r] ?? '', runs.reasons[r] ?? ''].filter((text) => text !== '').join(': ');
  const status = (r: number): string =>
    whole(r).length <= STATUS_LETTERS ? whole(r) : `${whole(r).slice(0, STATUS_LETTERS - 1)}…`;
  return [
    {
      name: 'rank',
      heading: '#',
      isNumber: true,
      text: (r) => String(runs.ranks[r] ?? '-'),
      full: () => '',
      key: (r) => runs.ranks[r] ?? null,
      number: Number,
    },
    {
      name: 'config',
      heading: 'Configuration',
      isNumber: false,
      text: (r) => runs.names[r] ?? '',
      full: () => '',
      key: (r) => r,
      asked: (r) => runs.names[r] ?? '',
      number: Number,
    },
    {
      name: 'status',
      heading: 'Status',
      isNumber: false,
      text: status,
      full: (r) => (status(r) === whole(r) ? '' : whole(r)),
      key: whole,
      asked: (r) => runs.statuses[r] ?? '',
      number: Number,
    },
    ...data.columns.map(metricColumn),
    ...data.parameters.map(parameterColumn),
  ];
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
  const shown = roundedDrawn(levels);
  const text = (r: number): string => shown[codes[r] ?? -1] ?? '-';
  const full = (r: number): string => (text(r) === (level(r) ?? '-') ? '' : (level(r) ?? ''));
  const key = (r: number): number | string | null => (numbers === null ? level(r) : (numbers[codes[r] ?? -1] ?? null));
  return {
    name: parameter.name,
    heading: bareName(parameter.name),
    isNumber: numbers !== null,
    text,
    full,
    key,
    number: Number,
  };
}
