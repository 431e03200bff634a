// SPDX-License-Identifier: MIT
import { labelOf, sweptAssignments } from '../../config/configuration.ts';
import { numberWidth } from '../../core/configuration-name.ts';
import type { FolderViewSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { displayText } from '../../core/value.ts';
import { configFileOf } from '../../report/build-view.ts';
import type { Progress } from '../../report/screen/live-words.ts';
import type { SweepView } from '../../report/view.ts';
import { stagesOf } from '../../run/stages/of-stage.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { noCounts } from '../../run/status.ts';
import { type WatchedRun, watchLine, type WatchModel, watchScreen } from '../../report/screen/watch-screen.ts';
import { type Clock, SYSTEM_CLOCK } from '../../edge/clock.ts';
import { glanceAt } from '../../edge/metrics/gather-view.ts';
import { type LiveRun, readStatus, type SweepStatus, stateText } from '../../edge/sweep-folder/sweep-status.ts';
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
    const key = JSON.stringify(model.whole.counts);
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
  const { view, unread } = glanceAt(sweepDir, status.state, settings, { nowMs, budgetMs: READ_MS });
  return {
    view,
    whole: wholeOf(status, view),
    running: status.running.map((one) => watchedRun(one, labels(status.state))),
    state: `${stateText(status, { nowMs, place: view.place ?? undefined })}${unread === 0 ? '' : `; the results of ${unread} runs are still to be read`}`,
    isLive: status.lock?.isHeld === true,
    openedAtMs: status.state.openedAtMs,
    nowMs,
  };
}

/** How all of the sweep gets on. Its table is that of one stage, and what runs may be of another. */
function wholeOf({ state, counts, announced }: SweepStatus, view: SweepView): Progress {
  if (stagesOf(state).length === 0) {
    const { running, pending } = view.counts;
    return { ...view, counts: { ...view.counts, running: running - announced, pending: pending + announced } };
  }
  const label = labels(state);
  const runs = [...state.runs.values()].filter((run) => !run.retired);
  return {
    counts: { ...noCounts(), ...counts },
    runs: runs.map((run) => ({
      status: run.status,
      reason: run.outcome?.reason ?? '',
      detail: run.outcome?.detail ?? '',
      folder: run.folder,
      configFile: label(run),
      endedAtMs: run.outcome?.endedAtMs ?? null,
    })),
  };
}

/** Returns what names the runs of a sweep: `config_017`, with stages `target/config_017`. */
function labels({ lastNumber }: SweepState): (run: RunState) => string {
  const width = numberWidth(lastNumber);
  return (run) => labelOf({ name: configFileOf(run, width), stage: run.stage });
}

function watchedRun({ run, live, sinceMs }: LiveRun, label: (run: RunState) => string): WatchedRun {
  return {
    run: run.run,
    name: label(run),
    values: sweptAssignments({ assignments: run.values, swept: run.swept }).map(({ name, value }) => [
      name,
      displayText(value),
    ]),
    sinceMs,
    devices: run.attempts.at(-1)?.devices ?? [],
    remark: live === 'running' ? '' : `[${live}]`,
  };
}
