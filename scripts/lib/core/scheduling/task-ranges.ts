// SPDX-License-Identifier: MIT
import type { TaskChoice } from './array-scheduler.ts';

/** Indices of an array as the schedulers write them: `4-6,9%3`, `0-15:4`, `7`. Undefined for anything else. */
export function parseTaskRanges(text: string): readonly number[] | undefined {
  const body = text.replace(/^\[|\]$/g, '').replace(/%\d+\]?$/, '');
  if (body === '') return undefined;
  const indices: number[] = [];
  for (const piece of body.split(',')) {
    const match = /^(\d+)(?:-(\d+)(?::(\d+))?)?$/.exec(piece);
    if (match === null) return undefined;
    const from = Number(match[1]);
    const to = match[2] === undefined ? from : Number(match[2]);
    const step = match[3] === undefined ? 1 : Number(match[3]);
    if (to < from || step < 1 || to - from > 10_000_000) return undefined;
    for (let index = from; index <= to; index += step) indices.push(index);
  }
  return indices;
}

/** Returns the shortest list that parseTaskRanges reads back as these indices, in rising order: `1,4-6`. */
export function formatTaskRanges(indices: readonly number[]): string {
  const sorted = [...new Set(indices)].sort((a, b) => a - b);
  const pieces: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    let j = i;
    while (j + 1 < sorted.length && sorted[j + 1] === (sorted[j] ?? 0) + 1) j += 1;
    pieces.push(i === j ? `${sorted[i]}` : `${sorted[i]}-${sorted[j]}`);
    i = j + 1;
  }
  return pieces.join(',');
}

/** Splits words into groups whose length, blanks included, stays under `most` bytes (a command line, a list of ids). */
export function splitByLength(words: readonly string[], most: number): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let length = 0;
  for (const word of words) {
    const group = groups.at(-1);
    const size = Buffer.byteLength(word) + 1;
    if (group === undefined || length + size > most) {
      groups.push([word]);
      length = size;
    } else {
      group.push(word);
      length += size;
    }
  }
  return groups;
}

/** Far below the limit of a command line (a page for each argument is safe on every system). */
export const ARGUMENT_BYTES = 4000;

/** Returns tasks as the programs of a scheduler take them, `12[1,4-6]`: a long list is cut into several. `mark` stands behind the job, `first` is the first task's number. */
export function taskIds({ job, indices }: TaskChoice, mark: string, first: number): readonly string[] {
  if (indices === 'all') return [job];
  const ranges = formatTaskRanges(indices.map((index) => index + first))
    .split(',')
    .filter((range) => range !== '');
  return splitByLength(ranges, ARGUMENT_BYTES).map((some) => `${job}${mark}[${some.join(',')}]`);
}
