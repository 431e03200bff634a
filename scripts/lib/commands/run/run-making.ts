// SPDX-License-Identifier: MIT
import type { Settings } from '../../core/settings/resolve.ts';
import { styleIdentity } from '../../run/arguments.ts';
import type { StageSettings } from '../call/stage-settings.ts';
import { argumentStyleOf } from './argument-style.ts';
import { requireCommand } from './require-command.ts';
import type { RunMaking } from './wanted-runs.ts';

/** Settings of a sweep, and of each of its stages. */
export interface SweepSettings {
  readonly settings: Settings;
  readonly stages: readonly StageSettings[];
}

/** Returns how runs are made of configurations. Throws UsageError when a command is missing. */
export function runMaking({ settings, stages }: SweepSettings, configFile: string): RunMaking {
  const commands = new Map(stages.map((stage) => [stage.name, requireCommand(stage.settings, stage.name)]));
  const styles = new Map(stages.map((stage) => [stage.name, styleIdentity(argumentStyleOf(stage.settings))]));
  const style = styleIdentity(argumentStyleOf(settings));
  const whole = stages.length === 0 ? requireCommand(settings) : '';
  return {
    commandOf: (stage) => commands.get(stage ?? '') ?? whole,
    argsOf: (stage) => (stage === undefined ? style : styles.get(stage)),
    codeVersion: settings.text('CODE_VERSION'),
    configFile,
  };
}

/** Returns what the manifest of a sweep says of its commands: one a line, with the stage where there are stages. */
export function commandText({ settings, stages }: SweepSettings): string {
  if (stages.length === 0) return requireCommand(settings);
  return stages.map((stage) => `${stage.name}: ${requireCommand(stage.settings, stage.name)}`).join('\n');
}
