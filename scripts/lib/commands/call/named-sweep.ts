// SPDX-License-Identifier: MIT
import { resolve } from 'node:path';
import { UsageError } from '../../core/diagnostic.ts';
import type { CONFIGURATION_CHOICE } from '../../core/settings/groups.ts';
import type { CheckPolicy } from '../../edge/definition/check-command.ts';
import { recordsIn } from '../../edge/definition/config-folder.ts';
import { openRangeFile, type RangeSource } from '../../edge/definition/range-source.ts';
import { type OpenSweep, openSweep } from '../../edge/definition/sweep-definition.ts';
import { type Call, tellWarnings } from './command.ts';

/** Settings that say which sweep a range file is. */
export type SweepSetting = 'RANGE_CONFIG' | 'ALLOW_CODE' | 'CONFIG_DIR' | (typeof CONFIGURATION_CHOICE)[number];

/** Opens the range file, or the definition of another system, at a path that a call names. */
export function openCalledRange(call: Pick<Call<'ALLOW_CODE'>, 'settings' | 'cwd'>, path: string): RangeSource {
  return openRangeFile(path, call.cwd, { allowCode: call.settings.get('ALLOW_CODE') });
}

/** Returns leave to run SWEEP_CHECK_COMMAND for what the folder of configurations has no answers of. */
export function checkPolicy(call: Call<'CONFIG_DIR'>): CheckPolicy {
  return { kind: 'run', cwd: call.cwd, known: recordsIn(resolve(call.cwd, call.settings.get('CONFIG_DIR'))) };
}

/** Opens the range file a call names and tells its warnings. Throws UsageError when it names none, DiagnosticsError when it is wrong. */
export function openNamedSweep(call: Call<SweepSetting>): OpenSweep {
  const path = call.settings.text('RANGE_CONFIG');
  if (path === undefined || path === '') {
    throw new UsageError('no range file is named', 'make sweep RANGE_CONFIG=FILE; defconfigs/ holds examples');
  }
  const sweep = openSweep(openCalledRange(call, path), call.given, checkPolicy(call));
  tellWarnings(call, sweep.warnings);
  return sweep;
}
