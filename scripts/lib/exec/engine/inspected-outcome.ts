// SPDX-License-Identifier: MIT
import type { Outcome } from '../../run/outcome.ts';
import type { Inspection } from './engine-request.ts';

/** Returns how a run that ended well is told after a look at its files: a missing output comes before a missing metric. */
export function inspectedOutcome(outcome: Outcome, inspection: Inspection): Outcome {
  const { missingOutputs = [], problem, unranked = 'no metric' } = inspection;
  if (missingOutputs.length > 0)
    return { ...outcome, status: 'failed', reason: 'missing output', detail: missingWords(missingOutputs) };
  return problem === undefined ? outcome : { ...outcome, unranked, detail: problem };
}

function missingWords(files: readonly string[]): string {
  return `it did not leave ${files.join(', ')} in its folder (SWEEP_OUTPUTS)`;
}
