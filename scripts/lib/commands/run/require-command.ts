// SPDX-License-Identifier: MIT
import { UsageError } from '../../core/diagnostic.ts';
import type { DefinedSweep } from '../../config/definition.ts';
import type { Settings } from '../../core/settings/resolve.ts';

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

/** Throws UsageError when a sweep has no command, or one of its stages. */
export function refuseMissingCommands({ settings, stages }: Pick<DefinedSweep, 'settings' | 'stages'>): void {
  if (stages === undefined) requireCommand(settings);
  else for (const stage of stages.stages) requireCommand(stage.settings, stage.name);
}
