// SPDX-License-Identifier: MIT
import { relative } from 'node:path';
import { UsageError } from '../core/diagnostic.ts';
import type { Settings } from '../core/settings/resolve.ts';
import { SYSTEM_CLOCK } from '../edge/clock.ts';
import { metricSetup } from '../edge/gather-view.ts';
import type { Invocation } from '../edge/invocation.ts';
import { standardErrorSink } from '../edge/progress.ts';
import { writeReports } from '../edge/report-writer.ts';
import { openInspection } from '../edge/run-inspection.ts';
import { EXIT, type ExitCode } from '../edge/script.ts';
import { configurationName } from '../config/configuration.ts';
import { inheritedEnvironment } from '../run/environment.ts';
import { lanesPlacement } from '../run/lanes.ts';
import type { SweepState } from '../run/state.ts';
import type { Backend } from './backend.ts';
import { bringUp, type BringUpResult } from './bring-up.ts';
import { openLocalBackend } from './local/backend.ts';
import { planSweep, prepareSweep, type PreparedSweep } from './run-sweep.ts';
import { createStopRequest } from './stop-request.ts';
import { heedSignals } from './signals.ts';
import { createTerminalReporter } from './terminal-reporter.ts';

/** Runs, resumes or extends a sweep as a call says, leaves the reports, and prints how it ended. */
export async function runSweep(invocation: Invocation): Promise<ExitCode> {
  const plan = planSweep(invocation);
  metricSetup(plan.settings); // its errors belong before the first run
  const prepared = prepareSweep(plan, invocation);
  const shown = relative(invocation.cwd, prepared.sweepDir) || '.';
  process.stderr.write(`Sweep: ${shown.startsWith('..') ? prepared.sweepDir : shown}${plan.isLatest ? ' (the newest)' : ''}\n`);
  const result = await bringUpPrepared(prepared, plan.manifest.nameWidth, invocation);
  const { terminal } = writeReports(prepared.sweepDir, prepared.settings, { columns: process.stdout.columns });
  process.stdout.write(terminal);
  process.stdout.write(`${lastLine(result)}\n`);
  return exitCodeOf(result);
}

async function bringUpPrepared(prepared: PreparedSweep, nameWidth: number, invocation: Invocation): Promise<BringUpResult> {
  const { settings, setup, sweepDir } = prepared;
  const stop = createStopRequest();
  const reporter = createTerminalReporter({
    sink: standardErrorSink(),
    clock: SYSTEM_CLOCK,
    lanes: () => settings.get('PARALLEL'),
    nameOf: (run) => configurationName(run.number, nameWidth),
    metric: metricSetup(settings).specs[0],
  });
  const restoreSignals = heedSignals(stop, reporter);
  try {
    return await bringUp({
      ...setup,
      sweepDir,
      wanted: prepared.wanted,
      openBackend: () => openBackend(settings, invocation),
      openPlacement: () => Promise.resolve(lanesPlacement(settings.get('PARALLEL'))),
      inspect: openInspection(settings),
      again: () => undefined,
      takeLockByForce: settings.get('TAKE_LOCK'),
      commandLine: process.argv.slice(1).join(' '),
      clock: SYSTEM_CLOCK,
      reporter,
      stop,
    });
  } finally {
    restoreSignals();
  }
}

async function openBackend(settings: Settings, _invocation: Invocation): Promise<Backend> {
  const name = settings.get('BACKEND');
  if (name === 'local') return openLocalBackend({ env: inheritedEnvironment(process.env), graceS: settings.get('GRACE'), clock: SYSTEM_CLOCK });
  throw new UsageError(`BACKEND=${name} is not available`);
}

/** Returns the last line of a call, which says what its exit code says. */
export function lastLine({ state, why, text }: BringUpResult): string {
  const counts = countStatuses(state);
  const words = [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
  const head = why === 'complete' ? 'Sweep complete' : `Sweep stopped (${text})`;
  const rest = why === 'complete' ? '' : '; make sweep-resume goes on';
  return `${head}: ${words === '' ? 'no runs' : words}${rest}`;
}

function countStatuses(state: SweepState): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const status of ['done', 'failed', 'stopped', 'cancelled', 'blocked', 'running', 'unknown', 'pending']) {
    const count = [...state.runs.values()].filter((r) => !r.retired && r.status === status).length;
    if (count > 0) counts.set(status, count);
  }
  return counts;
}

function exitCodeOf({ state, why }: BringUpResult): ExitCode {
  if (why === 'interrupted' || why === 'cancelled') return EXIT.interrupted;
  const hasFailed = [...state.runs.values()].some((r) => !r.retired && (r.status === 'failed' || r.status === 'cancelled'));
  return hasFailed ? EXIT.someFailed : EXIT.done;
}
