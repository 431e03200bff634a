// SPDX-License-Identifier: MIT
import { basename } from 'node:path';
import { measuredData, NO_RECORDS, withParameters } from '../../report/page/build-data.ts';
import type { StageLink } from '../../report/page/html.ts';
import { runAttempts } from '../../report/page/run-attempts.ts';
import type { PageData } from '../../report/page-data.ts';
import { type Report, reportOf } from '../../report/report.ts';
import { pageAddress } from '../../report/served/routes.ts';
import { stagesOf } from '../../run/stages/of-stage.ts';
import { gatherMeasured, gatherPageParts, type SweepSource } from '../page/page-parts.ts';
import { questionOf } from '../page/report-question.ts';
import { openCurveReader } from '../page/curve-reader.ts';
import { type LivePage, openLivePage, type PageWords } from './live-page.ts';
import { openSweepReading, type ReadSweep, type SweepLook } from './sweep-reading.ts';

/** A sweep, or a stage of one, on a page that grows. */
export type LiveSweep = LivePage<SweepLook>;

/** The words of a sweep's page, with the report that they are of. */
interface SweepWords extends PageWords {
  readonly report: Report;
}

/** Returns the page of a sweep, not yet read. */
export function openLiveSweep(source: ReadSweep, options: Parameters<typeof openLivePage>[1]): LiveSweep {
  return openLivePage<SweepLook, SweepWords>(
    {
      look: openSweepReading(source).look,
      words: (look) => wordsOf(source, look),
      numbers: (look, words) => numbersOf(source, look, words),
    },
    options,
  );
}

function wordsOf({ folder, settings }: ReadSweep, { gathered }: SweepLook): SweepWords {
  const { view, state, whole } = gathered;
  // The page lies at the address of the sweep, whatever its stage.
  const read = { sweepDir: folder, settings, ...gathered, stageFolder: undefined };
  const source: SweepSource = { ...read, curves: openCurveReader(read) };
  const report = reportOf(view, questionOf(settings));
  const parts = gatherPageParts({ ...source, measured: gatherMeasured(source), report });
  const stages = stageLinks(basename(folder), stagesOf(whole), [...state.runs.values()][0]?.stage);
  return { view, parts: { ...parts, stages }, report };
}

/** The stages of a sweep with their pages; none for a sweep without. */
function stageLinks(sweep: string, stages: readonly string[], shown: string | null | undefined): readonly StageLink[] {
  if (stages.length < 2) return [];
  return stages.map((name) => ({ name, href: pageAddress(sweep, name), isThis: name === shown }));
}

/** What single runs left in files is that of the last words. */
function numbersOf({ folder }: ReadSweep, { gathered }: SweepLook, words: SweepWords | undefined): PageData {
  const { view, state } = gathered;
  const { curves, logs, needs } = words?.parts.data ?? NO_RECORDS;
  const records = {
    curves,
    logs,
    needs: servedNeeds(basename(folder), needs),
    attempts: runAttempts(view, state.runs),
  };
  return withParameters(measuredData({ view, records }), view, words?.report ?? { study: undefined });
}

/** Pages of other stages are addresses here, no files. */
function servedNeeds(sweep: string, needs: PageData['needs']): PageData['needs'] {
  if (needs === null) return null;
  return { ...needs, all: needs.all.map((need) => ({ ...need, page: pageAddress(sweep, need.stage) })) };
}
