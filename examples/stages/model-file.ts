// SPDX-License-Identifier: MIT
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from '../mnist/network.ts';

/** Name of a trained network in the folder of its run. */
export const MODEL_NAME = 'model.json';

/** Writes a network so that a reader sees all of it or nothing. */
export function writeModel(dir: string, { params, ...shape }: Network): void {
  const target = join(dir, MODEL_NAME);
  const draft = `${target}.tmp-${process.pid}`;
  writeFileSync(draft, JSON.stringify({ ...shape, params: [...params].map((value) => Number(value.toFixed(6))) }));
  renameSync(draft, target);
}

/** Reads a network that `writeModel` wrote. Throws when there is none. */
export function readModel(dir: string): Network {
  const model = JSON.parse(readFileSync(join(dir, MODEL_NAME), 'utf8')) as Omit<Network, 'params'> & {
    params: readonly number[];
  }; // only we write such files
  return { ...model, params: Float64Array.from(model.params) };
}

/** Writes the metrics of a run, one number each. */
export function writeNumbers(dir: string, numbers: Readonly<Record<string, number>>): void {
  const target = join(dir, 'training_metrics.json');
  const draft = `${target}.tmp-${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(numbers)}\n`);
  renameSync(draft, target);
}
