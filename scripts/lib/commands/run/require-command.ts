// SPDX-License-Identifier: MIT
import type { Source } from '../../core/source.ts';
import type { DefinedSweep } from '../../config/definition.ts';
import { DiagnosticsError, UsageError } from '../../core/diagnostic.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { shellQuote } from '../../core/shell-quote.ts';
import { commandOfRun, type LaunchedSweep } from '../../exec/engine/launch.ts';
import { compileCommand } from '../../run/command.ts';
import type { RunState } from '../../run/state.ts';

/** Returns SWEEP_COMMAND, that of a stage where one is named. Throws UsageError when nobody gave one. */
export function requireCommand(settings: Settings<'COMMAND'>, stage?: string): string {
  const command = settings.text('COMMAND');
  if (command !== undefined && command.trim() !== '') return command;
  throw new UsageError(
    stage === undefined
      ? 'SWEEP_COMMAND is not set: there is nothing to run'
      : `stage "${stage}" has no SWEEP_COMMAND: there is nothing to run`,
    'put SWEEP_COMMAND="python train.py --config {{config}} --out {{out_dir}}" into the range file; make sweep-init SCRIPT=train.py writes one',
  );
}

/** Throws UsageError when a sweep or one of its stages has no command, DiagnosticsError where one is wrong by itself. */
export function refuseUselessCommands({ settings, stages }: Pick<DefinedSweep, 'settings' | 'stages'>): void {
  const commands =
    stages === undefined
      ? [{ place: commandPlace(settings), text: requireCommand(settings) }]
      : stages.stages.map(({ name, settings: own }) => ({
          place: commandPlace(own, name),
          text: requireCommand(own, name),
        }));
  const trouble = commands.flatMap(({ place, text }) => compileCommand(text, place).diagnostics);
  if (trouble.length > 0) throw new DiagnosticsError(trouble);
}

const COMMAND_LABEL = 'SWEEP_COMMAND';

/** Returns where the command of a sweep or of one of its stages stands, for messages. */
export function commandPlace(
  settings: Pick<Settings<'COMMAND'>, 'span'>,
  stage?: string,
): Pick<Source, 'path' | 'value'> {
  const path = stage === undefined ? COMMAND_LABEL : `${COMMAND_LABEL} of stage "${stage}"`;
  return { path, value: settings.span('COMMAND') };
}

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
