// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/settings/args.ts';
import { codesMarkdown } from './lib/core/codes-page.ts';
import { SETTING_NAMES } from './lib/core/settings/index.ts';
import { listSettings, settingsExample, settingsMakefile, settingsPage } from './lib/commands/settings.ts';
import { EXIT, runScript } from './lib/commands/call/run-script.ts';

const SPEC: CommandSpec = {
  name: 'settings',
  summary: 'Lists every setting, its value for this call and where the value came from.',
  positionals: ['RANGE_CONFIG'],
  settings: SETTING_NAMES,
  switches: {
    markdown: 'print docs/settings.md',
    example: 'print .env.example',
    makefile: 'print scripts/settings.mk',
    errors: 'print docs/errors.md',
  },
};

await runScript(SPEC, (invocation) => {
  if (invocation.switches.has('markdown')) process.stdout.write(settingsPage());
  else if (invocation.switches.has('example')) process.stdout.write(settingsExample());
  else if (invocation.switches.has('makefile')) process.stdout.write(settingsMakefile());
  else if (invocation.switches.has('errors')) process.stdout.write(codesMarkdown());
  else process.stdout.write(listSettings(invocation));
  return EXIT.done;
});
