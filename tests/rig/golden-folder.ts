// SPDX-License-Identifier: MIT
import { cpSync, lutimesSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, type Sandbox } from './sandbox.ts';

const GOLDEN = join(ROOT, 'tests', 'fixtures', 'golden');

/** Sweep folders that version 0.1.0 wrote; the README.md beside them tells how each came to be. */
export const GOLDEN_NAMES = [
  'cancelled',
  'cluster',
  'detached',
  'failed',
  'local',
  'merged',
  'pruned',
  'seeds',
  'shard',
] as const;
export type GoldenName = (typeof GOLDEN_NAMES)[number];

/** What else of reports the folders hold: removed from a copy, so that a test sees only what was written anew. */
const REPORTS = ['sweep_summary.json', 'sweep_summary.csv', 'sweep_summary.md', 'sweep_analysis.txt'];

/** Returns the names of the folders that are there, sorted. */
export function goldenFolders(): string[] {
  return readdirSync(GOLDEN, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** One time for all files of a copy, later than the runs of then (epoch seconds). */
const COPIED_AT_S = 1_796_000_000;

/**
 * Copies a golden folder, its reports left out, to `copies/<as>` of a sandbox; returns that name. Neither git nor a copy
 * keeps times, and a metric file that looks older than the claim of its attempt does not count: all get one time.
 */
export function copyGolden(box: Sandbox, name: GoldenName, as: string = name): string {
  cpSync(join(GOLDEN, name), box.path('copies', as), { recursive: true, verbatimSymlinks: true });
  for (const report of REPORTS) rmSync(box.path('copies', as, report));
  for (const entry of readdirSync(box.path('copies', as), { withFileTypes: true, recursive: true }))
    lutimesSync(join(entry.parentPath, entry.name), COPIED_AT_S, COPIED_AT_S);
  return join('copies', as);
}

/** Returns the text of a file of a golden folder, as 0.1.0 wrote it. */
export function goldenText(name: GoldenName, file: string): string {
  return readFileSync(join(GOLDEN, name, file), 'utf8');
}

interface JournalLine {
  readonly kind?: string;
  readonly run?: string;
  readonly number?: number;
}

/** Returns the numbers of the runs that a copy has started since it was copied, in order, once for each attempt. */
export function startedSince(box: Sandbox, name: GoldenName, copy: string): number[] {
  const lines = box
    .read(join(copy, 'journal.jsonl'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalLine); // the journal of a test
  const numbers = new Map(lines.filter((e) => e.kind === 'added').map((e) => [e.run, e.number ?? 0]));
  const old = goldenText(name, 'journal.jsonl').trimEnd().split('\n').length;
  return lines
    .slice(old)
    .filter((event) => event.kind === 'starting')
    .map((event) => numbers.get(event.run) ?? 0);
}

/** Returns the folder of a run in a copy. */
export function runFolderOf(box: Sandbox, copy: string, number: number): string {
  const head = `config_${String(number).padStart(3, '0')}_`;
  return join(copy, box.list(copy).find((entry) => entry.startsWith(head)) ?? '');
}
