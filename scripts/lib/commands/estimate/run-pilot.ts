// SPDX-License-Identifier: MIT
import { besideSweep, sweepPlace } from '../call/sweep-place.ts';
import { metricSetup } from '../../edge/metrics/metric-setup.ts';
import type { OpenSweep } from '../../edge/definition/sweep-definition.ts';
import { choosePilots } from '../../run/pilot.ts';
import type { Selection } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { type Call, tell } from '../call/command.ts';
import { planRangeFile } from '../run/plan-sweep.ts';
import { reportsOf, runRequested } from '../run/run-sweep.ts';
import { shownPath } from '../call/shown-path.ts';

/** What a pilot did. */
export interface PilotRun {
  /** Its sweep folder, as seen from the caller's. */
  readonly folder: string;
  /** How a line names that folder; undefined where it finds it by itself. */
  readonly place: string | undefined;
  /** What a line that makes a sweep beside it needs. */
  readonly beside: string;
  /** Names of the configurations that were chosen. */
  readonly configurations: readonly string[];
  /** How many of them have finished. */
  readonly finished: number;
  readonly isInterrupted: boolean;
}

/** Longer lists of names are cut. */
const SHOWN = 5;

/**
 * Runs a few configurations of a range file in a sweep folder of their own, which holds all the others as pending: a
 * resume makes the whole sweep of it. Those that finished in another sweep folder already are taken from there.
 */
export async function runPilot(call: Call<'CONFIG_DIR'>, sweep: OpenSweep, count: number): Promise<PilotRun> {
  const reusing: Call<'CONFIG_DIR'> = {
    ...call,
    given: [{ name: 'REUSE', text: '1', layer: 'make' }, ...call.given],
  };
  const request = planRangeFile(reusing, sweep);
  const { settings } = request;
  metricSetup(settings); // its errors belong before the first run
  const candidates = [...sweep.configurations()].map(({ number, name, assignments, swept }) => ({
    number,
    name,
    values: assignments,
    swept,
  }));
  const chosen = choosePilots(candidates, count, settings.get('SEED'));
  const names = chosen.map((c) => c.name);
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  tell(
    call,
    `Pilot: ${names.slice(0, SHOWN).join(', ')}${more}, ${names.length === 1 ? 'the middle of the space' : 'spread over the space'}`,
  );
  const numbers = new Set(chosen.map((c) => c.number));
  const selection: Selection = { includes: (run) => numbers.has(run.number), ordered: (runs) => runs };
  const { sweepDir, result } = await runRequested({ ...request, selection });
  reportsOf(sweepDir, settings, call.streams.stdout.columns);
  const isFinished = (run: RunState): boolean => numbers.has(run.number) && run.status === 'done';
  return {
    folder: shownPath(sweepDir, call.cwd),
    place: sweepPlace(call, sweepDir),
    beside: besideSweep(call, sweepDir),
    configurations: names,
    finished: [...result.state.runs.values()].filter(isFinished).length,
    isInterrupted: result.why === 'interrupted' || result.why === 'cancelled',
  };
}
