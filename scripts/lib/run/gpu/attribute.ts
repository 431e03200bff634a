// SPDX-License-Identifier: MIT
/** A process that holds memory of a card; null bytes when the driver does not tell. */
export interface CardProcess {
  readonly pid: number;
  readonly bytes: number | null;
}

/** What is on a card at one moment. */
export interface CardContent {
  readonly usedBytes: number;
  readonly processes: readonly CardProcess[];
  /** Runs of this sweep that were given the card. */
  readonly ownRuns: readonly string[];
  /** What others held when no run of this sweep was on the card; null when that was never seen. */
  readonly baselineBytes: number | null;
}

/** Who uses a card's memory. */
export interface Attribution {
  readonly foreignBytes: number;
  /** Bytes by run; a run that is not there has none yet. */
  readonly byRun: ReadonlyMap<string, number>;
  /** `card`: processes could not be told apart, so the growth of the card's use is laid to the runs on it. */
  readonly measured: 'process' | 'card';
}

/**
 * Splits a card's used memory among this sweep's runs and the rest. Where the driver shows no process of ours (in a
 * container it shows the host's process ids, or none), what the card uses above its baseline is split evenly among our runs.
 */
export function attribute(content: CardContent, ownerOf: (pid: number) => string | null): Attribution {
  const byRun = new Map<string, number>();
  let foreignSeen = 0;
  for (const { pid, bytes } of content.processes) {
    const owner = ownerOf(pid);
    if (owner !== null && bytes !== null) byRun.set(owner, (byRun.get(owner) ?? 0) + bytes);
    else foreignSeen += bytes ?? 0;
  }
  const own = [...byRun.values()].reduce((a, b) => a + b, 0);
  if (byRun.size > 0 || content.ownRuns.length === 0) {
    // What no process accounts for (contexts, the display) is not ours.
    return { foreignBytes: Math.max(0, content.usedBytes - own), byRun, measured: 'process' };
  }
  // Our runs hold nothing yet, or are not shown: their share is what the card uses above what others held before.
  const known = content.baselineBytes ?? 0;
  const foreign = Math.min(
    content.usedBytes,
    content.processes.some(({ bytes }) => bytes !== null) ? Math.max(foreignSeen, known) : known,
  );
  const rest = content.usedBytes - foreign;
  for (const run of content.ownRuns) byRun.set(run, rest / content.ownRuns.length);
  return { foreignBytes: foreign, byRun, measured: 'card' };
}
