// SPDX-License-Identifier: MIT

/** Runs of some settings, and those that gave no value; of settings with several runs what their clustering is reckoned from. */
export interface FailureTally {
  readonly failed: number;
  readonly runs: number;
  readonly repeated: {
    readonly settings: number;
    readonly failed: number;
    readonly runs: number;
    /** Sum of failed squared over runs. */
    readonly squares: number;
    /** Settings with some failed and some other runs. */
    readonly mixed: number;
  };
}

export const EMPTY_TALLY: FailureTally = {
  failed: 0,
  runs: 0,
  repeated: { settings: 0, failed: 0, runs: 0, squares: 0, mixed: 0 },
};

/** Returns the tally of one setting. */
export function tallyOf(failed: number, runs: number): FailureTally {
  const repeated =
    runs < 2
      ? EMPTY_TALLY.repeated
      : { settings: 1, failed, runs, squares: failed ** 2 / runs, mixed: failed > 0 && failed < runs ? 1 : 0 };
  return { failed, runs, repeated };
}

/** Returns two tallies together; with a sign of -1 the first without the second. */
export function addTallies(a: FailureTally, b: FailureTally, sign: 1 | -1 = 1): FailureTally {
  return {
    failed: a.failed + sign * b.failed,
    runs: a.runs + sign * b.runs,
    repeated: {
      settings: a.repeated.settings + sign * b.repeated.settings,
      failed: a.repeated.failed + sign * b.repeated.failed,
      runs: a.repeated.runs + sign * b.repeated.runs,
      squares: a.repeated.squares + sign * b.repeated.squares,
      mixed: a.repeated.mixed + sign * b.repeated.mixed,
    },
  };
}

/**
 * Returns by how many runs one is worth less, because runs of one setting fail together: 1 where seeds fail by themselves, their
 * number where each setting fails with all of its seeds or with none (the design effect of Rao and Scott, 1992, from what settings
 * differ by within each part beyond chance). The parts are the settings inside and outside of what is tested.
 */
export function clusteringOf(parts: readonly FailureTally[]): number {
  const repeated = parts.map((part) => part.repeated);
  const settings = repeated.reduce((sum, r) => sum + r.settings, 0);
  if (settings === 0) return 1;
  const size = repeated.reduce((sum, r) => sum + r.runs, 0) / settings;
  // Whether settings with all or nothing are so by their seeds or by themselves nobody can tell: the careful answer.
  if (repeated.every((r) => r.mixed === 0)) return size;
  let [squares, degrees] = [0, 0];
  for (const part of repeated) {
    const rate = part.failed / part.runs;
    if (!(rate > 0 && rate < 1)) continue;
    squares += (part.squares - 2 * rate * part.failed + rate ** 2 * part.runs) / (rate * (1 - rate));
    degrees += part.settings - 1;
  }
  return degrees <= 0 ? 1 : Math.min(size, Math.max(1, squares / degrees));
}
