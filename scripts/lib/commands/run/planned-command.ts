// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { shellQuote } from '../../core/shell-quote.ts';
import { needWords } from '../../exec/engine/launch-needs.ts';
import { type LaunchPlan, renderCommand } from '../../exec/engine/launch.ts';
import { neededRuns } from '../../run/stages/needed.ts';
import type { RunState } from '../../run/state.ts';

/** What would be executed for a run, and where. */
export interface PlannedCommand {
  readonly number: number;
  readonly name: string;
  readonly command: string;
  readonly cwd: string;
}

/** Returns the final command of a run. Throws DiagnosticsError when a template cannot be rendered for it. */
export function plannedCommand(launch: LaunchPlan, run: RunState): PlannedCommand {
  const outDir = join(launch.sweepDir, run.folder);
  const place = {
    config: `${outDir}/${launch.configFileName(run.run)}`,
    outDir,
    number: run.number,
    name: launch.runName(run),
    rangeDir: launch.rangeDir,
    needs: needWords(neededRuns(run, launch.runs), launch.sweepDir),
  };
  return { number: run.number, name: place.name, ...renderCommand(launch, run, place) };
}

/** Returns a line that one could paste into a shell. */
export function pastedCommand({ command, cwd }: PlannedCommand): string {
  return `(cd -- ${shellQuote(cwd)} && ${command.includes('\n') ? `bash -c ${shellQuote(command)}` : command})\n`;
}
