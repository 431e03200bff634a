// SPDX-License-Identifier: MIT
import { lstatSync, type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ListedSweep, listRow } from '../../report/served/list-page.ts';
import type { ListRow } from '../../report/served/list-row.ts';
import { stagesOf } from '../../run/stages/of-stage.ts';
import { JOURNAL_NAME } from '../journal/journal-file.ts';
import { LATEST_NAME } from '../sweep-folder/sweep-folder.ts';
import { type LiveSweep, openLiveSweep } from './live-sweep.ts';
import type { ReadSweep } from './sweep-reading.ts';
import { namesInFolder } from '../files.ts';

/** How the server comes to the settings of a sweep folder: the command knows what was given to it. Throws UsageError. */
export type SweepOpener = (folder: string, stage: string | undefined) => ReadSweep;

export interface ListOptions {
  /** Absolute; need not be there yet. */
  readonly outputDir: string;
  readonly open: SweepOpener;
  readonly boot: string;
  readonly nowMs: () => number;
}

/** What a look at the list found. */
export interface ListLook {
  readonly rows: readonly ListRow[];
  /** Sweeps that are there and not listed. */
  readonly further: number;
  /** There was no time to read all that changed: another look goes on. */
  readonly isPartial: boolean;
}

/** The sweeps of a folder. */
export interface SweepList {
  /** Looks at the folder and reads what changed, as long as there is time. Never throws: what cannot be read is told in its row. */
  rows(): ListLook;
  /** Returns a sweep by the name of its folder; undefined when none has it. Throws UsageError for one that cannot be read. */
  sweep(name: string, stage: string | undefined): LiveSweep | undefined;
  /** Returns the folder of a sweep that the list has. */
  folderOf(name: string): string | undefined;
}

/** Sweeps that are listed. */
const MOST_LISTED = 500;
/** A look at the list reads journals no longer than this. */
const READ_MS = 150;
/** A sweep with a runner is looked at again even where its journal is as it was: its lanes and its runner may be gone. */
const AGAIN_MS = 2000;
/** Sweeps that are kept open between looks. */
const MOST_OPEN = 12;

interface Entry {
  readonly name: string;
  readonly folder: string;
  stamp: string;
  mtimeMs: number;
  readAtMs: number;
  /** Stamp of the journal that `listed` was read from. */
  readStamp: string;
  listed: ListedSweep;
  /** By stage; '' for the one that is reported. */
  readonly open: Map<string, LiveSweep>;
}

/** Returns the list of a folder's sweeps, not yet read. */
export function openSweepList(options: ListOptions): SweepList {
  const entries = new Map<string, Entry>();

  const scan = (): void => {
    const there = new Set<string>();
    for (const name of namesInFolder(options.outputDir)) {
      const stat = journalOf(options.outputDir, name);
      if (stat === undefined) continue;
      there.add(name);
      const stamp = `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
      const entry = entries.get(name);
      if (entry === undefined) entries.set(name, newEntry(options.outputDir, name, stamp, stat.mtimeMs));
      else [entry.stamp, entry.mtimeMs] = [stamp, stat.mtimeMs];
    }
    for (const name of entries.keys()) if (!there.has(name)) entries.delete(name);
  };
  const liveOf = (entry: Entry, stage: string | undefined): LiveSweep => {
    const known = entry.open.get(stage ?? '');
    if (known !== undefined) return known;
    const source = options.open(entry.folder, stage);
    entry.listed = { ...entry.listed, rangeFile: source.settings.text('RANGE_CONFIG') ?? '' };
    const live = openLiveSweep(source, options);
    entry.open.set(stage ?? '', live);
    return live;
  };
  const read = (entry: Entry): void => {
    const nowMs = options.nowMs();
    try {
      const { now, state } = liveOf(entry, undefined).glance();
      const stages = stagesOf(state);
      entry.listed = {
        ...entry.listed,
        begunMs: state.openedAtMs,
        stages: stages.length < 2 ? [] : stages,
        now,
        trouble: '',
      };
    } catch (error) {
      entry.open.clear();
      const trouble =
        error instanceof Error ? (error.message.split('\n')[0] ?? '').replace(/^error: /, '') : String(error);
      entry.listed = { ...entry.listed, now: null, trouble: trouble === '' ? 'it cannot be read' : trouble };
    }
    [entry.readStamp, entry.readAtMs] = [entry.stamp, nowMs];
  };
  const isDue = (entry: Entry): boolean =>
    entry.readStamp !== entry.stamp ||
    (entry.listed.now?.isLive === true && options.nowMs() - entry.readAtMs >= AGAIN_MS) ||
    (entry.listed.now !== null && entry.listed.now.remark !== '');

  return {
    rows: () => {
      scan();
      const all = [...entries.values()].sort((a, b) => b.mtimeMs - a.mtimeMs);
      const shown = all.slice(0, MOST_LISTED);
      const began = performance.now();
      let isPartial = false;
      for (const entry of shown.filter(isDue)) {
        isPartial = performance.now() - began > READ_MS;
        if (isPartial) break;
        read(entry);
        closeOthers(all);
      }
      const rows = withBefore(shown.map((entry) => entry.listed)).map(listRow);
      return { rows, further: all.length - shown.length, isPartial };
    },
    sweep: (name, stage) => {
      scan();
      const entry = entries.get(name);
      return entry === undefined ? undefined : liveOf(entry, stage);
    },
    folderOf: (name) => entries.get(name)?.folder,
  };
}

function newEntry(outputDir: string, name: string, stamp: string, mtimeMs: number): Entry {
  const listed: ListedSweep = {
    name,
    rangeFile: '',
    begunMs: null,
    stages: [],
    now: null,
    trouble: '',
    before: '',
  };
  return { name, folder: join(outputDir, name), stamp, mtimeMs, readAtMs: 0, readStamp: '', listed, open: new Map() };
}

/** What nobody reads and nothing works on is read again when somebody asks. */
function closeOthers(entries: readonly Entry[]): void {
  const open = entries.filter((entry) => entry.open.size > 0 && entry.listed.now?.isLive !== true);
  for (const entry of open.sort((a, b) => b.readAtMs - a.readAtMs).slice(MOST_OPEN)) {
    if (![...entry.open.values()].some((live) => live.hasReaders())) entry.open.clear();
  }
}

/** The sweep of the same range file that began before it. */
function withBefore(sweeps: readonly ListedSweep[]): readonly ListedSweep[] {
  return sweeps.map((sweep) => {
    const earlier = sweeps.filter(
      (other) =>
        other.rangeFile !== '' &&
        basename(other.rangeFile) === basename(sweep.rangeFile) &&
        (other.begunMs ?? 0) < (sweep.begunMs ?? 0),
    );
    const [before] = earlier.sort((a, b) => (b.begunMs ?? 0) - (a.begunMs ?? 0));
    return { ...sweep, before: before?.name ?? '' };
  });
}

/** The journal of a sweep folder; undefined for what is none: a run of another tool, a half-made folder, the link to the newest. */
function journalOf(outputDir: string, name: string): Stats | undefined {
  if (name.startsWith('.')) return undefined;
  try {
    const folder = join(outputDir, name);
    if (name === LATEST_NAME && lstatSync(folder).isSymbolicLink()) return undefined;
    return statSync(join(folder, JOURNAL_NAME), { throwIfNoEntry: false });
  } catch {
    return undefined; // a file, or a folder that may not be looked into
  }
}
