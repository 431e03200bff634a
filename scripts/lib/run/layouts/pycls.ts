// SPDX-License-Identifier: MIT
// Folders as pycls calls them: cfgs/000000.yaml, logs/000000, numbered from 0, and cfgs_summary.yaml with what is drawn.
import { sweptAssignments } from '../../config/configuration.ts';
import { pythonText } from '../../config/python-text.ts';
import type { WantedRun } from '../wanted.ts';
import type { LaidRun, LayoutItem, RunLayout } from './layout.ts';

export const PYCLS_LAYOUT: RunLayout = {
  folder: (run) => `logs/${numberOf(run)}`,
  items: (runs) => [
    ...runs.map(({ run, folder }): LayoutItem => {
      return { kind: 'link', path: `cfgs/${numberIn(folder)}.yaml`, to: `${folder}/${run.configFileName}` };
    }),
    { kind: 'file', path: 'cfgs_summary.yaml', text: runs.map(summaryLine).join('') },
  ],
};

function numberOf({ number = 1 }: WantedRun): string {
  return String(number - 1).padStart(6, '0');
}

function numberIn(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

/** As PyYAML writes it: a text with its names and values, spelled by Python. */
function summaryLine({ run, folder }: LaidRun): string {
  const drawn = sweptAssignments({ assignments: run.values, swept: run.swept });
  const text = drawn.map(({ name, value }) => `${name} ${pythonText(value)}`).join(' ');
  return `${numberIn(folder)}.yaml: ${JSON.stringify(text)}\n`;
}
