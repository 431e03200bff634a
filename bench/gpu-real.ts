// SPDX-License-Identifier: MIT
/**
 * Sweeps examples/cuda-memory on a real card and tells what happened: several runs at once, a real out-of-memory with its
 * recovery, two sweeps side by side. Needs an NVIDIA GPU with its driver and a C compiler. Sizes follow the card.
 *
 *     node --import tsx bench/gpu-real.ts [SECONDS A RUN, default 8]
 *
 * Writes a table to standard output and exits 1 when something did not go as it must, 3 when there is no GPU.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DeviceSource } from '../scripts/lib/exec/gpu/device.ts';
import { nvidiaSource } from '../scripts/lib/exec/gpu/nvidia.ts';

const ROOT = resolve(import.meta.dirname, '..');
const START = join(ROOT, 'scripts', 'start.cjs');
const MIB = 1024 ** 2;

type Row = Readonly<Record<string, string | number | null>>;
type JournalEvent = {
  readonly kind: string;
  readonly run?: string;
  readonly t: number;
  readonly topic?: string;
  readonly text?: string;
  readonly outcome?: { readonly reason: string };
};

interface Seen {
  readonly name: string;
  readonly rows: readonly Row[];
  /** Most runs at the same time. */
  readonly atOnce: number;
  readonly deaths: number;
  readonly notes: readonly string[];
  readonly seconds: number;
  /** Most memory of the card in use at any look, in GiB. */
  readonly fullestGb: number;
}

const seconds = Number(process.argv[2] ?? '8');
const source = nvidiaSource({ env: process.env, timeoutMs: 10_000 });
const before = await source.read([]);
const card = before.devices.find((one) => one.trouble === null && one.capacityBytes !== null);
if (card === undefined || card.capacityBytes === null) {
  process.stdout.write(
    `NOT TESTED: no usable GPU (${before.trouble ?? before.devices.map((one) => one.trouble).join(', ')})\n`,
  );
  process.exit(3);
}
const dir = mkdtempSync(join(tmpdir(), 'ksweep-gpu-real-'));
const built = spawnSync(
  'cc',
  ['-O2', '-o', join(dir, 'cuda-memory'), join(ROOT, 'examples', 'cuda-memory', 'cuda-memory.c'), '-ldl'],
  { stdio: 'inherit' },
);
if (built.status !== 0) process.exit(3);

const freeMib = (card.capacityBytes - card.usedBytes) / MIB;
/** Memory of a share of what is free, in whole chunks of the program. */
const share = (of: number): number => Math.max(64, Math.floor((freeMib * of) / 64) * 64);
/** The context of a process needs some memory beyond what it asks for. */
const withContext = (mib: number): number => mib + Math.min(700, Math.ceil(freeMib * 0.02));

const seen = [
  await sweep('learnt from nothing', `CONFIG_MIB=${share(0.05)}|${share(0.15)}\nCONFIG_SEED=1:1:6`, { jobs: 6 }),
  await sweep('memory given', `CONFIG_MIB=${share(0.15)}\nCONFIG_SEED=1:1:12`, {
    jobs: 12,
    givenMib: withContext(share(0.15)),
  }),
  await sweep('one at a time, the same', `CONFIG_MIB=${share(0.15)}\nCONFIG_SEED=1:1:12`, {
    jobs: 1,
    givenMib: withContext(share(0.15)),
  }),
  await sweep('memory understated', `CONFIG_MIB=${share(0.42)}|${share(1.3)}\nCONFIG_SEED=1|2|3`, {
    jobs: 6,
    givenMib: withContext(share(0.1)),
  }),
  ...(await Promise.all(
    [1, 2].map((i) =>
      sweep(`side by side ${i}`, `CONFIG_MIB=${share(0.28)}\nCONFIG_SEED=1|2|3|4`, {
        jobs: 4,
        givenMib: withContext(share(0.28)),
      }),
    ),
  )),
];
report(seen);
source.close();
rmSync(dir, { recursive: true, force: true });

async function sweep(
  name: string,
  lines: string,
  options: { readonly jobs: number; readonly givenMib?: number },
): Promise<Seen> {
  const work = join(dir, name.replaceAll(/\W/g, '-'));
  mkdirSync(work);
  const given = options.givenMib === undefined ? '' : `SWEEP_GPU_MEMORY=${options.givenMib}m\n`;
  const command = `"${dir}/cuda-memory --mib {{CONFIG_MIB}} --seconds ${seconds} --ramp ${Math.min(3, seconds / 2)} --out {{out_dir}}"`;
  writeFileSync(
    join(work, 'range'),
    `${lines}\n${given}SWEEP_COMMAND=${command}\nSWEEP_METRIC=gb_per_s\nSWEEP_GOAL=max\nSWEEP_JOBS_PER_GPU=${options.jobs}\nSWEEP_MAX_FAILURES=0\n`,
  );
  const looks = watchCard();
  const start = performance.now();
  await script(work, 'generate-configs', ['range', 'sweep_configs']);
  await script(work, 'run-test-matrix', [
    '--config-dir',
    'sweep_configs',
    '--output-dir',
    'results',
    '--gpus',
    String(card?.index ?? 0),
    '--gpu-poll',
    '0.5s',
  ]);
  const took = (performance.now() - start) / 1000;
  return {
    name,
    ...readResult(join(work, 'results', 'latest')),
    seconds: took,
    fullestGb: (await looks()) / 1024 ** 3,
  };
}

/** Looks at the card twice a second; returns what ends that and tells the most memory seen in use. */
function watchCard(): () => Promise<number> {
  let most = 0;
  let isOver = false;
  const own: DeviceSource = nvidiaSource({ env: process.env, timeoutMs: 10_000 });
  const done = (async () => {
    while (!isOver) {
      const found = (await own.read([])).devices.find((one) => one.id === card?.id);
      most = Math.max(most, found?.usedBytes ?? 0);
      await new Promise((next) => {
        setTimeout(next, 500);
      });
    }
  })();
  return async () => {
    isOver = true;
    await done;
    return most;
  };
}

function readResult(folder: string): Pick<Seen, 'rows' | 'atOnce' | 'deaths' | 'notes'> {
  // Our own files, and every figure taken from them is checked below.
  const rows = JSON.parse(readFileSync(join(folder, 'sweep_summary.json'), 'utf8')) as readonly Row[];
  const events = readFileSync(join(folder, 'journal.jsonl'), 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JournalEvent);
  let running = 0;
  let atOnce = 0;
  for (const event of events) {
    if (event.kind === 'starting') running += 1;
    if (event.kind === 'ended') running -= 1;
    atOnce = Math.max(atOnce, running);
  }
  return {
    rows,
    atOnce,
    deaths: events.filter((event) => event.kind === 'ended' && event.outcome?.reason === 'out of memory').length,
    notes: events
      .filter((event) => event.kind === 'note' && event.topic === 'gpu memory')
      .map((event) => event.text ?? ''),
  };
}

function report(all: readonly Seen[]): void {
  const size = ((card?.capacityBytes ?? 0) / 1024 ** 3).toFixed(1);
  const lines = [
    `${card?.name}, ${size} GiB, ${seconds} s a run after a ramp`,
    '',
    '| sweep | runs | done | at once | deaths | fullest | wall |',
    '|---|---|---|---|---|---|---|',
  ];
  for (const one of all) {
    const done = one.rows.filter((row) => row['status'] === 'done').length;
    lines.push(
      `| ${one.name} | ${one.rows.length} | ${done} | ${one.atOnce} | ${one.deaths} | ${one.fullestGb.toFixed(1)} GiB | ${one.seconds.toFixed(0)} s |`,
    );
  }
  lines.push('', 'Peak memory by configuration (first runs):');
  for (const row of all.flatMap((one) => one.rows.slice(0, 2)))
    lines.push(
      `- ${row['CONFIG_MIB']} MiB asked: gpu_peak_mem_gb ${row['gpu_peak_mem_gb'] ?? '-'}, gpu_util_mean ${row['gpu_util_mean'] ?? '-'}`,
    );
  lines.push('', 'Steps of the ladder:', ...all.flatMap((one) => one.notes.map((note) => `- ${one.name}: ${note}`)));
  const wrong = all.flatMap(problemsOf);
  lines.push('', ...(wrong.length === 0 ? ['All as it must be.'] : wrong.map((text) => `WRONG: ${text}`)), '');
  process.stdout.write(lines.join('\n'));
  if (wrong.length > 0) process.exitCode = 1;
}

/** What must hold of each sweep. */
function problemsOf(one: Seen): readonly string[] {
  const problems: string[] = [];
  const must = (holds: boolean, text: string): void => void (holds || problems.push(`${one.name}: ${text}`));
  const tooBig = one.rows.filter((row) => Number(row['CONFIG_MIB']) > freeMib);
  const others = one.rows.filter((row) => !tooBig.includes(row));
  must(
    others.every((row) => row['status'] === 'done'),
    'a run that fits the card did not end well',
  );
  must(
    tooBig.every((row) => row['reason'] === 'out of memory'),
    'a run larger than the card did not fail as out of memory',
  );
  if (one.name === 'memory understated') must(one.deaths > tooBig.length, 'no run ran out of memory in company');
  else must(one.deaths === 0, 'a run ran out of memory');
  if (one.name.startsWith('one at a time')) must(one.atOnce === 1, 'more than one run at a time');
  else if (!one.name.startsWith('side')) must(one.atOnce > 1, 'no two runs at the same time');
  must(
    others.every((row) => Number(row['gpu_peak_mem_gb']) >= Number(row['CONFIG_MIB']) / 1024 - 0.01),
    'a peak is below what the run held',
  );
  return problems;
}

function script(cwd: string, name: string, args: readonly string[]): Promise<void> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [START, name, ...args], {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('close', () => done());
  });
}
