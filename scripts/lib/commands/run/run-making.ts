// SPDX-License-Identifier: MIT
import { UsageError } from '../../core/diagnostic.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import type { StageSettings } from '../call/stage-settings.ts';
import type { RunMaking } from './wanted-runs.ts';

/** Settings of a sweep, and of each of its stages. */
export interface SweepSettings {
  readonly settings: Settings;
  readonly stages: readonly StageSettings[];
}

/** Returns SWEEP_COMMAND, that of a stage where one is named. Throws UsageError when nobody gave one. */
export function requireCommand(settings: Settings, stage?: string): string {
  const command = settings.text('COMMAND');
  if (command !== undefined && command.trim() !== '') return command;
  throw new UsageError(
    stage === undefined
      ? 'SWEEP_COMMAND is not set: there is nothing to run'
      : `stage "${stage}" has no SWEEP_COMMAND: there is nothing to run`,
    'put SWEEP_COMMAND="python train.py --config {{config}} --out {{out_dir}}" into the range file',
  );
}

/** Returns how runs are made of configurations. Throws UsageError when a command is missing. */
export function runMaking({ settings, stages }: SweepSettings, configFile: string): RunMaking {
  const commands = new Map(stages.map((stage) => [stage.name, requireCommand(stage.settings, stage.name)]));
  const whole = stages.length === 0 ? requireCommand(settings) : '';
  return {
    commandOf: (stage) => commands.get(stage ?? '') ?? whole,
    codeVersion: settings.text('CODE_VERSION'),
    configFile,
  };
}

/** Returns what the manifest of a sweep says of its commands: one a line, with the stage where there are stages. */
export function commandText({ settings, stages }: SweepSettings): string {
  if (stages.length === 0) return requireCommand(settings);
  return stages.map((stage) => `${stage.name}: ${requireCommand(stage.settings, stage.name)}`).join('\n');
}
