// SPDX-License-Identifier: MIT
import { metricSetup } from '../../edge/metrics/metric-setup.ts';
import { oddGoals } from '../../results/readers/metric-spec.ts';
import { setupWarning } from '../../run/setup-warning.ts';
import { commandOf, tell } from '../call/command.ts';
import { RUN_SPEC } from '../specs/runs.ts';
import { planSweep } from './plan-sweep.ts';

/**
 * Runs, resumes or extends a sweep as a call says, or answers with what would be done. The engine, its backends and the
 * reports are loaded when something runs, so that a dry run begins at once.
 */
export const RUN = commandOf(RUN_SPEC, async (call) => {
  const request = planSweep(call);
  const { settings } = request;
  const { specs } = metricSetup(settings); // its errors belong before the first run
  for (const sentence of oddGoals(specs)) tell(call, `warning: ${sentence}`);
  const doubt = setupWarning(settings.text('SETUP') ?? '');
  if (doubt !== undefined) tell(call, `warning: ${doubt}`);
  if (settings.get('DRY_RUN')) return (await import('./dry-run.ts')).dryRun(request);
  return (await import('./run-sweep.ts')).runPlanned(call, request);
});
