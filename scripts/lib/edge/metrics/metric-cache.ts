// SPDX-License-Identifier: MIT
import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunMetrics } from '../../results/read-run.ts';
import { readTextIfExists, statOrCode, writeFileAtomic } from '../files.ts';
import { fingerprintOf } from '../source-closure.ts';

/** Parsed metrics of a sweep folder, so that a report reads again only what changed. Deleting it costs time, nothing else. */
export const CACHE_NAME = '.metrics-cache.json';

/**
 * What decides what the same files come to: the readers, what asks them, and this file (lines of JSON: a header, then a Line
 * for each report that read something anew; a later entry replaces an earlier one), with all that they run.
 */
export const READING_SOURCES: readonly string[] = [
  'edge/metrics/metric-cache.ts',
  'edge/metrics/read-options.ts',
  'edge/run-folder/run-files.ts',
  'edge/run-folder/within-time.ts',
  'results/read-run.ts',
  'results/readers/log-regex.ts',
  'results/readers/metric-spec.ts',
  'results/readers/metric-files.ts',
];

let ownReaders: { readonly text: string | undefined } | undefined;

/** Tells the readers from any others; nobody raises it by hand. Undefined: nothing is kept. */
function readers(): string | undefined {
  ownReaders ??= { text: fingerprintOf(READING_SOURCES) };
  return ownReaders.text;
}

/** A file changed this shortly before it was read may change again without a new mtime. */
const RACY_MS = 2000;

interface Entry {
  readonly stamp: string;
  readonly metrics: RunMetrics;
}

/** Says by itself what was asked: another report may have written the file anew, for another question, since its header was read. */
interface Line {
  readonly question: string;
  readonly entries: Readonly<Record<string, Entry>>;
}

/** What the file holds. */
interface Kept {
  readonly entries: Map<string, Entry>;
  /** Entries written, replaced ones too; 0 when the file has to be written anew. */
  readonly written: number;
}

/** The metrics of runs whose files are as they were when last read. */
export interface MetricCache {
  /** Returns the metrics of a run, by `read` when something changed since they were kept; what it does not know is not kept. */
  get<None extends undefined = never>(run: string, folder: string, read: () => RunMetrics | None): RunMetrics | None;
  /** Writes the cache when it changed. A folder that cannot be written is no trouble. */
  save(): void;
}

/**
 * Opens the cache of a sweep folder. `question` names what is read out of the files (metrics, log pattern): another
 * question starts an empty cache.
 */
export function openMetricCache(sweepDir: string, question: string, nowMs: number): MetricCache {
  const path = join(sweepDir, CACHE_NAME);
  const before = loadEntries(path, question);
  const after = new Map<string, Entry>();
  const fresh = new Map<string, Entry>();
  return {
    get: (run, folder, read) => {
      const old = before.entries.get(run);
      if (old !== undefined && old.stamp === stampOf(folder, old.metrics)?.text) {
        after.set(run, old);
        return old.metrics;
      }
      const metrics = read();
      if (metrics === undefined || metrics.isProvisional === true) return metrics;
      const stamp = stampOf(folder, metrics);
      if (stamp !== undefined && stamp.newestMs < nowMs - RACY_MS) {
        const entry = { stamp: stamp.text, metrics };
        after.set(run, entry);
        fresh.set(run, entry);
      }
      return metrics;
    },
    save: () => {
      if (readers() === undefined) return;
      // Appending costs what changed; when a half of the file is of no more use it is written anew.
      if (before.written === 0 || before.written + fresh.size > 2 * after.size) saveEntries(path, question, after);
      else if (fresh.size > 0) appendEntries(path, question, fresh);
    },
  };
}

/** The folder's own mtime tells of files that came or went, the files' of what was rewritten in place; undefined when what was read is over. */
function stampOf(
  folder: string,
  { files, awaited = [], looked = [] }: RunMetrics,
): { readonly text: string; readonly newestMs: number } | undefined {
  if (awaited.some((name) => existsSync(`${folder}/${name}`))) return undefined;
  let text = '';
  let newestMs = 0;
  for (const name of ['', ...looked, ...files]) {
    const stat = statOrCode(name === '' ? folder : `${folder}/${name}`);
    if (typeof stat === 'string') return undefined;
    text += `${stat.mtimeMs}:${name === '' ? '' : stat.size};`;
    newestMs = Math.max(newestMs, stat.mtimeMs);
  }
  return { text, newestMs };
}

function loadEntries(path: string, question: string): Kept {
  const nothing: Kept = { entries: new Map(), written: 0 };
  if (readers() === undefined) return nothing;
  try {
    const [header = '', ...lines] = (readTextIfExists(path) ?? '').trimEnd().split('\n');
    if (header !== headerOf(question)) return nothing;
    const entries = new Map<string, Entry>();
    let written = 0;
    for (const line of lines) {
      const { question: asked, entries: found } = JSON.parse(line) as Line;
      for (const [run, entry] of Object.entries(found)) {
        if (asked === question) entries.set(run, entry);
        written += 1;
      }
    }
    return { entries, written };
  } catch {
    return nothing; // damaged: read everything again
  }
}

function headerOf(question: string): string {
  return JSON.stringify({ readers: readers(), question });
}

function lineOf(question: string, entries: ReadonlyMap<string, Entry>): string {
  return `${JSON.stringify({ question, entries: Object.fromEntries(entries) } satisfies Line)}\n`;
}

function saveEntries(path: string, question: string, entries: ReadonlyMap<string, Entry>): void {
  try {
    writeFileAtomic(path, `${headerOf(question)}\n${lineOf(question, entries)}`);
  } catch {
    // A read-only folder: the next report reads everything again.
  }
}

function appendEntries(path: string, question: string, entries: ReadonlyMap<string, Entry>): void {
  try {
    appendFileSync(path, lineOf(question, entries));
  } catch {
    // As above; a line that was cut short makes the next report read everything again.
  }
}
