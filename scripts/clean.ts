// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/settings/args.ts';
import { cleanConfigFolder } from './lib/edge/definition/config-folder.ts';
import { settingsOf } from './lib/edge/invocation.ts';
import { EXIT, runScript } from './lib/commands/call/run-script.ts';

const SPEC: CommandSpec = {
  name: 'clean',
  summary: 'Removes the generated configurations; results are never touched.',
  positionals: ['CONFIG_DIR'],
  settings: [],
  details: 'Only files that generate wrote are removed; the folder goes too when nothing else is in it.',
};

await runScript(SPEC, (invocation) => {
  const folder = settingsOf(invocation).get('CONFIG_DIR');
  const { removed, kept } = cleanConfigFolder(folder);
  const rest = kept.length === 0 ? '' : `; kept what is not ours: ${kept.join(', ')}`;
  const text =
    removed === 0
      ? `${folder}/: nothing to remove${rest}`
      : `${folder}/: ${removed} ${removed === 1 ? 'file' : 'files'} removed${rest}`;
  process.stdout.write(
    invocation.switches.has('json') ? `${JSON.stringify({ folder, removed, kept })}\n` : `${text}\n`,
  );
  return EXIT.done;
});
