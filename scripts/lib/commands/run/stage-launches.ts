// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../../core/diagnostic.ts';
import type { StageLaunch } from '../../exec/engine/launch.ts';
import { compileCommand } from '../../run/command.ts';
import { parseTimeout } from '../../run/timeout.ts';
import { argumentStyleOf } from './argument-style.ts';
import { stageLabel } from './require-command.ts';
import { outputWords } from './stage-outputs.ts';
import type { StageSettings } from '../call/stage-settings.ts';

/** Returns how the runs of each stage are started, with everything that is wrong in their settings. */
export function openStageLaunches(stages: readonly StageSettings[]): Checked<ReadonlyMap<string, StageLaunch>> {
  const diagnostics: Diagnostic[] = [];
  const launches = new Map<string, StageLaunch>();
  for (const { name, settings } of stages) {
    const command = compileCommand(settings.text('COMMAND') ?? '', stageLabel(name), argumentStyleOf(settings));
    const timeout = parseTimeout(settings.text('TIMEOUT'));
    diagnostics.push(...command.diagnostics, ...timeout.diagnostics);
    if (command.value === undefined || timeout.value === undefined) continue;
    const [setup, retries] = [settings.text('SETUP') ?? '', settings.get('RETRIES')];
    const outputs = outputWords(settings);
    launches.set(name, { command: command.value, setup, retries, timeout: timeout.value, outputs });
  }
  return { value: launches, diagnostics };
}
