// SPDX-License-Identifier: MIT
import { configurationName } from '../../core/configuration-name.ts';
import type { PageData, PageParameter } from '../page-data.ts';

/** Texts of all runs with those that are alike told once. */
interface PackedTexts {
  readonly texts: readonly string[];
  /** Which of them each run has; missing where all have the first. */
  readonly of?: readonly number[];
}

type PackedParameter = Omit<PageParameter, 'numbers'> & {
  /** True where the numbers are those that the levels print. */
  readonly numbers: readonly number[] | true | null;
};

/** The numbers of a page as it holds them: what can be told shorter is. */
export interface PackedData extends Omit<PageData, 'runs' | 'parameters'> {
  readonly runs: Omit<PageData['runs'], 'statuses' | 'reasons' | 'causes' | 'names' | 'numbers' | 'folders'> & {
    readonly statuses: PackedTexts;
    readonly reasons: PackedTexts;
    readonly causes: PackedTexts;
    /** Missing where run i has the number i + 1. */
    readonly numbers?: readonly number[];
    /** A number where each is `config_` and its number with as many digits. */
    readonly names: readonly string[] | number;
    /** A text where each is the name, `_`, and its next eight letters of the text. */
    readonly folders: readonly string[] | string;
  };
  readonly parameters: readonly PackedParameter[];
}

const ID_LETTERS = 8;

/** Returns the numbers of a page in their short form. */
export function packedData(data: PageData): PackedData {
  const { statuses, reasons, causes, names, numbers, folders, ranks } = data.runs;
  const width = (names[0] ?? '').length - 'config_'.length;
  const isNumbered = names.every((name, i) => name === configurationName(numbers[i] ?? 0, width));
  const isOwn = folders.every(
    (f, i) => f.length === (names[i] ?? '').length + 1 + ID_LETTERS && f.startsWith(`${names[i] ?? ''}_`),
  );
  return {
    ...data,
    runs: {
      ranks,
      statuses: packed(statuses),
      reasons: packed(reasons),
      causes: packed(causes),
      ...(numbers.every((n, i) => n === i + 1) ? {} : { numbers }),
      names: isNumbered ? width : names,
      folders: isOwn ? folders.map((f) => f.slice(-ID_LETTERS)).join('') : folders,
    },
    parameters: data.parameters.map((p) => ({
      ...p,
      numbers: p.numbers?.every((x, i) => x === Number(p.levels[i])) === true ? true : p.numbers,
    })),
  };
}

/** Returns the numbers of a page from their short form. */
export function unpackedData(data: PackedData): PageData {
  const { statuses, reasons, causes, ranks } = data.runs;
  const count = ranks.length;
  const numbers = data.runs.numbers ?? Array.from({ length: count }, (_, i) => i + 1);
  const width = data.runs.names;
  const names = typeof width === 'number' ? numbers.map((n) => configurationName(n, width)) : width;
  const ids = data.runs.folders;
  const folders =
    typeof ids === 'string'
      ? names.map((name, i) => `${name}_${ids.slice(ID_LETTERS * i, ID_LETTERS * (i + 1))}`)
      : ids;
  return {
    ...data,
    runs: {
      ranks,
      names,
      numbers,
      folders,
      statuses: unpacked(statuses, count),
      reasons: unpacked(reasons, count),
      causes: unpacked(causes, count),
    },
    parameters: data.parameters.map((p) => ({ ...p, numbers: p.numbers === true ? numbersOf(p) : p.numbers })),
  };
}

function packed(all: readonly string[]): PackedTexts {
  const placeOf = new Map<string, number>();
  const of = all.map((text) => {
    const place = placeOf.get(text) ?? placeOf.size;
    placeOf.set(text, place);
    return place;
  });
  const texts = [...placeOf.keys()];
  return texts.length <= 1 ? { texts } : { texts, of };
}

function unpacked({ texts, of }: PackedTexts, count: number): readonly string[] {
  const [first = ''] = texts;
  return of === undefined ? new Array<string>(count).fill(first) : of.map((place) => texts[place] ?? '');
}

/** The last level stands for runs that lack the parameter, and for no number, where some do. */
function numbersOf({ levels, codes }: Pick<PageParameter, 'levels' | 'codes'>): readonly number[] {
  const hasAbsent = codes.some((code) => code < 0);
  return (hasAbsent ? levels.slice(0, -1) : levels).map(Number);
}
