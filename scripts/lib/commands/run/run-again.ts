// SPDX-License-Identifier: MIT
import { DiagnosticsError } from '../../core/diagnostic.ts';
import type { RequeueCause } from '../../run/cause.ts';
import { parseNumbers } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';

/** Returns why a run that has ended is to run again. Throws DiagnosticsError for a RERUN that is no list of numbers. */
export function runAgain(retryFailed: boolean, rerun: string | undefined): (run: RunState) => RequeueCause | undefined {
  const numbers = rerun === undefined || rerun === '' ? () => false : parseNumbers(rerun);
  if (numbers === undefined) {
    throw new DiagnosticsError([
      { severity: 'error', code: 'E_SETTING_VALUE', message: `RERUN is "${rerun}"; expected numbers such as 12,17-20` },
    ]);
  }
  return (run) => {
    if (numbers(run.number)) return { kind: 'rerun' };
    const isMissed = run.status === 'failed' || (run.status === 'done' && run.outcome?.unranked !== undefined);
    return retryFailed && isMissed ? { kind: 'retry failed' } : undefined;
  };
}
