// SPDX-License-Identifier: MIT
import type { ReportSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import type { RunId } from '../../core/hash.ts';
import { servedNow } from '../../report/served/now.ts';
import type { ServedNow } from '../../report/served/now-form.ts';
import type { RunMetrics } from '../../results/read-run.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { factsOfStatus } from '../../run/status.ts';
import { readLock } from '../holding/lock-file.ts';
import {
  type GatheredSweep,
  gatheredOf,
  type MetricReading,
  openMetricReader,
  metricsNow,
  readEarlier,
} from '../metrics/gather-view.ts';
import { type MetricSetup, metricSetup } from '../metrics/metric-setup.ts';
import { readWaiting, type RunsAtWork, runsAtWork, stateText } from '../sweep-folder/sweep-status.ts';
import { followJournal } from './followed-journal.ts';

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

/** A sweep folder that is looked at again and again: each look costs what changed since the last one. */
export interface SweepReading {
  /** Throws UsageError for a folder that cannot be read; the next look begins anew. */
  look(nowMs: number): SweepLook;
}

/** A look reads no longer than this in run folders; the next one goes on. */
const READ_MS = 100;
/** What works is looked at this often: it takes some small files of each run. */
const WORK_MS = 2000;

/** Returns the reader of a sweep folder. It takes no lock and writes nothing, no cache either. Throws DiagnosticsError for metric settings that make no sense. */
export function openSweepReading({ folder, settings }: ReadSweep): SweepReading {
  const setup = metricSetup(settings);
  const journal = followJournal(folder);
  const metrics = openMetrics(folder, setup);
  let gathered: GatheredSweep | undefined;
  let earlier: ReturnType<typeof readEarlier> | undefined;
  let work: Work | undefined;

  return {
    look: (nowMs) => {
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
      const hasRead = metrics.read(journal.state, nowMs);
      const hasChanged = gathered === undefined || news.hasGrown || hasRead;
      earlier ??= readEarlier(folder, settings, { nowMs, isKept: false }); // they are over: once is enough
      if (gathered === undefined || hasChanged)
        gathered = gatheredOf(
          folder,
          { state: journal.state, metrics: metrics.known },
          { settings, setup, top: settings.get('TOP'), earlier },
        );
      return {
        gathered,
        hasChanged,
        state: journal.state,
        now: nowOf(gathered, journal.state, work ?? lookAtWork(folder, journal.state, nowMs), {
          nowMs,
          unread: metrics.left(),
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
    state: stateText({ lock, state }, nowMs),
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

/** The metrics of runs, read again where something happened to the run. */
interface KnownMetrics {
  readonly known: ReadonlyMap<RunId, RunMetrics>;
  want(run: RunId): void;
  /** Reads what is wanted, as long as there is time; tells whether anything is new. */
  read(state: SweepState, nowMs: number): boolean;
  /** Runs that are still to be read. */
  left(): number;
  forget(): void;
}

function openMetrics(folder: string, setup: MetricSetup): KnownMetrics {
  const known = new Map<RunId, RunMetrics>();
  const wanted = new Set<RunId>();
  let kept: MetricReading | undefined; // what reports have read before, for the first look only
  let isFirst = true;
  const readOne = (run: RunState, hasTime: boolean): RunMetrics | undefined => {
    if (kept !== undefined) return kept.read(run, (look) => (hasTime ? look() : undefined));
    return hasTime ? metricsNow(folder, run, setup) : undefined;
  };
  return {
    known,
    want: (run) => wanted.add(run),
    left: () => wanted.size,
    forget: () => {
      known.clear();
      wanted.clear();
      isFirst = true;
    },
    read: (state, nowMs) => {
      if (wanted.size === 0) return false;
      if (isFirst) kept = openMetricReader(folder, setup, nowMs);
      isFirst = false;
      const began = performance.now();
      let isNew = false;
      for (const id of wanted) {
        const run = state.runs.get(id);
        if (run === undefined || run.retired || !factsOfStatus(run.status).hasBegun) {
          isNew = known.delete(id) || isNew;
          wanted.delete(id);
          continue;
        }
        const found = readOne(run, performance.now() - began < READ_MS);
        if (found === undefined) continue; // the cache may know one that comes later
        wanted.delete(id);
        const before = known.get(id);
        if (before !== undefined && JSON.stringify(before) === JSON.stringify(found)) continue;
        known.set(id, found);
        isNew = true;
      }
      if (wanted.size === 0) kept = undefined;
      return isNew;
    },
  };
}
