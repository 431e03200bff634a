// SPDX-License-Identifier: MIT
import type { FolderViewSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { type WatchedRun, watchLine, type WatchModel, watchScreen } from '../../report/screen/watch-screen.ts';
import { type Clock, SYSTEM_CLOCK } from '../../edge/clock.ts';
import { glanceAt } from '../../edge/metrics/gather-view.ts';
import { type LiveRun, readStatus, stateText } from '../../edge/sweep-folder/sweep-status.ts';
import type { WatchTerminal } from '../../edge/tty/watch-terminal.ts';

export interface WatchOptions {
  readonly terminal: WatchTerminal;
  readonly clock?: Clock | undefined;
  /** Milliseconds between two looks at the folder. */
  readonly everyMs?: number | undefined;
}

/**
 * Shows a sweep live until the user quits; without a terminal it writes a line whenever something changed, until no
 * runner is at work. Takes no lock.
 */
export async function watchSweep(
  sweepDir: string,
  settings: Settings<FolderViewSetting | 'TOP'>,
  options: WatchOptions,
): Promise<void> {
  const { terminal } = options;
  const clock = options.clock ?? SYSTEM_CLOCK;
  const everyMs = options.everyMs ?? 1000;
  const look = (): WatchModel => readModel(sweepDir, settings, clock.nowMs());
  if (terminal.isTerminal) await watchOnScreen(terminal, look, everyMs);
  else await watchInLines(terminal, look, everyMs);
}

async function watchOnScreen(terminal: WatchTerminal, look: () => WatchModel, everyMs: number): Promise<void> {
  let model = look(); // before the screen is taken, so that a wrong folder is told as anywhere else
  const draw = (): void => terminal.write(frameText(watchScreen(model, terminal.size())));
  await new Promise<void>((resolve, reject) => {
    let isOver = false;
    const end = (finish: () => void): void => {
      isOver = true;
      clearTimeout(timer);
      terminal.close();
      finish();
    };
    const lookAgain = (): void => {
      const began = performance.now();
      try {
        model = look();
        draw();
        if (!isOver) timer = setTimeout(lookAgain, pauseMs(everyMs, performance.now() - began));
      } catch (error) {
        end(() => reject(error instanceof Error ? error : new Error(String(error))));
      }
    };
    let timer = setTimeout(lookAgain, everyMs);
    terminal.open(draw, () => end(resolve));
    draw();
  });
}

async function watchInLines(terminal: WatchTerminal, look: () => WatchModel, everyMs: number): Promise<void> {
  let said = '';
  for (;;) {
    const began = performance.now();
    const model = look();
    const tookMs = performance.now() - began;
    const key = JSON.stringify(model.view.counts);
    if (key !== said) terminal.write(`${watchLine(model)}\n`);
    said = key;
    if (!model.isLive) {
      terminal.write(`${model.view.name}: ${model.state}\n`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs(everyMs, tookMs)));
  }
}

/** A look reads no longer than this in run folders; metrics that were read before cost little. */
const READ_MS = 1000;

/** A large sweep takes seconds to look at: watching takes no more than a fifth of a core. */
function pauseMs(everyMs: number, tookMs: number): number {
  return Math.max(everyMs, 4 * tookMs);
}

/** Each line is drawn in its place and its rest cleared: no flicker, and nothing scrolls. */
function frameText(lines: readonly string[]): string {
  return `\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J`;
}

function readModel(sweepDir: string, settings: Settings<FolderViewSetting | 'TOP'>, nowMs: number): WatchModel {
  const status = readStatus(sweepDir);
  const { view: told, unread } = glanceAt(sweepDir, status.state, settings, { nowMs, budgetMs: READ_MS });
  const { counts } = told;
  const view = {
    ...told,
    counts: { ...counts, running: counts.running - status.announced, pending: counts.pending + status.announced },
  };
  const isLive = status.lock?.isHeld === true;
  return {
    view,
    running: status.running.map(watchedRun),
    state: `${stateText(status, nowMs)}${unread === 0 ? '' : `; the results of ${unread} runs are still to be read`}`,
    isLive,
    openedAtMs: status.state.openedAtMs,
    nowMs,
  };
}

function watchedRun({ run, live, sinceMs }: LiveRun): WatchedRun {
  return {
    number: run.number,
    sinceMs,
    devices: run.attempts.at(-1)?.devices ?? [],
    remark: live === 'running' ? '' : `[${live}]`,
  };
}
