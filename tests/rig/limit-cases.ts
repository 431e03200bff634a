// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { checkWords, numbersTo, otherFolder } from './other-user.ts';
import type { TortureCase } from './torture-case.ts';

/** Builtins only: what the job itself could not start would be its own failure. */
const JOB = 'echo "{\\"score\\": $CONFIG_A}" >"$SWEEP_OUT_DIR/training_metrics.json"';

interface LimitCase {
  readonly limit: string;
  readonly lanes: number;
  readonly runs: number;
  /** What must be said. */
  readonly says: RegExp;
  /** Whether the sweep can be completed under the limit. */
  readonly completes: boolean;
}

const FILES = /ulimit -n is \d+: at most \d+ of \d+ runs at a time/;
const PROCESSES =
  /starts no more processes for this user \((EAGAIN|Resource temporarily unavailable); ulimit -u is \d+/;

/** Under a limit no run is lost, doubled or called failed, the limit is named, and without it a resume does the rest. */
function limitCase({ limit, lanes, runs, says, completes }: LimitCase): TortureCase {
  return {
    name: `${limit}, PARALLEL=${lanes}, ${runs} runs`,
    play: async (folder) => {
      const sweep = await otherFolder(folder, runs, JOB);
      const options = ['--parallel', String(lanes), '--gpus', '-1', '--reports', 'csv'];
      const ran = await sweep.script('run-test-matrix', options, limit);
      const said = `${ran.stdout}${ran.stderr}`;
      checkWords(ran);
      assert.match(said, says);
      for (const run of sweep.state().runs.values()) {
        assert.ok(run.status === 'done' || (!completes && run.status === 'pending'), `${run.folder} is ${run.status}`);
        for (const { outcome } of run.attempts) assert.notEqual(outcome?.reason, 'vanished', said);
      }
      if (completes) assert.equal(ran.code, 0, said);
      const resumed = await sweep.script('run-test-matrix', ['--resume-latest', ...options]);
      assert.equal(resumed.code, 0, resumed.stderr);
      assert.deepEqual(sweep.begun(), numbersTo(runs), 'each run began once');
      for (const run of sweep.state().runs.values()) assert.equal(run.status, 'done');
    },
  };
}

/** A file of a job that grows over the limit is the job's failure; a journal that does ends the runner, and a resume goes on. */
const FILE_SIZE: readonly TortureCase[] = [
  {
    name: 'ulimit -f 8: the journal may not grow any more',
    play: async (folder) => {
      const sweep = await otherFolder(folder, 12, JOB);
      const ran = await sweep.script('run-test-matrix', ['--gpus', '-1', '--reports', 'csv'], 'ulimit -f 8');
      checkWords(ran);
      assert.equal(ran.code, 2, ran.stdout);
      assert.match(
        ran.stderr,
        /(journal\.jsonl|\.reserve) cannot be written: the file would be larger than is allowed \(ulimit -f\)/,
      );
      const resumed = await sweep.script('run-test-matrix', ['--resume-latest', '--gpus', '-1', '--reports', 'csv']);
      assert.equal(resumed.code, 0, resumed.stderr);
      assert.deepEqual(sweep.begun(), numbersTo(12), 'each run began once');
    },
  },
  {
    name: 'ulimit -f 64: the log of a run may not grow any more',
    play: async (folder) => {
      const sweep = await otherFolder(folder, 2, `${JOB}; [ $CONFIG_A != 1 ] || while :; do printf '%1000s' x; done`);
      const ran = await sweep.script('run-test-matrix', ['--gpus', '-1', '--reports', 'csv'], 'ulimit -f 64');
      checkWords(ran);
      assert.match(`${ran.stdout}${ran.stderr}`, /killed by SIGXFSZ \(a file grew larger than is allowed: ulimit -f\)/);
      assert.deepEqual([...sweep.state().runs.values()].map(({ status }) => status), ['failed', 'done']); // biome-ignore format: short
    },
  },
];

/** Cases, those first that also `make test` plays. */
export const LIMIT_CASES: readonly TortureCase[] = [
  limitCase({ limit: 'ulimit -n 40', lanes: 40, runs: 12, says: FILES, completes: true }),
  limitCase({ limit: 'ulimit -u 11', lanes: 40, runs: 5, says: PROCESSES, completes: true }),
  ...FILE_SIZE,
  limitCase({ limit: 'ulimit -u 7', lanes: 4, runs: 3, says: PROCESSES, completes: false }),
  ...[36, 48, 64].map((n) =>
    limitCase({ limit: `ulimit -n ${n}`, lanes: 100, runs: 40, says: FILES, completes: true }),
  ),
  ...[13, 15, 18, 25].map((n) =>
    limitCase({ limit: `ulimit -u ${n}`, lanes: 40, runs: 40, says: PROCESSES, completes: true }),
  ),
];
/** How many of them a run of all tests plays. */
export const LIMITS_IN_TEST = 4;
