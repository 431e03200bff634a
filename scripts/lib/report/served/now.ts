// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import { countWhere } from '../../run/status.ts';
import { shownValue } from '../labels.ts';
import { bestText, newestFailure, type Pace, remainingText } from '../screen/live-words.ts';
import type { SweepView } from '../view.ts';
import type { ServedLane, ServedNow } from './now-form.ts';

/** A run that may be at work, as it was looked at. */
export interface LookedAt {
  readonly run: RunId;
  readonly sinceMs: number;
  readonly devices: readonly string[];
  readonly remark: string;
}

export interface NowInput extends Pace {
  readonly view: SweepView;
  readonly state: string;
  readonly running: readonly LookedAt[];
  readonly waiting: readonly string[];
  /** Runs whose results there was no time to read yet. */
  readonly unread: number;
}

/** Lanes that are listed; on a cluster hundreds may run. */
const MOST_LANES = 24;
/** Lines of why runs wait. */
const MOST_WAITING = 5;

/** Returns where a sweep stands, from its view and a look at what runs. */
export function servedNow(input: NowInput): ServedNow {
  const { view, running, unread } = input;
  const ofRun = new Map(view.runs.map((run) => [run.run, run]));
  const [best] = view.ranked;
  const failure = newestFailure(view.runs);
  const metric = view.metrics[0]?.column;
  const lanes = running.flatMap((one): readonly ServedLane[] => {
    const run = ofRun.get(one.run); // one that FILTER or STAGE leaves out is none of this page
    if (run === undefined) return [];
    const isReported = metric !== undefined && run.metrics[metric] !== undefined;
    return [
      {
        run: one.run,
        name: run.configFile,
        sinceMs: one.sinceMs,
        devices: one.devices.length === 0 ? '' : `GPU ${one.devices.join(',')}`,
        remark: one.remark,
        newest: isReported ? `${metric} ${shownValue(view, run, metric)}` : '',
      },
    ];
  });
  return {
    state: input.state,
    isLive: input.isLive,
    ended: countWhere(view.counts, 'hasEnded'),
    total: view.runs.length,
    failed: view.counts.failed,
    running: lanes.length,
    left: remainingText(view, input),
    best: best === undefined || metric === undefined ? '' : bestText(view, best),
    lanes: lanes.slice(0, MOST_LANES),
    further: Math.max(0, lanes.length - MOST_LANES),
    failure:
      failure === undefined
        ? null
        : { run: failure.run, name: failure.configFile, why: failure.detail || failure.reason },
    waiting: input.waiting.slice(0, MOST_WAITING),
    remark: unread === 0 ? '' : `the results of ${unread} ${unread === 1 ? 'run is' : 'runs are'} still to be read`,
  };
}
