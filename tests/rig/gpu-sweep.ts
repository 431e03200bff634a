// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { fakeGpus, type FakeCard, type FakeGpus } from './fake-gpus.ts';
import { type Ended, type Sandbox, sandbox } from './sandbox.ts';

/** A row of the summary. */
export type Row = Readonly<Record<string, string | number | null>>;

/** A sweep on fake cards. */
export interface GpuSweep {
  readonly box: Sandbox;
  readonly gpus: FakeGpus;
  /** Starts a sweep of the range file. */
  sweep(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  rows(): readonly Row[];
  notes(): readonly string[];
  status(): string;
}

/** Looks at the cards often. */
export const QUICK = ['--gpu-poll', '0.1s'];

/** Makes a machine of fake cards, and the configurations of a range on it. */
export async function gpuSweep(t: TestContext, range: string, cards: readonly FakeCard[]): Promise<GpuSweep> {
  const box = sandbox(t, 'gpu');
  const gpus = fakeGpus(t, box, cards);
  box.write('range', `${range}\nSWEEP_METRIC=score\nSWEEP_GOAL=max\n`);
  const generated = await box.script('generate-configs', ['range', 'sweep_configs']);
  assert.equal(generated.code, 0, generated.stderr);
  const latest = 'test_matrix_results/latest';
  return {
    box,
    gpus,
    sweep: (args, env = {}) =>
      box.script(
        'run-test-matrix',
        ['--config-dir', 'sweep_configs', '--output-dir', 'test_matrix_results', ...QUICK, ...args],
        { env: { ...gpus.env, ...env } },
      ),
    rows: () => JSON.parse(box.read(`${latest}/sweep_summary.json`)) as readonly Row[],
    notes: () =>
      box
        .read(`${latest}/journal.jsonl`)
        .split('\n')
        .filter((line) => line.includes('"gpu memory"'))
        .map((line) => String((JSON.parse(line) as { text: string }).text)),
    status: () =>
      existsSync(box.path(latest, 'status.json')) ? readFileSync(box.path(latest, 'status.json'), 'utf8') : '',
  };
}

/** Returns the devices that each job saw, sorted. */
export function devicesOf(gpus: FakeGpus): readonly string[] {
  return gpus
    .lines('started')
    .map((line) => line.split(' ')[1] ?? '')
    .toSorted();
}
