// SPDX-License-Identifier: MIT
// Folders as hypnettorch calls them: sim_..._01, and the commands in commands_wo_dirs.sh. What it has the time in its names for, to tell
// searches apart, the sweep folder does.
import { argumentWords } from '../arguments.ts';
import type { WantedRun } from '../wanted.ts';
import type { RunLayout } from './layout.ts';

export const HYPNETTORCH_LAYOUT: RunLayout = {
  folder: ({ name }) => `sim_${name.replace(/^config_/, '')}`,
  items: (runs) => [
    {
      kind: 'file',
      path: 'commands_wo_dirs.sh',
      text: runs.map(({ run, folder }) => commandLine(run, folder)).join(''),
    },
  ],
};

function commandLine({ values }: WantedRun, folder: string): string {
  return `# ${folder}\n${argumentWords(values)}\n`;
}
