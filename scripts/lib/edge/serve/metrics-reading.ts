// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { RunMetrics } from '../../results/read-run.ts';
import type { SweepState } from '../../run/state.ts';
import { factsOfStatus } from '../../run/status.ts';
import { type MetricReading, metricsNow, openMetricReader } from '../metrics/gather-view.ts';
import type { MetricSetup } from '../metrics/metric-setup.ts';

/** The metrics of runs, read again where something happened to the run. */
export interface MetricsReading {
  readonly known: ReadonlyMap<RunId, RunMetrics>;
  want(run: RunId): void;
  /** Reads what is wanted for so many milliseconds, one run at least; tells whether anything is new. */
  read(state: SweepState, nowMs: number, forMs: number): boolean;
  /** Runs that are still to be read. */
  left(): number;
  forget(): void;
}

/** Returns the metrics of a sweep folder's runs, none of them wanted yet. Nothing is written, no cache either. */
export function openMetricsReading(folder: string, setup: MetricSetup): MetricsReading {
  const known = new Map<RunId, RunMetrics>();
  const wanted = new Set<RunId>();
  let kept: MetricReading | undefined; // what reports have read before, until all is read for the first time
  let isFirst = true;
  return {
    known,
    want: (run) => wanted.add(run),
    left: () => wanted.size,
    forget: () => {
      known.clear();
      wanted.clear();
      isFirst = true;
    },
    read: (state, nowMs, forMs) => {
      if (wanted.size === 0) return false;
      if (isFirst) kept = openMetricReader(folder, setup, nowMs);
      isFirst = false;
      const began = performance.now();
      let isNew = false;
      for (const id of wanted) {
        wanted.delete(id);
        const run = state.runs.get(id);
        if (run === undefined || run.retired || !factsOfStatus(run.status).hasBegun) {
          isNew = known.delete(id) || isNew;
          continue;
        }
        const found = kept?.read(run, (look) => look()) ?? metricsNow(folder, run, setup);
        const before = known.get(id);
        if (before === undefined || JSON.stringify(before) !== JSON.stringify(found)) {
          known.set(id, found);
          isNew = true;
        }
        if (performance.now() - began >= forMs) break;
      }
      if (wanted.size === 0) kept = undefined;
      return isNew;
    },
  };
}
