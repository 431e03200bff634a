// SPDX-License-Identifier: MIT
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { RunMetrics } from '../results/read-run.ts';
import { readTextIfExists, writeFileAtomic } from './files.ts';

/** Parsed metrics of a sweep folder, so that a report reads again only what changed. Deleting it costs time, nothing else. */
export const CACHE_NAME = '.metrics-cache.json';

const VERSION = 1;

/** A file changed this shortly before it was read may change again without a new mtime. */
const RACY_MS = 2000;

interface Entry {
  readonly stamp: string;
  readonly metrics: RunMetrics;
}

/** The metrics of runs whose files are as they were when last read. */
export interface MetricCache {
  /** Returns the metrics of a run, by `read` when something changed since they were kept. */
  get(run: string, folder: string, read: () => RunMetrics): RunMetrics;
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
  let changed = false;
  return {
    get: (run, folder, read) => {
      const old = before.get(run);
      if (old !== undefined && old.stamp === stampOf(folder, old.metrics.files)?.text) {
        after.set(run, old);
        return old.metrics;
      }
      const metrics = read();
      const stamp = stampOf(folder, metrics.files);
      if (stamp !== undefined && stamp.newestMs < nowMs - RACY_MS) {
        after.set(run, { stamp: stamp.text, metrics });
        changed = true;
      }
      return metrics;
    },
    save: () => {
      if (changed || after.size !== before.size) saveEntries(path, question, after);
    },
  };
}

/** The folder's own mtime tells of files that came or went, the files' of what was rewritten in place. */
function stampOf(folder: string, files: readonly string[]): { readonly text: string; readonly newestMs: number } | undefined {
  let text = '';
  let newestMs = 0;
  for (const name of ['', ...files]) {
    const stat = statSync(name === '' ? folder : join(folder, name), { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    text += `${stat.mtimeMs}:${name === '' ? '' : stat.size};`;
    newestMs = Math.max(newestMs, stat.mtimeMs);
  }
  return { text, newestMs };
}

function loadEntries(path: string, question: string): ReadonlyMap<string, Entry> {
  try {
    const cache = JSON.parse(readTextIfExists(path) ?? 'null') as { version?: unknown; question?: unknown; runs?: Record<string, Entry> } | null;
    if (cache?.version !== VERSION || cache.question !== question || cache.runs === undefined) return new Map();
    return new Map(Object.entries(cache.runs));
  } catch {
    return new Map(); // damaged: read everything again
  }
}

function saveEntries(path: string, question: string, entries: ReadonlyMap<string, Entry>): void {
  try {
    writeFileAtomic(path, JSON.stringify({ version: VERSION, question, runs: Object.fromEntries(entries) }));
  } catch {
    // A read-only folder: the next report reads everything again.
  }
}
