// SPDX-License-Identifier: MIT
import { makeLine, rangeLine } from '../../core/make-line.ts';
import { formatDuration } from '../../core/quantity.ts';
import { ENOUGH_FOR_HIGH, type Estimate, type TimeInterval } from '../../results/estimate/estimate.ts';
import type { PilotRun } from './run-pilot.ts';

/** Returns an estimate as text for people. */
export function estimateText(estimate: Estimate): string {
  const lines = [
    `${estimate.runs} ${estimate.runs === 1 ? 'run' : 'runs'}, ${estimate.lanes} at a time`,
    `  a run:         ${rangeText(estimate.perRunS, timeText)}`,
    `  wall time:     ${rangeText(estimate.wallS, timeText)}`,
    `  device-hours:  ${rangeText(estimate.deviceHours, (h) => h.toPrecision(3))}`,
    `  from ${estimate.basis}${boundText(estimate)}`,
  ];
  for (const { symbols, stage, secondsOf } of estimate.matters.slice(0, 3)) {
    const values = Object.entries(secondsOf)
      .slice(0, 6)
      .map(([value, s]) => `${value}: ${timeText(s)}`);
    lines.push(`  ${stage === null ? '' : `${stage}: `}${symbols.join(' with ')} matters: ${values.join(', ')}`);
  }
  for (const note of estimate.notes) lines.push(`  note: ${note}`);
  return `${lines.join('\n')}\n`;
}

/** What a few runs cannot tell, and what would. */
function boundText({ wallS: { low, high }, hasStages }: Estimate): string {
  if (low === null) return '; no interval can be told from one run (PILOT=3 runs more)';
  const of = hasStages === true ? ' of each stage' : '';
  return high === null ? `; how long it may take at most is told from ${ENOUGH_FOR_HIGH} finished runs${of} on` : '';
}

function rangeText({ low, likely, high }: TimeInterval, print: (n: number) => string): string {
  if (low === null) return print(likely);
  if (high === null) return print(low) === print(likely) ? print(likely) : `${print(likely)} (at least ${print(low)})`;
  if (print(low) === print(high)) return print(likely);
  return `${print(likely)} (${print(low)} to ${print(high)})`;
}

/** A time that would round to 0.0s is not nothing. */
function timeText(seconds: number): string {
  return seconds > 0 && seconds < 0.05 ? 'under 0.1s' : formatDuration(seconds);
}

/** Returns what can be done with a pilot's sweep folder, or why it told nothing. */
export function pilotText(
  { folder, place, beside, finished, configurations, isInterrupted }: PilotRun,
  runs: number,
  rangeFile: string,
): string {
  const missing = configurations.length - finished;
  if (finished === 0)
    return `no pilot run has finished, so nothing is known of the time of a run (${folder} holds ${isInterrupted ? 'what was begun' : 'its log'})\n`;
  const others = runs - finished;
  const notDone =
    missing === 0
      ? ''
      : `${missing} of ${configurations.length} pilot runs ${isInterrupted ? 'were not run to their end' : 'failed'}; `;
  const rest =
    others === 0
      ? `the sweep is complete in ${folder}`
      : `${makeLine('sweep-resume', place)} runs the other ${others} in ${folder}`;
  return `${notDone}${rest}; ${rangeLine('sweep', rangeFile, beside, 'REUSE=1')} takes the ${finished === 1 ? 'result' : 'results'} into a new sweep\n`;
}
