// SPDX-License-Identifier: MIT
import type { ReportSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { servedNow } from '../../report/served/now.ts';
import type { ServedNow } from '../../report/served/now-form.ts';
import type { SweepState } from '../../run/state.ts';
import { factsOfStatus } from '../../run/status.ts';
import { readLock } from '../holding/lock-file.ts';
import { type GatheredSweep, gatheredOf } from '../metrics/gather-view.ts';
import { metricSetup } from '../metrics/metric-setup.ts';
import { readWaiting, type RunsAtWork, runsAtWork, stateText } from '../sweep-folder/sweep-status.ts';
import { openEarlierReading } from './earlier-reading.ts';
import { followJournal } from './followed-journal.ts';
import { openMetricsReading } from './metrics-reading.ts';

/** How a sweep folder is read. */
export interface ReadSweep {
  readonly folder: string;
  readonly settings: Settings<ReportSetting | 'TOP'>;
}

/** What a look at a sweep folder found. */
export interface SweepLook {
  readonly gathered: GatheredSweep;
  readonly now: ServedNow;
  /** The view is another one than at the last look. */
  readonly hasChanged: boolean;
  /** All stages and runs. */
  readonly state: SweepState;
}

/** Who looks: a row of a list tells where a sweep stands, a page has words that rest on the sweeps which it refines. */
export type LookFor = 'row' | 'page';

/** A sweep folder that is looked at again and again: each look costs what changed since the last one. */
export interface SweepReading {
  /** Throws UsageError for a folder that cannot be read; the next look begins anew. */
  look(nowMs: number, asks: LookFor): SweepLook;
}

/** A look reads no longer than this in run folders. */
const READ_MS = 100;
/** What is left is read between looks, for so long at a stretch and with such pauses: half of a core at most. */
const SLICE_MS = 40;
/** A sweep that nobody has looked at for so long is not read any further. */
const FORGOTTEN_MS = 60_000;
/** What works is looked at this often: it takes some small files of each run. */
const WORK_MS = 2000;

/** Returns the reader of a sweep folder. It takes no lock and writes nothing, no cache either. Throws DiagnosticsError for metric settings that make no sense. */
export function openSweepReading({ folder, settings }: ReadSweep): SweepReading {
  const setup = metricSetup(settings);
  const journal = followJournal(folder);
  const metrics = openMetricsReading(folder, setup);
  const earlier = openEarlierReading(folder, settings);
  let gathered: GatheredSweep | undefined;
  let work: Work | undefined;
  /** Read since `gathered`. */
  let hasRead = false;
  let isSlicing = false;
  let lastLook = { atMs: 0, nowMs: 0, asks: 'row' as LookFor };

  const left = (): number => metrics.left() + (lastLook.asks === 'page' ? earlier.left() : 0);
  const read = (forMs: number): void => {
    const began = performance.now();
    hasRead = metrics.read(journal.state, lastLook.nowMs, forMs) || hasRead;
    const restMs = forMs - (performance.now() - began);
    if (lastLook.asks === 'page' && metrics.left() === 0) hasRead = earlier.read(lastLook.nowMs, restMs) || hasRead;
  };
  const readOn = (): void => {
    if (isSlicing || left() === 0) return;
    isSlicing = true;
    setTimeout(() => {
      isSlicing = false;
      if (performance.now() - lastLook.atMs > FORGOTTEN_MS) return;
      try {
        read(SLICE_MS);
      } catch {
        return; // the next look meets it again, and tells it
      }
      readOn();
    }, SLICE_MS).unref();
  };

  return {
    look: (nowMs, asks) => {
      lastLook = { atMs: performance.now(), nowMs, asks };
      const news = journal.look();
      if (news.isAnew) metrics.forget();
      for (const run of news.changed) metrics.want(run);
      const isWorkOld = work === undefined || nowMs - work.atMs >= WORK_MS || nowMs < work.atMs;
      if (isWorkOld || news.hasGrown) {
        const isLookDue = isWorkOld || (work !== undefined && nowMs - work.atMs >= WORK_MS / 4);
        if (isLookDue) {
          work = lookAtWork(folder, journal.state, nowMs);
          if (isWorkOld) for (const { run } of work.runs.running) metrics.want(run.run);
        }
      }
      read(READ_MS);
      readOn();
      const hasChanged = gathered === undefined || news.hasGrown || hasRead;
      if (gathered === undefined || hasChanged)
        gathered = gatheredOf(
          folder,
          { state: journal.state, metrics: metrics.known },
          { settings, setup, top: settings.get('TOP'), earlier: earlier.found() },
        );
      hasRead = false;
      return {
        gathered,
        hasChanged,
        state: journal.state,
        now: nowOf(gathered, journal.state, work ?? lookAtWork(folder, journal.state, nowMs), {
          nowMs,
          unread: left(),
        }),
      };
    },
  };
}

/** What works on a sweep, as it was last looked at. */
interface Work {
  readonly atMs: number;
  readonly lock: ReturnType<typeof readLock>;
  readonly runs: RunsAtWork;
  readonly waiting: readonly string[];
}

function lookAtWork(folder: string, state: SweepState, nowMs: number): Work {
  const lock = readLock(folder);
  return {
    atMs: nowMs,
    lock,
    runs: runsAtWork(folder, state),
    waiting: lock?.isHeld === true ? readWaiting(folder) : [],
  };
}

function nowOf(
  { view }: GatheredSweep,
  state: SweepState,
  { lock, runs, waiting }: Work,
  { nowMs, unread }: { readonly nowMs: number; readonly unread: number },
): ServedNow {
  const { counts } = view;
  return servedNow({
    view: {
      ...view,
      counts: { ...counts, running: counts.running - runs.announced, pending: counts.pending + runs.announced },
    },
    isLive: lock?.isHeld === true,
    openedAtMs: state.openedAtMs,
    nowMs,
    state: stateText({ lock, state }, { nowMs, place: view.place ?? undefined }),
    // What has ended since that look is no longer at work.
    running: runs.running
      .filter(({ run }) => factsOfStatus(state.runs.get(run.run)?.status ?? 'done').mayLive)
      .map(({ run, live, sinceMs }) => ({
        run: run.run,
        sinceMs,
        devices: run.attempts.at(-1)?.devices ?? [],
        remark: live === 'running' ? '' : live,
      })),
    waiting,
    unread,
  });
}
