// SPDX-License-Identifier: MIT
import { join, resolve } from 'node:path';
import { UsageError } from '../core/diagnostic.ts';
import { formatDuration } from '../core/quantity.ts';
import type { Settings } from '../core/settings/resolve.ts';
import { openNamedSweep } from '../edge/generate.ts';
import { type Invocation, settingsOf } from '../edge/invocation.ts';
import { JOURNAL_NAME, readJournal } from '../edge/journal-file.ts';
import { readSweepManifest } from '../edge/sweep-manifest.ts';
import { estimateRuns, type Estimate, type Interval, type TimedRun, timedRuns } from '../run/estimate.ts';
import { foldEvents } from '../run/fold.ts';
import { siblingSweeps } from './import-results.ts';
import { requireCommand } from './run-sweep.ts';

/** Returns what a range file's sweep will take: from RUN_TIME, else from earlier sweeps of the same command. Throws UsageError when nothing is known. */
export function estimateSweep(invocation: Invocation): Estimate {
  const sweep = openNamedSweep(invocation);
  const { settings } = sweep.definition;
  const wanted = [...sweep.configurations()].map((c) => c.assignments);
  const lanes = settings.get('PARALLEL');
  const known = settingsOf(invocation).get('RUN_TIME');
  if (known !== undefined) return estimateRuns(wanted, [{ values: [], seconds: known, devices: 1 }], { lanes, basis: `RUN_TIME=${formatDuration(known)} a run`, isKnown: true });
  const earlier = finishedBefore(invocation, settings);
  if (earlier.runs.length > 0) return estimateRuns(wanted, earlier.runs, { lanes, basis: `${earlier.runs.length} finished runs of ${earlier.sweeps} earlier sweep${earlier.sweeps === 1 ? '' : 's'}` });
  throw new UsageError('no earlier sweep of this command has finished runs here, so nothing is known of the time of a run', 'RUN_TIME=32m says it; make sweep RANGE_CONFIG=FILE MAX_RUNS=1 runs one as a pilot, and make sweep-resume goes on from it');
}

/** Runs of the newest sweeps whose command is the same, up to a few thousand. */
function finishedBefore(invocation: Invocation, settings: Settings): { runs: readonly TimedRun[]; sweeps: number } {
  const command = requireCommand(settings);
  const runs: TimedRun[] = [];
  let sweeps = 0;
  for (const folder of siblingSweeps(resolve(invocation.cwd, settings.get('OUTPUT_DIR')), '')) {
    if (commandOf(folder) !== command) continue;
    const found = timedRuns(foldEvents(readJournal(join(folder, JOURNAL_NAME))).runs.values());
    if (found.length > 0) sweeps += 1;
    runs.push(...found);
    if (runs.length > 5000) break;
  }
  return { runs, sweeps };
}

function commandOf(folder: string): string | undefined {
  try {
    return readSweepManifest(folder).command;
  } catch {
    return undefined; // a folder of another kind, or of an older version
  }
}

/** Returns an estimate as text for people. */
export function estimateText(estimate: Estimate): string {
  const lines = [
    `${estimate.runs} ${estimate.runs === 1 ? 'run' : 'runs'}, ${estimate.lanes} at a time`,
    `  a run:         ${range(estimate.perRunS, formatDuration)}`,
    `  wall time:     ${range(estimate.wallS, formatDuration)}`,
    `  device-hours:  ${range(estimate.deviceHours, (h) => h.toPrecision(3))}`,
    `  from ${estimate.basis}`,
  ];
  for (const { symbol, secondsOf } of estimate.matters.slice(0, 3)) {
    const values = Object.entries(secondsOf).slice(0, 6).map(([value, s]) => `${value}: ${formatDuration(s)}`);
    lines.push(`  ${symbol} matters: ${values.join(', ')}`);
  }
  return `${lines.join('\n')}\n`;
}

function range({ low, likely, high }: Interval, print: (n: number) => string): string {
  return low === high ? print(likely) : `${print(likely)} (${print(low)} to ${print(high)})`;
}
