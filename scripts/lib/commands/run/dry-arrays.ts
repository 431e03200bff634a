// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { abilitiesOf } from '../../core/schedulers/index.ts';
import { type LaunchedSweep, launchSpec } from '../../exec/engine/launch.ts';
import { nextRequest } from '../../exec/engine/next-attempt.ts';
import { schedulerOf } from '../../exec/schedulers.ts';
import { parseTimeout, timeoutSeconds } from '../../run/timeout.ts';

/** Returns the arrays that would hold these runs, with their scripts, as behind `before` others; none where runs are no cluster jobs. */
export function dryArrays(
  sweep: LaunchedSweep,
  ids: readonly RunId[],
  settings: Settings,
  before = 0,
): readonly string[] {
  if (!abilitiesOf(settings.get('BACKEND')).hasQueue) return [];
  const timeout = parseTimeout(settings.text('TIMEOUT')).value;
  const timeoutS = timeout === undefined ? null : timeoutSeconds(timeout, undefined);
  const specs = ids.flatMap((id) => {
    const run = sweep.runs.get(id);
    if (run === undefined) return [];
    const spec = launchSpec(sweep, run, nextRequest(run, { devices: [] }, timeoutS));
    // Handed over before what it needs has ended: which jobs it waits for is known when those are submitted.
    return [settings.get('DETACH') && run.needs.length > 0 ? { ...spec, needs: [] } : spec];
  });
  return schedulerOf(settings).describe({ sweepDir: sweep.sweepDir, settings, env: process.env }, specs, before);
}

/** The same of a sweep with stages: stage by stage, each with the options of its own, as they would be submitted one after the other. */
export function dryStageArrays(
  sweep: LaunchedSweep,
  ids: readonly RunId[],
  stages: readonly { readonly name: string; readonly settings: Settings }[],
): string {
  const pieces: string[] = [];
  let before = 0;
  for (const { name, settings } of stages) {
    const own = ids.filter((id) => sweep.runs.get(id)?.stage === name);
    const arrays = own.length === 0 ? [] : dryArrays(sweep, own, settings, before);
    if (arrays.length === 0) continue;
    const waits = own.some((id) => (sweep.runs.get(id)?.needs ?? []).length > 0);
    const when = !waits
      ? ''
      : settings.get('DETACH')
        ? ', handed over at once: each task waits for those of the runs that its own needs'
        : ', each submitted when all that it needs is done; so there may be more arrays than here, with fewer tasks';
    pieces.push(`# stage "${name}": ${own.length} ${own.length === 1 ? 'run' : 'runs'}${when}`, ...arrays);
    before += arrays.length;
  }
  return pieces.join('\n');
}
