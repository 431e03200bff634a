// SPDX-License-Identifier: MIT
import { logEndOf } from './log-end.ts';
import { relative } from 'node:path';
import type { RunId } from '../../core/hash.ts';
import type { RunRecords } from '../../report/page/build-data.ts';
import type { PageCurve, PageData, PageNeed } from '../../report/page-data.ts';
import { runAttempts } from '../../report/page/run-attempts.ts';
import { curveOf } from '../../report/page/run-curve.ts';
import { failedRuns, type ReportRun, type SweepView } from '../../report/view.ts';
import { neededRuns } from '../../run/stages/needed.ts';
import { LOG_FILE } from '../../results/readers/index.ts';
import { type GatheredSweep, runFolderOf } from '../metrics/gather-view.ts';
import type { SeenFiles } from '../metrics/looked-at.ts';
import { stagePages } from './stage-pages.ts';
import type { CurveReader } from './curve-reader.ts';

/** What the records of runs are read from. */
export interface RecordSource extends GatheredSweep {
  readonly sweepDir: string;
  readonly curves: CurveReader;
}

/** Runs whose curves the page holds: the best ones, and others evenly over the ranking. */
const MOST_CURVES = 600;
const BEST_CURVES = 300;
/** Values that all curves of a page have together. */
const MOST_POINTS = 40_000;
/** Runs of the top whose log the page holds, and letters of all logs together: a page is to be mailed. */
const BEST_LOGS = 20;
const LOG_LETTERS = 300_000;

/** Reads what the page shows of single runs: curves, attempts, ends of logs, and what they are built upon. */
export function readRunRecords(source: RecordSource): RunRecords {
  const { view, state } = source;
  return {
    curves: readCurves(source),
    attempts: runAttempts(view, state.runs),
    logs: readLogs(source),
    needs: needsOf(source),
  };
}

function readCurves({ view, curves }: RecordSource): readonly PageCurve[] {
  const name = view.metrics[0]?.spec.name;
  if (name === undefined) return [];
  const runs = spread(view.ranked);
  const points = Math.max(20, Math.min(200, Math.floor(MOST_POINTS / Math.max(1, runs.length))));
  return runs.flatMap((run): readonly PageCurve[] => {
    const curve = curveOf(run.configFile, { series: curves.kept(run), name, points });
    return curve === undefined ? [] : [curve];
  });
}

function spread(ranked: readonly ReportRun[]): readonly ReportRun[] {
  if (ranked.length <= MOST_CURVES) return ranked;
  const rest = ranked.slice(BEST_CURVES);
  const wanted = MOST_CURVES - BEST_CURVES;
  // The last of them is the worst run.
  const others = Array.from({ length: wanted }, (_, k) => rest[Math.floor(((k + 1) * rest.length) / wanted) - 1]);
  return [...ranked.slice(0, BEST_CURVES), ...others.flatMap((run) => run ?? [])];
}

/** Runs whose logs a page may hold; the causes of failures are told by logs among these. */
function loggedRuns(view: SweepView): readonly ReportRun[] {
  return [...view.ranked.slice(0, BEST_LOGS), ...failedRuns(view)];
}

/** Returns the logs that a page may be made of, from the sweep folder. */
export function logsLookedAt(sweepDir: string, view: SweepView): SeenFiles {
  return {
    names: [LOG_FILE],
    folders: loggedRuns(view).map(({ folder }) => relative(sweepDir, runFolderOf(sweepDir, folder))),
  };
}

function readLogs({ sweepDir, view }: RecordSource): PageData['logs'] {
  const logs: Record<string, string> = {};
  let left = LOG_LETTERS;
  for (const { configFile, folder } of loggedRuns(view)) {
    if (left <= 0) break;
    const text = logEndOf(sweepDir, folder);
    left -= text.length;
    if (text !== '') logs[configFile] = text;
  }
  return logs;
}

function needsOf({ view, state, whole, stageFolder }: RecordSource): PageData['needs'] {
  const all: PageNeed[] = [];
  const placeOf = new Map<RunId, number>();
  const { up, pageOf } = stagePages(whole, stageFolder);
  const of = view.runs.map(({ run }) => {
    const known = state.runs.get(run);
    return known === undefined
      ? []
      : neededRuns(known, whole.runs).map(({ run: id, stage, folder }) => {
          const place = placeOf.get(id) ?? all.length;
          if (place === all.length) {
            placeOf.set(id, place);
            const base = folder.slice(folder.lastIndexOf('/') + 1);
            all.push({
              stage: stage ?? '',
              name: base.replace(/_[0-9a-f]{8}$/, ''),
              folder: `${up}${folder}`,
              page: pageOf(stage),
            });
          }
          return place;
        });
  });
  return all.length === 0 ? null : { all, of };
}
