// SPDX-License-Identifier: MIT
import { isInnerPath } from '../../core/inner-path.ts';
import type { OpenRun, OpenState } from '../../run/fold.ts';
import type { RunStatus } from '../../run/outcome.ts';
import type { AttemptState } from '../../run/state.ts';
import { decodeOutcome, decodeReported } from './decode-outcome.ts';
import { assignmentOf, PLACES } from './decode-event.ts';
import { DecodeError } from './fields.ts';

const STATUSES: Readonly<Record<RunStatus, true>> = {
  pending: true,
  running: true,
  done: true,
  failed: true,
  cancelled: true,
  blocked: true,
  stopped: true,
  unknown: true,
};

/**
 * Checks a state that was read from a cache as the events of a journal are checked: a sweep folder may come from somebody
 * else, and what was kept in it is what runs are moved and written by. Throws DecodeError.
 */
export function checkKeptState(state: OpenState): void {
  demand(isCount(state.lastNumber) || state.lastNumber === 0, 'lastNumber');
  demand(areTexts(state.notes), 'notes');
  // Runs share the outcomes, the values and the attempts' parts: each is looked at once.
  const outcomes = new Set<unknown>();
  for (const run of state.runs.values()) {
    checkRun(run);
    for (const outcome of [run.outcome, ...run.attempts.map((attempt) => attempt.outcome)])
      if (outcome !== null) outcomes.add(outcome);
  }
  for (const outcome of outcomes) decodeOutcome(outcome);
}

function checkRun(run: OpenRun): void {
  demand(typeof run.run === 'string' && typeof run.config === 'string', 'run');
  demand(isCount(run.number), 'number');
  demand(typeof run.folder === 'string' && isInnerPath(run.folder), 'folder');
  demand(Object.hasOwn(STATUSES, run.status), 'status');
  demand(Number.isSafeInteger(run.retries) && run.retries >= 0, 'retries');
  demand(areTexts(run.swept) && areTexts(run.needs) && areTexts(run.blockedBy) && areTexts(run.notes), 'names');
  demand(run.stage === null || typeof run.stage === 'string', 'stage');
  demand(run.importedFrom === null || typeof run.importedFrom === 'string', 'importedFrom');
  for (const value of run.values) assignmentOf(value);
  for (const value of run.requested) assignmentOf(value);
  if (run.reported !== null) decodeReported(run.reported);
  for (const attempt of run.attempts) checkAttempt(attempt);
}

function checkAttempt(attempt: AttemptState): void {
  demand(isCount(attempt.attempt), 'attempt');
  demand(Object.hasOwn(PLACES, attempt.place), 'place');
  demand(typeof attempt.startingAtMs === 'number' && areTexts(attempt.devices), 'attempt');
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new DecodeError(`"${what}" of a kept run is not what it must be`);
}
