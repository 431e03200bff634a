// SPDX-License-Identifier: MIT
import { createHash } from 'node:crypto';
import { closeSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isInnerPath } from '../../core/inner-path.ts';
import { sha256 } from '../../core/hash.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { REPORT_CHOICE, REPORT_FILES, type ReportSetting } from '../../core/settings/groups.ts';
import { readTextIfExists, writeFileAtomic } from '../files.ts';
import { type SeenFiles, stampNow } from '../metrics/looked-at.ts';
import { openRegular } from '../regular-file.ts';
import { fingerprintOfAll } from '../source-closure.ts';
import type { WrittenFile } from './report-files.ts';

/** What the reports of a sweep folder were made of, so that nothing is made again where nothing has changed. Deleting it costs time, nothing else. */
export const REPORT_CACHE_NAME = '.report-cache.json';

/** What a report answers beside its files. */
export interface ReportWords {
  /** Tables and sentences for the terminal. */
  readonly terminal: string;
  /** `20 runs: 17 done, 3 failed.`; null when all are done. */
  readonly standing: string | null;
}

/** Reports that were made and are as they were. */
export interface KeptReports extends ReportWords {
  /** Paths. */
  readonly files: readonly string[];
}

/** Reports that were just made. */
export interface MadeReports extends ReportWords {
  readonly written: readonly WrittenFile[];
  /** All that they were made of; undefined where another look may find more although nothing has changed. */
  readonly lookedAt: readonly SeenFiles[] | undefined;
}

/** The reports of one question to a sweep folder, from one call to the next. */
export interface ReportKeeping {
  /** Returns those that were made of all that is there now; undefined where anything differs, they themselves too. */
  known(): KeptReports | undefined;
  /** Forgets what was kept: from now on the reports are made anew. */
  begin(): void;
  /** Keeps what was made since then, unless something changed meanwhile. */
  keep(made: MadeReports): void;
}

/** The file that keeps. */
interface Kept extends ReportWords {
  /** SHA-256 of all that decides over a report beside what is looked at. */
  readonly key: string;
  readonly lookedAt: readonly (SeenFiles & { readonly stamp: string })[];
  /** From the sweep folder, with the SHA-256 of each. */
  readonly files: readonly (readonly [name: string, sum: string])[];
}

/** A file system that keeps whole seconds; and one that keeps fractions, by the ticks of its kernel. */
const COARSE_MS = 2000;
const TICK_MS = 20;

/** Opens what is kept of a folder's reports by these settings, on a terminal of so many columns. */
export function openReportKeeping(
  sweepDir: string,
  settings: Settings<ReportSetting>,
  columns: number | undefined,
): ReportKeeping {
  const place: Place = { path: join(sweepDir, REPORT_CACHE_NAME), stage: settings.text('STAGE') ?? '' };
  const key = keyOf(sweepDir, settings, columns);
  let beganMs: number | undefined;
  return {
    known: () => (key === undefined ? undefined : knownAt(place, sweepDir, key)),
    begin: () => {
      beganMs = key === undefined ? undefined : timeOfFiles(place);
    },
    keep: ({ written, lookedAt, terminal, standing }) => {
      if (key === undefined || beganMs === undefined || lookedAt === undefined) return;
      const stamped = stampedBefore(beganMs, lookedAt, sweepDir);
      if (stamped === undefined) return;
      const files = written.map(({ path, sum }) => [path.slice(sweepDir.length + 1), sum] as const);
      put(place, { key, lookedAt: stamped, files, terminal, standing });
    },
  };
}

/** Where the reports of a stage are kept: each has pages of its own, and a line of the file. */
interface Place {
  readonly path: string;
  /** '' for the sweep as it is reported unasked. */
  readonly stage: string;
}

/** Undefined where the code of this process cannot be told. */
function keyOf(sweepDir: string, settings: Settings<ReportSetting>, columns: number | undefined): string | undefined {
  const code = fingerprintOfAll();
  if (code === undefined) return undefined;
  const layers = [...REPORT_CHOICE, ...REPORT_FILES].map((name) => [name, settings.text(name), settings.layer(name)]);
  // Whose the files are decides which links are followed.
  return sha256(
    JSON.stringify([code, process.version, process.getuid?.(), sweepDir, settings.given, layers, columns ?? null]),
  );
}

function knownAt(place: Place, sweepDir: string, key: string): KeptReports | undefined {
  try {
    const kept = readKept(place);
    if (kept?.key !== key) return undefined;
    const { terminal, standing } = kept;
    if (!kept.lookedAt.every((group) => stampNow(group, sweepDir).text === group.stamp)) return undefined;
    if (!kept.files.every(([name, sum]) => isInnerPath(name) && sumOf(join(sweepDir, name)) === sum)) return undefined;
    return { terminal, standing, files: kept.files.map(([name]) => join(sweepDir, name)) };
  } catch {
    return undefined; // damaged, or a report is gone: they are made anew
  }
}

/** What it says is printed, so it is believed only of a file of one's own, whose line is whole. */
function readKept({ path, stage }: Place): Kept | undefined {
  const line = linesAt(path).find((one) => one.stage === stage);
  if (line === undefined || statSync(path).uid !== process.getuid?.() || sha256(line.text) !== line.sum)
    return undefined;
  return JSON.parse(line.text) as Kept; // ours by its sum and its key; another shape throws where it is read
}

interface Line {
  readonly stage: string;
  readonly sum: string;
  readonly text: string;
}

/** Returns the lines of the file: `{stage, sum}`, a tab, and what is kept. */
function linesAt(path: string): readonly Line[] {
  const lines = (readTextIfExists(path) ?? '').split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const tab = line.indexOf('\t');
    const head = JSON.parse(line.slice(0, tab)) as Pick<Line, 'stage' | 'sum'>; // strings are compared with it, nothing else
    return { ...head, text: line.slice(tab + 1) };
  });
}

/** Puts what is kept of a stage in the place of what was; nothing of it without `kept`. Tells whether it could. */
function put({ path, stage }: Place, kept: Kept | undefined): boolean {
  try {
    const text = kept === undefined ? undefined : JSON.stringify(kept);
    const own = text === undefined ? [] : [{ stage, sum: sha256(text), text }];
    const lines = [...own, ...othersAt(path, stage)].map(
      (l) => `${JSON.stringify({ stage: l.stage, sum: l.sum })}\t${l.text}\n`,
    );
    writeFileAtomic(path, lines.join(''));
    return true;
  } catch {
    return false; // a read-only folder, a full disk: the next report is made anew
  }
}

function othersAt(path: string, stage: string): readonly Line[] {
  try {
    return linesAt(path).filter((line) => line.stage !== stage);
  } catch {
    return []; // damaged
  }
}

/** Forgets what is kept of a stage; returns the time by the clock of the folder's file system, which may be that of another machine, undefined where nothing can be written. */
function timeOfFiles(place: Place): number | undefined {
  return put(place, undefined) ? statSync(place.path).ctimeMs : undefined;
}

/** Returns what was looked at with its stamps; undefined if any of it may have changed since a moment without another time. */
function stampedBefore(momentMs: number, lookedAt: readonly SeenFiles[], from: string): Kept['lookedAt'] | undefined {
  const stamped = lookedAt.map((group) => ({ ...group, ...stampNow(group, from) }));
  const newestMs = stamped.reduce((newest, { newestMs: own }) => Math.max(newest, own), 0);
  const room = newestMs % 1000 === 0 || momentMs % 1000 === 0 ? COARSE_MS : TICK_MS;
  if (newestMs >= momentMs - room) return undefined;
  return stamped.map(({ names, folders, text }) => ({ names, folders, stamp: text }));
}

/** Returns the SHA-256 of a file, read by pieces: a page may be large. */
function sumOf(path: string): string {
  const hash = createHash('sha256');
  const { fd } = openRegular(path);
  try {
    const piece = Buffer.allocUnsafe(1 << 18);
    for (let length = readSync(fd, piece); length > 0; length = readSync(fd, piece))
      hash.update(piece.subarray(0, length));
  } finally {
    closeSync(fd);
  }
  return hash.digest('hex');
}
