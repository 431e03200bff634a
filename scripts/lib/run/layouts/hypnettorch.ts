// SPDX-License-Identifier: MIT
// Folders as hypnettorch calls them: sim_..._01, and the commands in commands_wo_dirs.sh. What it has the time in its names for, to tell
// searches apart, the sweep folder does.
import { argumentWords } from '../arguments.ts';
import type { FolderedRun, RunLayout } from './layout.ts';

export const HYPNETTORCH_LAYOUT: RunLayout = {
  folder: ({ name, number = 1 }) => `sim_${String(number).padStart(name.replace(/^\D+/, '').length, '0')}`,
  items: (runs) => [
    {
      kind: 'file',
      path: 'commands_wo_dirs.sh',
      text: runs.map(({ run, folder }) => commandLine(run, folder)).join(''),
    },
  ],
  reports: ['search-results', 'seeds-summary'],
  firstSeed: 0, // gather_random_seeds takes range(num_seeds)
};

function commandLine({ values }: FolderedRun, folder: string): string {
  return `# ${folder}\n${argumentWords(values)}\n`;
}
