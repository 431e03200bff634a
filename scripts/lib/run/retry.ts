// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';
import type { Outcome } from './outcome.ts';

/** Exit codes that say the command itself is wrong: trying again cannot help (argparse: 2; the shell: 126, 127). */
const USAGE_EXITS: ReadonlySet<number> = new Set([2, 126, 127]);

/** Tells whether another attempt may end differently. Never for wrong use of the command and for a metric that nobody writes. */
export function isWorthRetrying(outcome: Outcome): boolean {
  if (outcome.status !== 'failed') return false;
  switch (outcome.reason) {
    case 'exit code':
      return outcome.exitCode === null || !USAGE_EXITS.has(outcome.exitCode);
    case 'timeout':
    case 'out of memory':
    case 'preempted':
    case 'node failure':
    case 'launch failure':
    case 'signal':
    case 'vanished':
      return true;
    case 'ok':
    case 'cancelled':
    case 'dependency':
    case 'early stop':
    case 'missing metric':
      return false;
    default:
      return unreachable(outcome.reason);
  }
}

/** Why a run waits again, as the journal has it. */
export function retryWords(retry: number, of: number): string {
  return `retry ${retry} of ${of}`;
}

/** Returns the retries that a run has had once it waits again: none any more when somebody asked for it. */
export function retriesAfter(had: number, why: string): number {
  if (why === 'RETRY_FAILED' || why === 'RERUN') return 0;
  return why.startsWith('retry ') ? had + 1 : had;
}
