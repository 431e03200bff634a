// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { ROOT, type Sandbox } from './sandbox.ts';

/** A card of the fake machine. */
export interface FakeCard {
  readonly totalMib: number;
  /** Per cent; default 0. */
  readonly load?: number;
  /** What nvidia-smi prints for its memory ("ERR!", "[N/A]"), or `lost`: it has fallen off the bus. */
  readonly trouble?: string;
  /** UUIDs of its slices: it is in MIG mode. */
  readonly slices?: readonly string[];
}

/**
 * A machine with fake cards, as files that tests/bin/nvidia-smi and tests/bin/gpu-job read: `cards`, `use/<pid>` (a job's
 * "card mib"), `foreign/<pid>` (another program's), `mode` (ok, hang, fail with `message`, none, old), `hide-pids`. The jobs write
 * `started` (number and devices), `finished`, and `fullest-<card>`; nvidia-smi writes `calls` and `unexpected`.
 */
export interface FakeGpus {
  readonly dir: string;
  /** Environment in which nvidia-smi and gpu-job are the fake ones. */
  readonly env: Readonly<Record<string, string>>;
  setCards(cards: readonly FakeCard[]): void;
  setMode(mode: 'ok' | 'hang' | 'fail' | 'none' | 'old', message?: string): void;
  /** Another program takes memory of a card; 0 ends it. */
  setForeign(card: number, mib: number): void;
  hidePids(): void;
  /** Lets the jobs that wait for this file go on. */
  release(name: string): void;
  uuid(index: number): string;
  /** Lines of one of the logs above; none when it is not there. */
  lines(name: 'started' | 'finished' | 'calls'): readonly string[];
  /** Most memory jobs and others ever held together on a card when a job took its own. */
  fullestMib(card: number): number;
}

/** Pid of the other program on a card; beyond what Linux gives to processes (PID_MAX_LIMIT is 2^22). */
const FOREIGN_PID = 5_000_000;

/** Makes the fake machine in a sandbox. The test fails at its end when nvidia-smi was called in a way it should not be. */
export function fakeGpus(t: TestContext, box: Sandbox, cards: readonly FakeCard[], name = 'gpus'): FakeGpus {
  const dir = box.path(name);
  for (const folder of ['use', 'foreign']) mkdirSync(join(dir, folder), { recursive: true });
  const put = (file: string, text: string): void => {
    // By rename: a reader sees the old state or the new one.
    writeFileSync(join(dir, `.${file.replaceAll('/', '_')}.new`), text);
    renameSync(join(dir, `.${file.replaceAll('/', '_')}.new`), join(dir, file));
  };
  const uuid = (index: number): string => {
    const hex = createHash('sha256').update(`${dir} ${index}`).digest('hex');
    return `GPU-${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
  };
  const setCards = (list: readonly FakeCard[]): void => {
    put(
      'cards',
      list
        .map(
          (card, i) =>
            `${i}|${uuid(i)}|Fake GPU, ${card.totalMib} MiB|${card.totalMib}|${card.load ?? 0}|${card.slices === undefined ? (card.trouble ?? '') : ['slices', ...card.slices].join(' ')}\n`,
        )
        .join(''),
    );
  };
  setCards(cards);
  t.after(() =>
    assert.equal(
      existsSync(join(dir, 'unexpected')) ? readFileSync(join(dir, 'unexpected'), 'utf8') : '',
      '',
      'nvidia-smi was called in an unexpected way',
    ),
  );
  return {
    dir,
    env: { PATH: `${join(ROOT, 'tests', 'bin')}:${process.env['PATH'] ?? ''}`, FAKE_GPU_DIR: dir },
    setCards,
    setMode: (mode, message = '') => {
      put('message', `${message}\n`);
      put('mode', `${mode}\n`);
    },
    setForeign: (card, mib) => {
      if (mib === 0) rmSync(join(dir, 'foreign', String(FOREIGN_PID + card)), { force: true });
      else put(`foreign/${FOREIGN_PID + card}`, `${card} ${mib}\n`);
    },
    hidePids: () => put('hide-pids', ''),
    release: (file) => put(file, ''),
    uuid,
    lines: (file) =>
      existsSync(join(dir, file))
        ? readFileSync(join(dir, file), 'utf8')
            .split('\n')
            .filter((line) => line !== '')
        : [],
    fullestMib: (card) =>
      readdirSync(dir).includes(`fullest-${card}`) ? Number(readFileSync(join(dir, `fullest-${card}`), 'utf8')) : 0,
  };
}

/** Waits until something holds, looking often; fails after half a minute with what was last seen. */
export async function until(what: string, holds: () => boolean, seen: () => unknown = () => ''): Promise<void> {
  const endMs = Date.now() + 30_000;
  while (!holds()) {
    if (Date.now() > endMs) assert.fail(`${what} did not come about; last seen: ${JSON.stringify(seen())}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}
