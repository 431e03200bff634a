// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findMarked } from '../../scripts/lib/edge/holding/process.ts';
import { until } from './live-script.ts';
import { ROOT } from './sandbox.ts';
import type { TortureCase } from './torture-case.ts';

/** How a runner is asked to end at once. */
const STOPS = {
  'Ctrl-C twice': async (runner) => {
    runner.child.kill('SIGINT');
    await until(() => /Ctrl-C again|no further run is started/.test(runner.said()) || runner.child.exitCode !== null);
    runner.child.kill('SIGINT');
  },
  TERM: (runner) => {
    runner.child.kill('SIGTERM');
    return Promise.resolve();
  },
  'sweep-cancel': async (runner) => {
    const cancel = runner.start('cancel', []);
    await cancel.ended;
    assert.equal(cancel.child.exitCode, 0, cancel.said());
  },
} as const satisfies Readonly<Record<string, (runner: Live) => Promise<void>>>;

interface State {
  /** Bash text of the job; `../state` is written when the state is reached. */
  readonly job: string;
  /** Put on the runner's command line. */
  readonly options?: readonly string[];
  /** The disk of the sweep is a small one. */
  readonly isSmall?: boolean;
  /** What must have been said before the runner is asked to end. */
  readonly says?: RegExp;
  /** The runner is killed first, and another one goes on. */
  readonly isTakenOver?: boolean;
}

const HERE = 'echo here >>"$LIVENESS_STATE"';
/** States of the run loop in which somebody may want it to end. */
const STATES: Readonly<Record<string, State>> = {
  'while runs run': { job: `${HERE}; sleep 1000` },
  'while runs heed no TERM': { job: `trap '' TERM INT; ${HERE}; while :; do sleep 1; done` },
  'while a run is stopped': { job: `${HERE}; kill -STOP $$` },
  'while a daemon outlives its run': {
    job: `setsid bash -c 'trap "" TERM; while :; do sleep 1; done' & ${HERE}; sleep 0.1`,
    options: ['--max-runs', '1'],
  },
  'while the disk is full': {
    job: `head -c 8M /dev/zero >"$SWEEP_OUT_DIR/fill" 2>/dev/null; ${HERE}; exit 3`,
    isSmall: true,
    says: /the disk is full|no room to write/,
  },
  'while nothing can be written where outcomes come': {
    job: `mkdir "$SWEEP_ATTEMPT_DIR/outcome"; ${HERE}; [ "$CONFIG_A" = 1 ] || sleep 1000`,
  },
  'while runs of an earlier runner run': { job: `${HERE}; sleep 1000`, isTakenOver: true },
  'while a run waits for its time limit': {
    job: `trap '' TERM; ${HERE}; while :; do sleep 1; done`,
    options: ['--timeout', '900s'],
  },
  'while a log grows without end': {
    job: `${HERE}; while :; do echo "$RANDOM"; done`,
    options: ['--log-limit', '100k'],
  },
  'while a metrics file is a pipe': {
    job: `mkfifo "$SWEEP_OUT_DIR/training_metrics.json"; ${HERE}; [ "$CONFIG_A" = 1 ] || sleep 1000`,
  },
};

interface Live {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  said(): string;
  start(name: string, args: readonly string[]): Live;
}

const GRACE_S = 1;
/** Beyond GRACE and two seconds, for a machine with other work; a runner that hangs takes for ever. */
const SLACK_S = Number(process.env['LIVENESS_SLACK_S'] ?? 60);

function livenessCase(where: string, state: State, how: keyof typeof STOPS): TortureCase {
  return {
    name: `${how} ${where}`,
    play: async (folder) => {
      const disk = join(folder, 'disk');
      mkdirSync(disk);
      if (state.isSmall === true) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk]);
      try {
        await playOn(folder, disk, state, how);
      } finally {
        for (const { pid } of findMarked('LIVENESS_CASE', basename(folder))) process.kill(pid, 'SIGKILL');
        if (state.isSmall === true) spawnSync('umount', ['-l', disk]);
      }
    },
  };
}

async function playOn(folder: string, disk: string, state: State, how: keyof typeof STOPS): Promise<void> {
  const [mark, reached, calm] = [basename(folder), join(folder, 'state'), join(folder, 'calm')];
  writeFileSync(join(folder, 'job.sh'), `[ -e '${calm}' ] && exit 0\n${state.job}\n`);
  writeFileSync(
    join(disk, 'range'),
    `CONFIG_A=1|2|3\nSWEEP_COMMAND="bash ${join(folder, 'job.sh')}"\nSWEEP_GRACE=${GRACE_S}s\n`,
  );
  const start = (name: string, args: readonly string[]): Live => {
    const child = spawn(process.execPath, [join(ROOT, 'scripts/start.cjs'), name, ...args], {
      cwd: disk,
      env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', LIVENESS_CASE: mark, LIVENESS_STATE: reached },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    return { child, ended: once(child, 'close'), said: () => said, start };
  };
  const generated = start('generate-configs', ['range', 'sweep_configs']);
  await generated.ended;
  assert.equal(generated.child.exitCode, 0, generated.said());
  const options = ['--parallel', '2', '--gpus', '-1', '--reports', 'csv', '--max-failures', '0'];
  let runner = start('run-test-matrix', [...options, ...(state.options ?? [])]);
  const isThere = (): boolean => existsSync(reached) && readFileSync(reached, 'utf8').includes('here');
  await until(() => isThere() || runner.child.exitCode !== null);
  if (state.isTakenOver === true) {
    runner.child.kill('SIGKILL');
    await runner.ended;
    runner = start('run-test-matrix', ['--resume-latest', ...options]);
    await until(() => runner.said().includes('taken over'));
  }
  const { says } = state;
  if (says !== undefined) await until(() => says.test(runner.said()) || runner.child.exitCode !== null);
  const beganMs = performance.now();
  await STOPS[how](runner);
  let isLate = false;
  const timer = setTimeout(
    () => {
      isLate = true;
      runner.child.kill('SIGKILL');
    },
    (GRACE_S + 2 + SLACK_S) * 1000,
  );
  await runner.ended;
  clearTimeout(timer);
  assert.ok(!isLate, `it had not ended after ${Math.round(performance.now() - beganMs)} ms:\n${runner.said()}`);
  await until(() => findMarked('LIVENESS_CASE', mark).length === 0);
  writeFileSync(calm, '');
  spawnSync('bash', ['-c', `rm -rf '${disk}'/test_matrix_results/latest/*/fill`]);
  const resumed = start('run-test-matrix', ['--resume-latest', '--retry-failed', ...options]);
  await resumed.ended;
  assert.equal(resumed.child.exitCode, 0, resumed.said());
  rmSync(reached, { force: true });
}

/** Every state with every way to end it. */
export const LIVENESS_CASES: readonly TortureCase[] = Object.entries(STATES).flatMap(
  ([where, state]) =>
    (Object.keys(STOPS) as readonly (keyof typeof STOPS)[]).map((how) => livenessCase(where, state, how)), // keys of the table
);
/** Those that a run of all tests plays: each way to end, and a full disk with each of them. */
export const LIVENESS_IN_TEST: readonly TortureCase[] = LIVENESS_CASES.filter(
  ({ name }, i) => i % 10 === 1 || name.endsWith('the disk is full'),
);
