// SPDX-License-Identifier: MIT
import { existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { shellQuote } from '../../core/shell-quote.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { syncFolder } from '../durable.ts';
import { replaceLink, errorCode, errorInWords, makeFolder, removeQuietly, writing } from '../files.ts';
import { JOURNAL_NAME } from '../journal/journal-file.ts';
import { processStart } from '../holding/process.ts';

/** Link in OUTPUT_DIR to the newest sweep folder. */
export const LATEST_NAME = 'latest';

/**
 * Makes a new sweep folder, sweep_YYYYMMDD_HHMMSS (same second: _2), and points `latest` to it. `fill` writes its first
 * files under another name; the folder appears complete, by rename. Returns its absolute path.
 */
export function createSweepFolder(outputDir: string, nowMs: number, fill: (folder: string) => void): string {
  const hidden = join(outputDir, `.new-${process.pid}-${nowMs}`);
  try {
    makeFolder(outputDir);
    sweepAbandoned(outputDir);
    mkdirSync(hidden);
  } catch (error) {
    throw new UsageError(`${outputDir} cannot be used: ${errorInWords(error)}`, 'OUTPUT_DIR=DIR names another folder');
  }
  let folder = hidden;
  try {
    fill(hidden);
    syncFolder(hidden);
    folder = writing(outputDir, () => renameToFree(hidden, join(outputDir, `sweep_${timeStamp(nowMs)}`)));
    pointLatest(outputDir, basename(folder));
    syncFolder(outputDir);
    syncFolder(dirname(outputDir)); // which may have been made now, too
    return folder;
  } catch (error) {
    removeQuietly(folder); // resume would go on with the one before it
    throw error;
  }
}

/**
 * Returns the link to the newest sweep folder of OUTPUT_DIR; `named` is that folder as the user wrote it. Throws UsageError
 * when there is none, and when the folder is gone that was the newest: nobody knows whether the one before it is meant.
 */
export function latestSweep(outputDir: string, named: string): string {
  const link = join(outputDir, LATEST_NAME);
  if (existsSync(link)) return link;
  const gone = linkTarget(link);
  const there = sweepsIn(outputDir);
  if (gone === undefined && there.length > 0)
    throw new UsageError(
      `${named}/ has no link ${LATEST_NAME} to say which sweep is meant; there ${there.length === 1 ? 'is' : 'are'} ${shownNames(there)}`,
      `SWEEP=${shellQuote(join(named, there.at(-1) ?? ''))} names the newest`,
    );
  if (gone === undefined)
    throw new UsageError(
      `there is no sweep in ${named}/`,
      'name one with SWEEP=DIR, or start one with make sweep RANGE_CONFIG=FILE',
    );
  const newest = there.at(-1);
  const hint =
    newest === undefined
      ? 'name one with SWEEP=DIR'
      : `SWEEP=${shellQuote(join(named, newest))} is the newest that is there`;
  throw new UsageError(`the newest sweep in ${named}/ was ${gone}, which is gone`, hint);
}

/** Names of the sweep folders in a folder, oldest first. */
function sweepsIn(outputDir: string): readonly string[] {
  const names = existsSync(outputDir) ? readdirSync(outputDir) : [];
  return names
    .filter((name) => /^sweep_\d{8}_\d{6}/.test(name) && existsSync(join(outputDir, name, JOURNAL_NAME)))
    .sort();
}

const SHOWN_NAMES = 5;

function shownNames(names: readonly string[]): string {
  const newest = names.slice(-SHOWN_NAMES);
  return `${names.length > newest.length ? '..., ' : ''}${newest.join(', ')}`;
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function renameToFree(hidden: string, wanted: string): string {
  for (let n = 1; ; n += 1) {
    const folder = n === 1 ? wanted : `${wanted}_${n}`;
    if (existsSync(folder)) continue;
    try {
      renameSync(hidden, folder); // refused (ENOTEMPTY) when somebody else made it meanwhile
      return folder;
    } catch (error) {
      if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** Points the link at a sweep folder, unless a real file or folder has its name. */
function pointLatest(outputDir: string, name: string): void {
  const link = join(outputDir, LATEST_NAME);
  const there = lstatSync(link, { throwIfNoEntry: false });
  if (there !== undefined && !there.isSymbolicLink()) return;
  writing(link, () => replaceLink(link, name));
}

/** Removes half-made folders of processes that were killed while making them. */
function sweepAbandoned(outputDir: string): void {
  for (const name of readdirSync(outputDir)) {
    const pid = /^\.new-(\d+)-\d+$/.exec(name)?.[1];
    if (pid !== undefined && processStart(Number(pid)) === undefined)
      rmSync(join(outputDir, name), { recursive: true, force: true });
  }
}

/** Local time as YYYYMMDD_HHMMSS. */
export function timeStamp(nowMs: number): string {
  const d = new Date(nowMs);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${d.getFullYear()}${two(d.getMonth() + 1)}${two(d.getDate())}_${two(d.getHours())}${two(d.getMinutes())}${two(d.getSeconds())}`;
}
