// SPDX-License-Identifier: MIT
import { fstatSync, writeSync } from 'node:fs';
import type { SweepState } from '../../run/state.ts';
import { formatDuration } from '../../core/quantity.ts';
import { factsOfStatus } from '../../run/status.ts';

/** Where progress is written: standard error, as a terminal or not. */
export interface ProgressSink {
  readonly isTerminal: boolean;
  /** The terminal wraps its lines anew when it becomes narrower, as most do; xterm and the Linux console cut them. */
  readonly reflows: boolean;
  columns(): number;
  write(text: string): void;
}

/** Returns the sink of a process's standard error. */
export function standardErrorSink(stderr: NodeJS.Process['stderr']): ProgressSink {
  return {
    isTerminal: stderr.isTTY === true && process.env['TERM'] !== 'dumb',
    reflows:
      process.env['TMUX'] !== undefined ||
      (process.env['XTERM_VERSION'] === undefined && process.env['TERM'] !== 'linux'),
    columns: () => stderr.columns ?? 80,
    write: isFile(STANDARD_ERROR) ? writeToFile : (text) => void stderr.write(text),
  };
}

const STANDARD_ERROR = 2;

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false; // closed by the caller
  }
}

/** A file on a full disk takes no text; Node's stream would take none ever after either. */
function writeToFile(text: string): void {
  const bytes = Buffer.from(text);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(STANDARD_ERROR, bytes, done);
  } catch {
    // progress that nobody can read; what counts is in the sweep folder
  }
}

/** Counts that a progress line shows. */
export interface ProgressCounts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly running: number;
  readonly elapsedS: number;
  /** Undefined while nothing has ended yet. */
  readonly remainingS: number | undefined;
  /** `test_acc=93.1 (config_017)`; undefined without a metric. */
  readonly best: string | undefined;
}

/** Returns the counts of a sweep that has just been opened. */
export function countEnded(state: SweepState): { total: number; done: number; failed: number } {
  let [total, done, failed] = [0, 0, 0];
  for (const run of state.runs.values()) {
    if (run.retired) continue;
    total += 1;
    if (factsOfStatus(run.status).isRankable) done += 1;
    if (run.status === 'failed') failed += 1;
  }
  return { total, done, failed };
}

/** Returns one line of progress, no longer than the terminal is wide. */
export function progressLine(counts: ProgressCounts, columns: number): string {
  const ended = counts.done + counts.failed;
  const words = [`${ended}/${counts.total}`];
  if (counts.failed > 0) words.push(`${counts.failed} failed`);
  words.push(`${counts.running} running`, formatDuration(counts.elapsedS));
  if (counts.remainingS !== undefined && ended < counts.total)
    words.push(`about ${formatDuration(counts.remainingS)} left`);
  if (counts.best !== undefined) words.push(`best ${counts.best}`);
  const text = words.join(', ');
  const room = Math.min(30, columns - text.length - 4);
  if (room < 5) return text.slice(0, Math.max(0, columns - 1));
  const filled = counts.total === 0 ? room : Math.floor((room * ended) / counts.total);
  return `[${'#'.repeat(filled)}${'-'.repeat(room - filled)}] ${text}`;
}

/** A line at the bottom of the terminal that is drawn over, with ordinary lines above it. */
export interface BottomLine {
  /** Writes whole lines above the bottom line. */
  print(text: string): void;
  draw(line: string): void;
  clear(): void;
}

/** Returns the bottom line of a sink; without a terminal it draws nothing and prints plainly. */
export function openBottomLine(sink: ProgressSink): BottomLine {
  let drawn = '';
  const erase = (): void => {
    if (drawn === '') return;
    // It may have been drawn on a wider terminal: then it is several rows now.
    const rows = sink.reflows ? Math.ceil(drawn.length / Math.max(1, sink.columns())) : 1;
    sink.write(`\r${rows > 1 ? `\u001b[${rows - 1}A` : ''}\u001b[J`);
  };
  return {
    print: (text) => {
      erase();
      drawn = drawn.slice(0, Math.max(0, sink.columns() - 1));
      sink.write(`${text}\n${drawn}`);
    },
    draw: (line) => {
      if (!sink.isTerminal || line === drawn) return;
      erase();
      drawn = line;
      sink.write(line);
    },
    clear: () => {
      erase();
      drawn = '';
    },
  };
}
