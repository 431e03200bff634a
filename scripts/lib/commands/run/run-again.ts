// SPDX-License-Identifier: MIT
import { valueOrThrow } from '../../core/diagnostic.ts';
import type { RequeueCause } from '../../run/cause.ts';
import { parseOnly } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';

/** Returns why a run that has ended is to run again. RERUN takes what ONLY takes; `isMeant`: it means runs of this stage. Throws DiagnosticsError for one that is neither numbers nor an expression. */
export function runAgain(
  retryFailed: boolean,
  rerun: string | undefined,
  isMeant: (run: RunState) => boolean = () => true,
): (run: RunState) => RequeueCause | undefined {
  const asked = rerun === undefined || rerun.trim() === '' ? undefined : valueOrThrow(parseOnly(rerun, 'RERUN'));
  return (run) => {
    if (asked !== undefined && isMeant(run) && asked(run)) return { kind: 'rerun' };
    const isMissed = run.status === 'failed' || (run.status === 'done' && run.outcome?.unranked !== undefined);
    return retryFailed && isMissed ? { kind: 'retry failed' } : undefined;
  };
}
