// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';
import type { RequeueCause } from './cause.ts';
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
    case 'setup':
    case 'signal':
    case 'vanished':
      return true;
    case 'ok':
    case 'cancelled':
    case 'dependency':
    case 'early stop':
    case 'missing output':
    case 'missing metric':
      return false;
    default:
      return unreachable(outcome.reason);
  }
}

/** Returns the retries that a run has had once it waits again: none any more when somebody asked for it. */
export function retriesAfter(had: number, cause: RequeueCause): number {
  switch (cause.kind) {
    case 'retry':
      return had + 1;
    case 'retry failed':
    case 'rerun':
    case 'forced':
      return 0;
    case 'went down':
    case 'end unknown':
    case 'never started':
    case 'not begun':
    case 'placed again':
    case 'unblocked':
    case 'lost output':
    case 'lost result':
    case 'other':
      return had;
    default:
      return unreachable(cause);
  }
}
