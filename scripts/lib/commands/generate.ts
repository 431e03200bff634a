// SPDX-License-Identifier: MIT
import { type GenerateResult, writeConfigFolder } from '../edge/definition/config-folder.ts';
import { commandOf, EXIT } from './call/command.ts';
import { openNamedSweep } from './call/named-sweep.ts';
import { refuseUselessCommands } from './run/require-command.ts';
import { GENERATE_SPEC } from './specs/configurations.ts';

/** Brings the folder of configurations in line with the range file and says what was done. */
export const GENERATE = commandOf(GENERATE_SPEC, (call) => {
  const sweep = openNamedSweep(call);
  const { notes, range } = sweep;
  // What cannot be run need not be written.
  if (call.switches.has('to-run')) refuseUselessCommands(sweep.definition);
  const result = writeConfigFolder(sweep, call.settings.get('CONFIG_DIR'));
  return {
    text: () => generatedText(result, range.name, notes),
    json: () => ({ ...result, notes }),
    exit: EXIT.done,
  };
});

function generatedText(result: GenerateResult, range: string, notes: readonly string[]): string {
  const lines = [
    `${result.count} ${result.count === 1 ? 'configuration' : 'configurations'} of ${range} in ${result.folder}/ (${changes(result)})`,
  ];
  for (const note of notes) lines.push(`  note: ${note}`);
  return `${lines.join('\n')}\n`;
}

function changes({ written, unchanged, removed }: GenerateResult): string {
  const parts = [];
  if (written > 0) parts.push(`${written} ${written === 1 ? 'file' : 'files'} written`);
  if (unchanged > 0) parts.push(`${unchanged} unchanged`);
  if (removed > 0) parts.push(`${removed} stale removed`);
  return parts.join(', ');
}
