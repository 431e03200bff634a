// SPDX-License-Identifier: MIT
import { basename } from 'node:path';
import { reportOf, type Report } from '../../report/report.ts';
import { isDrawn } from '../../space/designs/index.ts';
import type { PageData } from '../../report/page-data.ts';
import { measuredData, NO_RECORDS, withParameters } from '../../report/page/build-data.ts';
import { type PageParts, renderHtml, type StageLink } from '../../report/page/html.ts';
import { runAttempts } from '../../report/page/run-attempts.ts';
import { pageAddress } from '../../report/served/routes.ts';
import { patchOf } from '../../report/served/patch.ts';
import { eventText } from '../../report/served/stream-event.ts';
import { stagesOf } from '../../run/stages/of-stage.ts';
import { gatherMeasured, gatherPageParts, type SweepSource } from '../page/page-parts.ts';
import { servedSources } from './assets.ts';
import type { EventStream } from './event-stream.ts';
import { openSweepReading, type ReadSweep, type SweepLook } from './sweep-reading.ts';

/** A sweep that readers look at while it runs. */
export interface LiveSweep {
  /** Returns its page as it stands now. Throws UsageError and DiagnosticsError for a folder that cannot be read. */
  page(): string;
  /** Returns the page without its numbers: what stands in words on it. */
  sections(): string;
  /** Tells a reader what changes from a state on; of one that it does not know any more the whole. */
  tell(stream: EventStream, since: string): void;
  /** Looks at the folder, without making anything of it. Throws as `page` does. */
  glance(): SweepLook;
  hasReaders(): boolean;
}

/** What is told of a sweep, each with the number of its state. */
interface Told {
  readonly version: string;
  readonly text: string;
}

/** Looks at a folder this often while somebody reads, and this often when nothing works on it. */
const EVERY_MS = 250;
const QUIET_EVERY_MS = 1000;
/** Looking takes a fifth of a core at most, the study of all runs a tenth. */
const LOOK_PART = 4;
const STUDY_PART = 9;
const STUDY_EVERY_MS = 3000;
/** States that a reader can go on from without being sent the whole. */
const REMEMBERED = 64;

/** Returns a sweep that is looked at while it has readers. `boot` tells states of this server from those of another. */
export function openLiveSweep(
  source: ReadSweep,
  options: { readonly boot: string; readonly nowMs: () => number },
): LiveSweep {
  const reading = openSweepReading(source);
  const streams = new Set<EventStream>();
  const history: Told[] = [];
  let data: PageData | undefined;
  /** The view or the study is another one than the numbers were made of. */
  let isOld = true;
  let study: Studied | undefined;
  let [count, nowText, trouble] = [0, '', ''];
  /** A look is to come. */
  let isAttended = false;

  const version = (): string => `${options.boot}-${count}`;
  const send = (text: string): void => {
    for (const stream of streams) stream.send(text);
  };
  const glance = (): SweepLook => {
    const look = reading.look(options.nowMs());
    isOld ||= look.hasChanged;
    return look;
  };
  /** Looks, and tells the readers what is new in the numbers. */
  const refresh = (): { readonly look: SweepLook; readonly data: PageData } => {
    const found = glance();
    const before = data;
    const after = before === undefined || isOld ? dataOf(source, found, study) : before;
    [data, isOld] = [after, false];
    const patch = before === undefined ? undefined : patchOf(before, after);
    if (patch !== undefined) {
      count += 1;
      const text = eventText({ name: 'patch', id: version(), data: patch });
      history.push({ version: version(), text });
      if (history.length > REMEMBERED) history.shift();
      send(text);
    }
    const now = eventText({ name: 'now', data: found.now });
    if (now !== nowText) send(now);
    nowText = now;
    return { look: found, data: after };
  };
  const studied = (found: SweepLook): Studied => {
    const began = performance.now();
    const made = studyOf(source, found);
    isOld = true; // curves and effects are among the numbers
    study = { ...made, tookMs: performance.now() - began, atMs: options.nowMs() };
    return study;
  };
  /** Words follow the numbers at their own pace. */
  const studyWhenDue = (found: SweepLook): void => {
    if (study !== undefined) {
      if (study.view === found.gathered.view) return;
      if (options.nowMs() - study.atMs < Math.max(STUDY_EVERY_MS, STUDY_PART * study.tookMs)) return;
    }
    studied(found);
    send(eventText({ name: 'sections', data: null }));
  };
  const attend = (): void => {
    isAttended = streams.size > 0;
    if (!isAttended) return;
    const began = performance.now();
    let isLive = true;
    try {
      const found = refresh().look;
      isLive = found.now.isLive || found.hasChanged;
      studyWhenDue(found);
      trouble = '';
    } catch (error) {
      const text = eventText({ name: 'trouble', data: error instanceof Error ? error.message : String(error) });
      if (text !== trouble) send(text);
      trouble = text;
    }
    const tookMs = performance.now() - began;
    setTimeout(attend, Math.max(isLive ? EVERY_MS : QUIET_EVERY_MS, LOOK_PART * tookMs)).unref();
  };

  return {
    page: () => {
      let found = refresh();
      if (study === undefined || (!isAttended && study.view !== found.look.gathered.view)) {
        studied(found.look);
        found = refresh(); // with its curves and effects
      }
      const { parts, view } = study ?? studied(found.look);
      return renderHtml(view, { ...parts, data: found.data }, servedSources({ since: version(), hasData: true }));
    },
    sections: () => {
      const { parts, view } = study ?? studied(refresh().look);
      return renderHtml(view, parts, servedSources({ since: '', hasData: false }));
    },
    tell: (stream, since) => {
      stream.send(eventText({ name: 'clock', data: options.nowMs() }));
      const at = history.findIndex((one) => one.version === since);
      if (since === version() || at >= 0)
        for (const { text } of history.slice(at < 0 ? history.length : at + 1)) stream.send(text);
      else if (data !== undefined) stream.send(eventText({ name: 'whole', id: version(), data }));
      if (nowText !== '') stream.send(nowText);
      if (trouble !== '') stream.send(trouble);
      streams.add(stream);
      stream.onEnd(() => streams.delete(stream));
      if (!isAttended) setTimeout(attend, 0).unref();
      isAttended = true;
    },
    glance,
    hasReaders: () => streams.size > 0,
  };
}

/** The words of a page, which take longer than its numbers. */
interface Studied {
  readonly view: SweepSource['view'];
  readonly parts: PageParts;
  readonly report: Report;
  readonly tookMs: number;
  readonly atMs: number;
}

function studyOf({ folder, settings }: ReadSweep, { gathered }: SweepLook): Studied {
  const { view, state, whole } = gathered;
  // The page lies at the address of the sweep, whatever its stage.
  const source: SweepSource = { sweepDir: folder, settings, ...gathered, stageFolder: undefined };
  const report = reportOf(view, {
    seedSymbol: settings.get('SEED_SYMBOL'),
    by: settings.text('BY'),
    testMetric: settings.text('TEST_METRIC') || undefined,
    areSampled: settings.isGiven('MODE') ? isDrawn(settings.get('MODE')) : undefined,
    wantsStudy: true,
  });
  const parts = gatherPageParts({ ...source, measured: gatherMeasured(source), report });
  const stages = stageLinks(basename(folder), stagesOf(whole), [...state.runs.values()][0]?.stage);
  return { view, parts: { ...parts, stages }, report, tookMs: 0, atMs: 0 };
}

/** The stages of a sweep with their pages; none for a sweep without. */
function stageLinks(sweep: string, stages: readonly string[], shown: string | null | undefined): readonly StageLink[] {
  if (stages.length < 2) return [];
  return stages.map((name) => ({ name, href: pageAddress(sweep, name), isThis: name === shown }));
}

/** The numbers of a page: what single runs left in files is that of the last study. */
function dataOf({ folder }: ReadSweep, { gathered }: SweepLook, study: Studied | undefined): PageData {
  const { view, state } = gathered;
  const { curves, logs, needs } = study?.parts.data ?? NO_RECORDS;
  const records = {
    curves,
    logs,
    needs: servedNeeds(basename(folder), needs),
    attempts: runAttempts(view, state.runs),
  };
  return withParameters(measuredData({ view, records }), view, study?.report ?? { study: undefined });
}

/** Pages of other stages are addresses here, no files. */
function servedNeeds(sweep: string, needs: PageData['needs']): PageData['needs'] {
  if (needs === null) return null;
  return { ...needs, all: needs.all.map((need) => ({ ...need, page: pageAddress(sweep, need.stage) })) };
}
