// SPDX-License-Identifier: MIT
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { SyntheticRun } from './synthetic-sweep.ts';

export function script(name: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['scripts/start.cjs', name, ...args], {
    encoding: 'utf8',
    cwd: join(import.meta.dirname, '..', '..'),
  });
}

export function scored(lr: string, acc: number, more: Readonly<Record<string, string>> = {}): SyntheticRun {
  return {
    values: { CONFIG_LR: lr, CONFIG_OPT: Number(lr) > 0.2 ? 'sgd' : 'adam' },
    files: { 'training_metrics.json': { acc }, 'config.txt': `CONFIG_LR=${lr}\n`, ...more },
  };
}

export const RUNS = [
  scored('0.1', 80, {
    'plots/curve.png': 'png',
    'plots/a > b [1].svg': 'svg',
    'a.pt': '1',
    'best.pt': '2',
    'z.pt': '3',
  }),
  scored('0.2', 70),
  scored('0.3', 90),
];
