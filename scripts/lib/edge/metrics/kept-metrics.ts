// SPDX-License-Identifier: MIT
import type { RunMetrics } from '../../results/read-run.ts';
import type { RunState } from '../../run/state.ts';
import { lostFiles } from '../run-folder/outputs.ts';

/**
 * Returns what a run reports, with the metrics that the journal kept where the files that held them are gone or empty (a power
 * cut, a full disk, somebody's hand): that is what it reported when it ended, and it is said.
 */
export function withKeptMetrics(read: RunMetrics, { status, reported }: RunState, folder: string): RunMetrics {
  if (reported === null || status !== 'done') return read;
  const kept = Object.entries(reported.metrics).filter(([name]) => !Object.hasOwn(read.values, name));
  if (kept.length === 0) return read;
  const lost = lostFiles(folder, reported.files);
  if (lost.length === 0) return read;
  const names = new Set(kept.map(([name]) => name));
  return {
    ...read,
    values: { ...read.values, ...Object.fromEntries(kept) },
    missing: read.missing.filter((name) => !names.has(name)),
    problems: [
      ...read.problems,
      `${lost.join(', ')}:1:1: it is gone or empty; ${[...names].join(', ')} is what the journal kept`,
    ],
  };
}
