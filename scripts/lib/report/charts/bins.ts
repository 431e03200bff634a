// SPDX-License-Identifier: MIT
import type { PageParameter } from '../page-data.ts';
import { plainNumber } from '../words.ts';
import { MOST_LEVELS } from './axes.ts';

const BINS = 8;

/**
 * Returns a parameter with too many levels to stand side by side as ranges of equal width (on a logarithm where it is one). Runs
 * that lack it have a level of their own, the last.
 */
export function binned(parameter: PageParameter): PageParameter {
  const { absent, ...present } = presentLevels(parameter);
  const shown = grouped(present);
  if (absent === undefined) return shown;
  return {
    ...shown,
    levels: [...shown.levels, absent],
    codes: shown.codes.map((c) => (c < 0 ? shown.levels.length : c)),
  };
}

function presentLevels(parameter: PageParameter): PageParameter & { readonly absent: string | undefined } {
  const hasAbsent = parameter.codes.some((c) => c < 0);
  const levels = hasAbsent ? parameter.levels.slice(0, -1) : parameter.levels;
  return { ...parameter, levels, absent: hasAbsent ? parameter.levels.at(-1) : undefined };
}

function grouped(parameter: PageParameter): PageParameter {
  const { numbers, levels, codes, isLog } = parameter;
  if (levels.length <= MOST_LEVELS) return parameter;
  if (numbers === null)
    return {
      ...parameter,
      levels: [...levels.slice(0, MOST_LEVELS - 1), 'others'],
      codes: codes.map((c) => Math.min(c, MOST_LEVELS - 1)),
    };
  const scale = (x: number): number => (isLog ? Math.log(x) : x);
  const low = scale(numbers[0] ?? 0);
  const width = (scale(numbers.at(-1) ?? 0) - low) / BINS || 1;
  const edge = (i: number): string => shortText(isLog ? Math.exp(low + i * width) : low + i * width);
  const binOf = (x: number): number => Math.min(BINS - 1, Math.floor((scale(x) - low) / width));
  return {
    ...parameter,
    levels: Array.from({ length: BINS }, (_, i) => `${edge(i)} – ${edge(i + 1)}`),
    codes: codes.map((c) => (c < 0 ? -1 : binOf(numbers[c] ?? 0))),
    numbers: null,
  };
}

function shortText(x: number): string {
  return plainNumber(Number(x.toPrecision(3)));
}
