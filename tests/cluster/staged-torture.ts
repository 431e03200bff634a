// SPDX-License-Identifier: MIT
// Sweeps of stages on a real SLURM whose runners are killed while its controller restarts and its nodes go away.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createRng, type Rng } from '../../scripts/lib/core/rng.ts';
import { ROOT, type Sandbox } from '../rig/sandbox.ts';
import { nap, type SlurmCluster } from './slurm-cluster.ts';
import { assertNoOverlap, assertOneOutcomeEach, MARK_BEGIN, readMarks } from './sweep-marks.ts';

/** What was done to the sweeps, and what came of it. */
export interface StagedTorture {
  readonly sweeps: number;
  /** Runners that died of it. */
  readonly kills: number;
  readonly controllers: number;
  readonly nodes: number;
  /** Attempts that a node's death ended and another followed. */
  readonly startedAgain: number;
}

const TARGETS = 4;
const SAMPLERS = 2;
const HEARTBEAT_S = 1;
/** Marks of a stage have its numbers and this. */
const FIRST: Readonly<Record<string, number>> = { target: 0, sample: 100, sum: 200 };

/** Jobs of a tenth of a second or two. The last target fails; every other run leaves `good`, and says `early` where what it needs has not. */
function rangeFile(): string {
  const command = (stage: string, exit: string): string =>
    `SWEEP_COMMAND='${[
      `SWEEP_NUMBER=$((SWEEP_NUMBER + ${FIRST[stage]}))`, // its marks tell stages apart
      MARK_BEGIN,
      'for d in "$SWEEP_NEED_TARGET_OUT_DIR" "$SWEEP_NEED_SAMPLE_OUT_DIR"; do [ -z "$d" ] || [ -e "$d/good" ] || echo "$SWEEP_NUMBER" >>"$SWEEP_DIR/early"; done',
      'trap "mark_end; exit 1" TERM',
      'sleep 0.$((RANDOM % 9))',
      `[ ${exit} != 0 ] || : >"$SWEEP_OUT_DIR/good"`,
      'mark_end',
      `exit ${exit}`,
    ].join('; ')}'`;
  return `${[
    'SWEEP_MAX_FAILURES=0',
    'stage "target"',
    command('target', '{{CONFIG_EXIT}}'),
    `CONFIG_M,CONFIG_EXIT=${Array.from({ length: TARGETS }, (_, i) => `${i + 1},${i === TARGETS - 1 ? 1 : 0}`).join('|')}`,
    'endstage',
    'stage "sample"',
    'needs "target"',
    command('sample', '0'),
    `CONFIG_S=1:1:${SAMPLERS}`,
    'endstage',
    'stage "sum"',
    'needs "sample"',
    command('sum', '0'),
    'endstage',
  ].join('\n')}\n`;
}

/** Kills runners of sweeps in the folder of a sandbox, each time beside a controller or a node that goes and comes back. */
export async function tortureOnSlurm(
  cluster: SlurmCluster,
  box: Sandbox,
  { kills: wanted, seed, say }: { readonly kills: number; readonly seed: string; readonly say: (text: string) => void },
): Promise<StagedTorture> {
  const rng = createRng(seed);
  let [sweeps, kills, controllers, nodes, startedAgain] = [0, 0, 0, 0, 0];
  while (kills < wanted) {
    sweeps += 1;
    const out = `out${sweeps}`;
    box.write('r.config', rangeFile());
    for (;;) {
      const runner = startRunner(cluster, box, out);
      const ended = new Promise<number | null>((resolve) => runner.on('close', resolve));
      const breaking = disturb(cluster, rng).then((what) => {
        if (what === 'controller') controllers += 1;
        if (what === 'node') nodes += 1;
      });
      if (kills < wanted) await killAfter(runner, ended, { journal: journalOf(box, out), bytes: rng.below(4000) });
      const code = await ended;
      await breaking;
      if (code === null) kills += 1;
      else {
        assert.equal(code, 1, `the runner ended with ${code}: ${box.read('runner.log')}`);
        break;
      }
    }
    startedAgain += checkSweep(join(box.path(out), 'latest'));
    say(`${kills} kills, ${controllers} controllers, ${nodes} nodes, ${sweeps} sweeps`);
  }
  return { sweeps, kills, controllers, nodes, startedAgain };
}

function startRunner(cluster: SlurmCluster, box: Sandbox, out: string): ChildProcess {
  const latest = join(box.path(out), 'latest');
  const what = existsSync(latest)
    ? ['--resume', latest]
    : ['--as-named', '--range-config', 'r.config', '--output-dir', out];
  const fast = ['--backend', 'slurm', '--poll', '0.3s', '--heartbeat', `${HEARTBEAT_S}s`];
  const { PATH, HOME } = process.env;
  const start = [join(ROOT, 'scripts', 'start.cjs'), 'run-test-matrix', ...what, ...fast];
  const log = box.path('runner.log');
  return spawn('bash', ['-c', 'exec "$@" >"$0" 2>&1', log, process.execPath, ...start], {
    cwd: box.dir,
    env: { PATH, HOME, ...cluster.env },
    stdio: 'ignore',
  });
}

function journalOf(box: Sandbox, out: string): () => number {
  return () => {
    const parent = box.path(out);
    const name = existsSync(parent) ? readdirSync(parent).find((one) => one.startsWith('sweep_')) : undefined;
    const path = join(parent, name ?? '', 'journal.jsonl');
    return name !== undefined && existsSync(path) ? statSync(path).size : 0;
  };
}

/** Kills a runner when it has written so many bytes more, unless it ends before. */
async function killAfter(
  runner: ChildProcess,
  ended: Promise<number | null>,
  { journal, bytes }: { readonly journal: () => number; readonly bytes: number },
): Promise<void> {
  const from = journal();
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (!isOver && journal() - from < bytes) await nap(10);
  runner.kill('SIGKILL');
}

/** Breaks something of the cluster, or nothing, and mends it. */
async function disturb(cluster: SlurmCluster, rng: Rng): Promise<'nothing' | 'controller' | 'node'> {
  const what = rng.below(5);
  await nap(rng.below(1500));
  if (what < 2) return 'nothing';
  if (what < 4) {
    await cluster.stopController();
    await nap(rng.below(1000));
    cluster.startController();
    return 'controller';
  }
  const node = 1 + rng.below(cluster.shape.nodes);
  await cluster.killNode(node);
  await nap(rng.below(2) === 0 ? rng.below(2000) : 1000 * cluster.shape.slurmdTimeoutS * 3); // noticed, or not
  cluster.startNode(node);
  return 'node';
}

/** Requires, by the jobs' own marks, that nothing was lost, doubled or begun early. Returns how many attempts were started anew. */
function checkSweep(sweepDir: string): number {
  const state = assertOneOutcomeEach(sweepDir);
  const early = join(sweepDir, 'early');
  assert.equal(
    existsSync(early) ? readFileSync(early, 'utf8') : '',
    '',
    `began before its needs were done (${sweepDir})`,
  );
  assert.equal(state.runs.size, TARGETS * (1 + 2 * SAMPLERS));
  const marks = readMarks(sweepDir);
  assertNoOverlap(marks, 3 * HEARTBEAT_S);
  let startedAgain = 0;
  for (const run of state.runs.values()) {
    const target = run.stage === 'target' ? run.number : Math.ceil(run.number / SAMPLERS);
    const isBad = target === TARGETS;
    const expected = !isBad ? 'done' : run.stage === 'target' ? 'failed' : 'blocked';
    const place = `${run.stage}/${run.number} (${sweepDir})`;
    assert.equal(run.status, expected, `${place}: ${run.outcome?.detail}`);
    const own = marks.filter(({ number }) => number === run.number + (FIRST[run.stage ?? ''] ?? 0));
    if (expected === 'blocked') assert.equal(own.length, 0, place);
    else assert.ok(own.length >= 1, `${place} left no mark`);
    const again = run.attempts.slice(0, -1).map((attempt) => attempt.outcome?.reason);
    startedAgain += again.length;
    for (const reason of again) assert.match(reason ?? '', /^(node failure|preempted)$/, `${place} was started again`);
  }
  return startedAgain;
}
