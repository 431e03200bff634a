// SPDX-License-Identifier: MIT
import { UsageError } from '../../core/diagnostic.ts';
import type { Settings } from '../../core/settings/resolve.ts';

/** Returns SWEEP_COMMAND. Throws UsageError when nobody gave one. */
export function requireCommand(settings: Settings<'COMMAND'>): string {
  const command = settings.text('COMMAND');
  if (command !== undefined && command.trim() !== '') return command;
  throw new UsageError(
    'SWEEP_COMMAND is not set: there is nothing to run',
    'put SWEEP_COMMAND="python train.py --config {{config}} --out {{out_dir}}" into the range file; make sweep-init SCRIPT=train.py writes one',
  );
}
