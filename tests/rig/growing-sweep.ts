// SPDX-License-Identifier: MIT
import { appendFileSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { JOURNAL_NAME } from '../../scripts/lib/edge/journal/journal-file.ts';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { type SyntheticRun, writeSyntheticSweep } from './synthetic-sweep.ts';

/** A sweep whose journal is handed out line by line, as a runner writes it. */
export interface GrowingSweep {
  readonly folder: string;
  /** All lines of the journal: its header, one a run that adds it, then three a run that begins and ends it. */
  readonly lines: readonly string[];
  /** Lets so many lines be there. */
  write(lines: number): void;
  /** Lets so many runs have ended. */
  end(runs: number): void;
}

/** Writes a sweep folder whose journal is still empty; the files of its runs are there already. */
export function growingSweep(
  folder: string,
  runs: readonly SyntheticRun[],
  settings: Readonly<Record<string, string>> = {},
): GrowingSweep {
  writeSyntheticSweep(folder, { runs, settings });
  const path = join(folder, JOURNAL_NAME);
  const all = readFileSync(path, 'utf8').trimEnd().split('\n');
  // As a runner does: all runs are added before the first begins.
  const isAdded = (line: string): boolean => line.includes('"kind":"added"');
  const others = all.slice(1).filter((line) => !isAdded(line));
  const lines = [...all.slice(0, 1), ...all.filter(isAdded), ...others].map((line) => `${line}\n`);
  let written = 0;
  truncateSync(path, 0);
  const write = (count: number): void => {
    appendFileSync(path, lines.slice(written, count).join(''));
    written = count;
  };
  return { folder, lines, write, end: (count) => write(1 + runs.length + 3 * count) };
}

/** Returns runs as a search of five parameters has them: curves of ten epochs, and a failure now and then. */
export function searchRuns(count: number): readonly SyntheticRun[] {
  const rng = createRng('search');
  return Array.from({ length: count }, (_, i): SyntheticRun => {
    const lr = (10 ** (-4 + 3 * rng.float())).toPrecision(6);
    const values = {
      CONFIG_LR: lr,
      CONFIG_WD: (10 ** (-6 + 4 * rng.float())).toPrecision(6),
      CONFIG_DEPTH: String(1 + rng.below(6)),
      CONFIG_WIDTH: String(64 * (1 + rng.below(8))),
      CONFIG_OPT: rng.below(2) === 0 ? 'adam' : 'sgd',
    };
    if (i % 40 === 7)
      return {
        values,
        end: { status: 'failed', reason: 'exit code', exitCode: 1, detail: 'exit code 1', signature: 'it broke' },
        files: { 'output.log': 'it broke\n' },
      };
    const best = 80 - (Math.log10(Number(lr)) + 2.5) ** 2 + rng.float();
    const curve = Array.from({ length: 10 }, (_e, e) => Math.round(1000 * (best - 20 / (e + 1))) / 1000);
    const loss = curve.map((acc) => Math.round(1e4 * Math.exp((50 - acc) / 20)) / 1e4);
    return { values, seconds: 10 + 90 * rng.float(), files: { 'training_metrics.json': { test_acc: curve, loss } } };
  });
}
