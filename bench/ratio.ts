// SPDX-License-Identifier: MIT

/** One comparison: what we do beside what anybody could do instead, in the same run. */
export interface Ratio {
  readonly what: string;
  readonly beside: string;
  /** Milliseconds, one entry a round. */
  readonly oursMs: readonly number[];
  readonly theirsMs: readonly number[];
  /** How many items a round handles, for the cost of one. */
  readonly items: number;
}

/** Runs both by turns, so that a slow minute of the machine hits both, and returns their times. */
export async function compare(options: {
  readonly what: string;
  readonly beside: string;
  readonly items: number;
  readonly rounds: number;
  readonly ours: () => void | Promise<void>;
  readonly theirs: () => void | Promise<void>;
}): Promise<Ratio> {
  const oursMs: number[] = [];
  const theirsMs: number[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    theirsMs.push(await timedMs(options.theirs));
    oursMs.push(await timedMs(options.ours));
  }
  return { what: options.what, beside: options.beside, items: options.items, oursMs, theirsMs };
}

/** Returns one line: the ratio of the medians, both medians, and the cost of one item. */
export function ratioLine({ what, beside, oursMs, theirsMs, items }: Ratio): string {
  const [ours, theirs] = [median(oursMs), median(theirsMs)];
  return `${(ours / theirs).toFixed(2).padStart(6)}  ${what} / ${beside}  (${ours.toFixed(0)} ms / ${theirs.toFixed(0)} ms; ${(ours / items).toFixed(3)} ms an item; ${oursMs.length} rounds)`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** Returns how many milliseconds some work takes. */
export async function timedMs(work: () => void | Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
