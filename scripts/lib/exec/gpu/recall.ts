// SPDX-License-Identifier: MIT
import { secondsOf } from '../../run/duration.ts';
import type { Rung } from '../../run/gpu/card.ts';
import { type Forecast, learningForecast, stagedForecast, withStage } from '../../run/gpu/forecast.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { attemptFolder } from '../../edge/run-folder/attempt-place.ts';
import { readTelemetry } from '../../edge/run-folder/gpu-telemetry.ts';

/** Most finished runs whose telemetry is read when a sweep is opened; the newest tell enough. */
const MOST_RECALLED = 500;

/** What a sweep folder tells of its runs on GPUs. */
export interface Recalled {
  readonly forecast: Forecast;
  /** The rungs on which runs died of GPU memory, oldest first. */
  readonly deaths: ReadonlyMap<string, readonly Rung[]>;
}

/** Learns from what an earlier runner left: durations from the journal, peaks and rungs from the telemetry of attempts. `givenBytes`: GPU_MEMORY of a stage. */
export function recall(sweepDir: string, state: SweepState, givenBytes: (stage: string) => number | null): Recalled {
  const forecast = stagedForecast((stage) => learningForecast(givenBytes(stage)));
  const deaths = new Map<string, readonly Rung[]>();
  const done = [...state.runs.values()]
    .filter((run) => run.status === 'done' && run.importedFrom === null)
    .slice(-MOST_RECALLED);
  for (const run of done) recallDone(sweepDir, run, forecast);
  for (const run of state.runs.values()) {
    const rungs = recallDeaths(sweepDir, run, forecast);
    if (rungs.length > 0) deaths.set(run.run, rungs);
  }
  return { forecast, deaths };
}

function recallDone(sweepDir: string, run: RunState, forecast: Forecast): void {
  const last = run.attempts[run.attempts.length - 1];
  if (last === undefined || run.outcome === null) return;
  const seconds = secondsOf({ ...run.outcome, startedAtMs: run.outcome.startedAtMs ?? last.startedAtMs });
  if (seconds !== null) forecast.lasted(withStage(run.values, run.stage), Math.max(0.001, seconds));
  const peakBytes = readTelemetry(attemptFolder({ home: sweepDir, folder: run.folder }, last))?.peakBytes ?? null;
  if (peakBytes !== null) forecast.peaked({ values: withStage(run.values, run.stage), peakBytes, kind: 'whole' });
}

function recallDeaths(sweepDir: string, run: RunState, forecast: Forecast): readonly Rung[] {
  const rungs: Rung[] = [];
  for (const attempt of run.attempts) {
    if (attempt.outcome?.reason !== 'out of memory' || attempt.devices.length === 0) continue;
    const telemetry = readTelemetry(attemptFolder({ home: sweepDir, folder: run.folder }, attempt));
    if (telemetry === null) continue;
    rungs.push(telemetry.rung);
    if (telemetry.peakBytes !== null)
      forecast.peaked({ values: withStage(run.values, run.stage), peakBytes: telemetry.peakBytes, kind: 'at least' });
  }
  return rungs;
}
