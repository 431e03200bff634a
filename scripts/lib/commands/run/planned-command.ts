// SPDX-License-Identifier: MIT
import { shellQuote } from '../../core/shell-quote.ts';
import { commandOfRun, type LaunchedSweep } from '../../exec/engine/launch.ts';
import type { RunState } from '../../run/state.ts';

/** What would be executed for a run, and where. */
export interface PlannedCommand {
  readonly number: number;
  readonly name: string;
  readonly command: string;
  readonly cwd: string;
}

/** Returns the final command of a run. Throws DiagnosticsError when a template cannot be rendered for it. */
export function plannedCommand(sweep: LaunchedSweep, run: RunState): PlannedCommand {
  return { number: run.number, name: sweep.plan.runName(run), ...commandOfRun(sweep, run) };
}

/** Returns a line that one could paste into a shell. */
export function pastedCommand({ command, cwd }: PlannedCommand): string {
  return `(cd -- ${shellQuote(cwd)} && ${command.includes('\n') ? `bash -c ${shellQuote(command)}` : command})\n`;
}
