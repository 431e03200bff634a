// SPDX-License-Identifier: MIT
import { UsageError } from '../../core/diagnostic.ts';
import type { ReportSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import type { SweepState } from '../../run/state.ts';
import { earlierFolders, type EarlierSweeps } from '../metrics/earlier-sweeps.ts';
import { type ReadSweepFolder, readEarlier } from '../metrics/gather-view.ts';
import { metricSetup } from '../metrics/metric-setup.ts';
import { followJournal } from './followed-journal.ts';
import { type MetricsReading, openMetricsReading } from './metrics-reading.ts';

/** The sweeps that one refines, read a part at a time. */
export interface EarlierReading {
  /** Returns none of them until all of their runs are read: a model of a part would say something else each time. */
  found(): EarlierSweeps;
  /** Runs that are still to be read, as far as it is known. */
  left(): number;
  /** Reads for so many milliseconds; tells whether that was the last of it. They are over: once is enough. */
  read(nowMs: number, forMs: number): boolean;
}

interface EarlierPart {
  readonly state: SweepState;
  readonly metrics: MetricsReading;
}

const NONE: EarlierSweeps = { found: [], notes: [] };

/** Returns the sweeps that REFINES names beside a sweep folder, not yet read. */
export function openEarlierReading(sweepDir: string, settings: Settings<ReportSetting>): EarlierReading {
  const setup = metricSetup(settings);
  const parts = new Map<string, EarlierPart>();
  const unopened = new Set(earlierFolders(sweepDir, settings.text('REFINES')));
  let found: EarlierSweeps | undefined = unopened.size === 0 ? readEarlier(sweepDir, settings, partOf) : undefined;

  function partOf(folder: string): ReadSweepFolder {
    const part = parts.get(folder);
    if (part === undefined) throw new UsageError(`${folder} cannot be read`); // a note of the page tells it
    return { state: part.state, metrics: part.metrics.known };
  }
  const open = (folder: string): void => {
    unopened.delete(folder);
    try {
      const journal = followJournal(folder);
      const metrics = openMetricsReading(folder, setup);
      for (const run of journal.look().changed) metrics.want(run);
      parts.set(folder, { state: journal.state, metrics });
    } catch {
      // As one that is not there.
    }
  };
  const unread = (): readonly EarlierPart[] => [...parts.values()].filter(({ metrics }) => metrics.left() > 0);

  return {
    found: () => found ?? NONE,
    left: () =>
      found === undefined ? unopened.size + unread().reduce((sum, { metrics }) => sum + metrics.left(), 0) : 0,
    read: (nowMs, forMs) => {
      if (found !== undefined) return false;
      const began = performance.now();
      const restMs = (): number => forMs - (performance.now() - began);
      for (const folder of unopened) if (restMs() > 0) open(folder);
      for (const { state, metrics } of unread()) if (restMs() > 0) metrics.read(state, nowMs, restMs());
      if (unopened.size > 0 || unread().length > 0) return false;
      found = readEarlier(sweepDir, settings, partOf);
      parts.clear();
      return true;
    },
  };
}
