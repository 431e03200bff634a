// SPDX-License-Identifier: MIT
import { UsageError } from '../../core/diagnostic.ts';
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
