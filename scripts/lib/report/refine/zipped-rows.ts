// SPDX-License-Identifier: MIT
import { displayText } from '../../core/value.ts';
import type { Cell } from '../../range/tree.ts';

type Row = readonly Cell[];

/** Rows from which it can be told how they go on. */
const FEWEST = 3;
/** Two factors are the same up to this part. */
const SAME = 0.01;

/**
 * Returns the row that comes after the best one, where that is the first or the last by its numbers and every column goes on evenly, by steps or
 * by factors; undefined where it lies inside, where a cell is no number, and where numbers above 0 would fall to it, or below.
 */
export function rowBeyond(rows: readonly Row[], best: Row): string | undefined {
  const numbers = rows.map(numbersOf);
  const [place, width] = [rows.indexOf(best), best.length];
  if (rows.length < FEWEST || numbers.some((row) => row.length < width)) return undefined;
  const order = [...rows.keys()].sort((a, b) => (numbers[a]?.[0] ?? 0) - (numbers[b]?.[0] ?? 0));
  if (order[0] === place) order.reverse();
  if (order.at(-1) !== place) return undefined;
  const [before = 0, last = 0, end = 0] = order.slice(-FEWEST);
  const cells = Array.from({ length: width }, (_, column) => {
    const all = numbers.map((row) => row[column] ?? 0);
    const next = nextOf([all[before] ?? 0, all[last] ?? 0, all[end] ?? 0]);
    if (next === undefined) return undefined;
    if ((next <= 0 && all.every((x) => x > 0)) || (next < 0 && all.every((x) => x >= 0))) return undefined;
    return all.every(Number.isInteger) && !Number.isInteger(next) ? undefined : String(Number(next.toPrecision(6)));
  });
  return cells.some((cell) => cell === undefined) ? undefined : cells.join(',');
}

function numbersOf(row: Row): readonly number[] {
  return row.flatMap((cell) => (cell?.value.kind === 'number' ? [Number(displayText(cell.value))] : []));
}

/** What comes after three numbers that go up or down by the same step, or by the same factor; undefined after others. */
function nextOf([a, b, c]: readonly [number, number, number]): number | undefined {
  if ((b - a) * (c - b) <= 0) return undefined;
  if (a > 0 && b > 0 && c > 0 && Math.abs(b / a / (c / b) - 1) < SAME) return (c * c) / b;
  return Math.abs((b - a) / (c - b) - 1) < SAME ? c + (c - b) : undefined;
}
