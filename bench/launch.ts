// SPDX-License-Identifier: MIT
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rigBringUp } from '../tests/rig/sweep-rig.ts';
import { compare, type Ratio, timedMs } from './ratio.ts';

const RUNS = 1000;
const ROUNDS = 5;
/** Runs of the large sweep whose cost a run is compared with that of small ones; `main.ts launch 100000` takes more. */
const LARGE = 10_000;

/** Starting trivial jobs on two lanes, each with its folder, log and durable journal, beside what others do with less. */
export async function benchLaunch(large = LARGE): Promise<readonly Ratio[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-bench-'));
  let round = 0;
  const ours = (runs: number) => async (): Promise<void> => {
    round += 1;
    const sweepDir = join(folder, `sweep-${round}`);
    const values = Array.from({ length: runs }, (_, i) => ({ CONFIG_I: String(i) }));
    const { why, state } = await rigBringUp({
      sweepDir,
      command: ': {{CONFIG_I}}',
      runs: values,
      settings: { PARALLEL: '2' },
    });
    const done = [...state.runs.values()].filter((r) => r.status === 'done').length;
    if (why !== 'complete' || done !== runs) throw new Error(`${why}: ${done} of ${runs} are done`);
  };
  const shell = (command: string) => (): void => {
    round += 1;
    execFileSync('bash', ['-c', command], {
      cwd: folder,
      stdio: 'ignore',
      env: { ...process.env, N: String(RUNS), ROUND: String(round) },
    });
  };
  try {
    const what = `${RUNS} trivial runs on two lanes`;
    const shared = { what, items: RUNS, rounds: ROUNDS, ours: ours(RUNS) };
    return [
      await compare({
        ...shared,
        beside: 'GNU parallel -j2 --joblog',
        theirs: shell('seq "$N" | parallel --will-cite -j2 --joblog "log-$ROUND" : >out-$ROUND 2>&1'),
      }),
      await compare({
        ...shared,
        beside: 'GNU parallel -j2 --joblog --results',
        theirs: shell('seq "$N" | parallel --will-cite -j2 --joblog "log-$ROUND" --results "results-$ROUND" :'),
      }),
      await compare({
        ...shared,
        beside: 'xargs -P2 bash -c (no log, no record)',
        theirs: shell('seq "$N" | xargs -P2 -I{} bash -c ": {}"'),
      }),
      await flatness(ours, large),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The cost of a run in a large sweep beside that in small ones, half of them before it and half after it: other work on the machine hits both. */
async function flatness(ours: (runs: number) => () => Promise<void>, large: number): Promise<Ratio> {
  const half = Math.max(1, Math.floor(large / RUNS / 2));
  const small = async (): Promise<void> => {
    for (let i = 0; i < half; i += 1) await ours(RUNS)();
  };
  const before = await timedMs(small);
  const largeMs = await timedMs(ours(2 * half * RUNS));
  const smallMs = before + (await timedMs(small));
  return {
    what: `${2 * half * RUNS} runs in one sweep`,
    beside: `in ${2 * half} sweeps of ${RUNS}`,
    items: 2 * half * RUNS,
    oursMs: [largeMs],
    theirsMs: [smallMs],
  };
}
