// SPDX-License-Identifier: MIT
import { hostname } from 'node:os';
import { joinInner } from '../../core/inner-path.ts';
import { isThisBoot } from '../../edge/holding/holder.ts';
import { readClaim, readLogEnd } from '../../edge/run-folder/attempt-files.ts';
import { filesThere, stampFiles } from '../../edge/run-folder/outputs.ts';
import type { Outcome } from '../../run/outcome.ts';
import type { PlacementVerdict } from '../../run/placement.ts';
import { saidBy, signatureOf } from '../../run/signature.ts';
import type { RunState } from '../../run/state.ts';
import type { Flight } from './flights.ts';
import { emptyFiles } from './lost-results.ts';
import { hasMoved, lostOnTheWay } from './sweep-home.ts';
import type { Inspection } from './engine-request.ts';
import type { RunnerWork } from './held-sweep.ts';

/** Bytes of a log's end that are read for messages and signatures. */
const LOG_END_BYTES = 65_536;

/** How an attempt ended once its log and its files were looked at. */
export interface JudgedEnd {
  readonly outcome: Outcome;
  /** Of an attempt that ended well. */
  readonly inspection: Inspection | undefined;
  readonly verdict: PlacementVerdict | undefined;
  /** End of its log, for people; '' when it ended well. */
  readonly shown: string;
  /** It ended with the loss of what it ran in, and not by itself. */
  readonly wentDown: boolean;
}

/** Looks at what an ended attempt left: what its placement knows, its metrics, the end of its log. */
export function judgeEnd(
  { placement, inspect }: Pick<RunnerWork, 'placement' | 'inspect'>,
  flight: Flight,
  run: RunState,
  raw: Outcome,
): JudgedEnd {
  if (hasMoved(flight.spec.sweepDir)) {
    const verdict = placement.ended?.(flight, raw, '');
    return { outcome: lostOnTheWay(raw), inspection: undefined, verdict, shown: '', wentDown: true };
  }
  const logPath = joinInner(flight.spec.attemptDir, 'output.log');
  const log = raw.reason === 'ok' ? '' : readLogEnd(logPath, LOG_END_BYTES);
  const verdict = placement.ended?.(flight, raw, log);
  const placed = verdict?.outcome ?? raw;
  const inspection = placed.status === 'done' ? inspect({ ...run, outcome: placed }, flight.spec.runDir) : undefined;
  const lost = inspection === undefined ? [] : lostWithMachine(flight, inspection);
  const outcome =
    lost.length > 0
      ? unsafeEnd(placed, lost)
      : inspection === undefined
        ? placed
        : inspectedOutcome(placed, inspection);
  const shown = outcome.status === 'failed' && log === '' ? readLogEnd(logPath, LOG_END_BYTES) : log;
  const said = saidBy(outcome, shown);
  const ended = { ...outcome, signature: signatureOf(outcome, shown), ...(said === undefined ? {} : { said }) };
  return { outcome: ended, inspection, verdict, shown, wentDown: flight.isAdopted };
}

/** Files that an attempt left before its machine went down, and that hold nothing: nobody saw its end, so it says nothing. */
function lostWithMachine({ isAdopted, spec }: Flight, { problem, missingOutputs = [] }: Inspection): readonly string[] {
  if (!isAdopted) return [];
  const claim = readClaim(spec.attemptDir);
  if (typeof claim !== 'object' || claim.host !== hostname() || isThisBoot(claim.boot)) return [];
  const empty = emptyFiles(spec.runDir, stampFiles(spec.runDir, filesThere(spec.runDir)));
  return [...missingOutputs, ...empty, ...(problem === undefined ? [] : [problem])];
}

function unsafeEnd(outcome: Outcome, lost: readonly string[]): Outcome {
  const detail = `it ended well, and its machine went down before its files were on the disk (${lost.join(', ')})`;
  return { ...outcome, status: 'failed', reason: 'vanished', detail };
}

/** Returns how a run that ended well is told after a look at its files: a missing output comes before a missing metric. */
function inspectedOutcome(outcome: Outcome, inspection: Inspection): Outcome {
  const { missingOutputs = [], problem, unranked = 'no metric' } = inspection;
  if (missingOutputs.length > 0)
    return { ...outcome, status: 'failed', reason: 'missing output', detail: missingWords(missingOutputs) };
  return problem === undefined ? outcome : { ...outcome, unranked, detail: problem };
}

function missingWords(files: readonly string[]): string {
  return `it did not leave ${files.join(', ')} in its folder (SWEEP_OUTPUTS)`;
}
