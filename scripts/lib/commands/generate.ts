// SPDX-License-Identifier: MIT
import { formatDiagnostics, UsageError } from '../core/diagnostic.ts';
import { type GenerateResult, writeConfigFolder } from '../edge/definition/config-folder.ts';
import { type Invocation, settingsOf } from '../edge/invocation.ts';
import { openRangeFile } from '../edge/definition/range-source.ts';
import { type OpenSweep, openSweep } from '../edge/definition/sweep-definition.ts';

/** Opens the range file a call names. Throws UsageError when it names none, DiagnosticsError when it is wrong. */
export function openNamedSweep(invocation: Invocation): OpenSweep {
  const path = settingsOf(invocation).text('RANGE_CONFIG');
  if (path === undefined || path === '') {
    throw new UsageError('no range file is named', 'make sweep RANGE_CONFIG=FILE; defconfigs/ holds examples');
  }
  const sweep = openSweep(openRangeFile(path, invocation.cwd), invocation.given);
  if (sweep.warnings.length > 0) process.stderr.write(`${formatDiagnostics(sweep.warnings)}\n`);
  return sweep;
}

/** Brings the folder of configurations in line with the range file; returns what was done and one paragraph on it. */
export function generate(invocation: Invocation): { result: GenerateResult; notes: readonly string[]; text: string } {
  const sweep = openNamedSweep(invocation);
  const result = writeConfigFolder(sweep, sweep.definition.settings.get('CONFIG_DIR'));
  const lines = [
    `${result.count} ${result.count === 1 ? 'configuration' : 'configurations'} of ${sweep.range.name} in ${result.folder}/ (${changes(result)})`,
  ];
  for (const note of sweep.notes) lines.push(`  note: ${note}`);
  return { result, notes: sweep.notes, text: `${lines.join('\n')}\n` };
}

function changes({ written, unchanged, removed }: GenerateResult): string {
  const parts = [];
  if (written > 0) parts.push(`${written} ${written === 1 ? 'file' : 'files'} written`);
  if (unchanged > 0) parts.push(`${unchanged} unchanged`);
  if (removed > 0) parts.push(`${removed} stale removed`);
  return parts.join(', ');
}
