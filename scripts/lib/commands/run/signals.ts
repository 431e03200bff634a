// SPDX-License-Identifier: MIT
import { makeLine } from '../../core/make-line.ts';
import type { RunReporter } from '../../exec/engine/reporter.ts';
import type { StopRequest } from '../../exec/engine/stop-request.ts';

/** What a signal means for what runs. */
interface SignalMeaning {
  readonly leaves: boolean;
  readonly onLeave?: (() => void) | undefined;
  /** How a line names the sweep folder; undefined where it finds it by itself. */
  readonly place: string | undefined;
}

/**
 * Turns signals into stop requests: Ctrl-C once starts no more and waits, twice stops what runs. TERM, HUP and USR1 (a
 * scheduler above us is about to end our allocation) stop everything at once. `leaves`: the jobs are on a cluster and
 * stay there, whatever the signal, and `onLeave` is told. Returns how to take that back.
 */
export function heedSignals(
  stop: StopRequest,
  reporter: Pick<RunReporter, 'note'>,
  { leaves, onLeave, place }: SignalMeaning = { leaves: false, place: undefined },
): () => void {
  if (leaves) return leaveOnSignals(stop, reporter, { onLeave, place });
  const onInterrupt = (): void => {
    if (stop.level === 0) {
      reporter.note('interrupted: no further run is started, the running ones may end; Ctrl-C again stops them');
      stop.raise(1, 'interrupted', 'interrupted');
    } else {
      reporter.note('interrupted again: the running ones are stopped');
      stop.raise(2, 'interrupted', 'interrupted');
    }
  };
  const onTerminate = (signal: NodeJS.Signals): void => {
    reporter.note(`${signal}: the running ones are stopped; ${makeLine('sweep-resume', place)} goes on`);
    stop.raise(2, 'interrupted', `ended by ${signal}`);
  };
  const terminating = ['SIGTERM', 'SIGHUP', 'SIGUSR1'] as const;
  process.on('SIGINT', onInterrupt);
  for (const signal of terminating) process.on(signal, onTerminate);
  return () => {
    process.off('SIGINT', onInterrupt);
    for (const signal of terminating) process.off(signal, onTerminate);
  };
}

/** On a cluster the runner only watches: whatever ends it, the jobs stay in the queue. */
function leaveOnSignals(
  stop: StopRequest,
  reporter: Pick<RunReporter, 'note'>,
  { onLeave, place }: Omit<SignalMeaning, 'leaves'>,
): () => void {
  const line = (target: string): string => makeLine(target, place);
  const onSignal = (signal: NodeJS.Signals): void => {
    reporter.note(
      `${signal}: the jobs stay on the cluster; ${line('sweep-status')} shows them, ${line('sweep-resume')} goes on, ${line('sweep-cancel')} stops them`,
    );
    stop.raise(1, 'detached', `left by ${signal}, the jobs stay on the cluster`);
    onLeave?.();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}
