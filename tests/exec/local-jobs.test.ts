// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { createStopRequest } from '../../scripts/lib/exec/engine/stop-request.ts';
import { type RigSweep, rigBringUp, runFolder } from '../rig/sweep-rig.ts';
import { folder, runOne, attemptsOf } from '../rig/one-job.ts';

test('a job that ends well is done, with its log, claim and outcome in its folder', async () => {
  const { outcome, log, runDir } = await runOne('echo out; echo err >&2');
  assert.equal(outcome.status, 'done');
  assert.equal(log, 'out\nerr\n');
  assert.deepEqual(readdirSync(attemptsOf(runDir, '1')).sort(), ['claim', 'outcome', 'output.log']);
  assert.equal(readFileSync(join(runDir, 'config.txt'), 'utf8'), 'CONFIG_A=1\n');
});

test('exit codes and signals are told apart and said in words', async () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['exit 3', 'exit code', 'exit code 3'],
    ['exit 2', 'exit code', 'exit code 2 (wrong use of the command)'],
    ['no-such-command-here', 'exit code', 'exit code 127 (command not found)'],
    ['kill -SEGV $$', 'signal', 'killed by SIGSEGV'],
    ['kill -KILL $$', 'signal', 'killed by SIGKILL (out of memory, or by hand)'],
  ];
  for (const [command, reason, detail] of cases) {
    rmSync(join(folder, 'sweep'), { recursive: true, force: true });
    const { outcome } = await runOne(command);
    assert.deepEqual([outcome.status, outcome.reason, outcome.detail], ['failed', reason, detail]);
  }
});

test('a folder that does not exist is said in the log', async () => {
  const { outcome, log } = await runOne('echo never', { CWD: 'not/there' });
  assert.equal(outcome.exitCode, 126);
  assert.match(log, /not\/there: No such file or directory/);
});

test('the environment has the values, and none of what make, ksweep or an allocation left', async () => {
  const added = {
    MAKEFLAGS: 'w',
    KSWEEP_X: '1',
    SWEEP_PARALLEL: '4',
    SLURM_JOB_ID: '7',
    CONFIG_GONE: 'inherited',
    KEPT: 'yes',
    LC_ALL: 'C.UTF-8',
  };
  const before = { ...process.env };
  Object.assign(process.env, added);
  try {
    const sweep: RigSweep = {
      sweepDir: join(folder, 'sweep'),
      command: 'env -0 >"$SWEEP_OUT_DIR/env"',
      cwd: folder,
      runs: [{ CONFIG_A: '"a\'b $(c)', 'x.y': '0.10' }, { CONFIG_GONE: '1' }],
    };
    const result = await rigBringUp(sweep);
    const runDir = runFolder(sweep, 1, result);
    const env = new Map(
      readFileSync(join(runDir, 'env'), 'utf8')
        .split('\0')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    assert.equal(env.get('CONFIG_A'), "a'b $(c)");
    assert.equal(env.get('x_y'), '0.10');
    assert.equal(env.get('KEPT'), 'yes');
    assert.equal(env.get('LC_ALL'), 'C.UTF-8');
    assert.equal(env.get('SWEEP_OUT_DIR'), runDir);
    assert.equal(env.get('SWEEP_CONFIG'), join(runDir, 'config.txt'));
    assert.equal(env.get('SWEEP_NUMBER'), '1');
    for (const name of ['MAKEFLAGS', 'KSWEEP_X', 'SWEEP_PARALLEL', 'SLURM_JOB_ID', 'CONFIG_GONE'])
      assert.equal(env.has(name), false, name);
  } finally {
    for (const name of Object.keys(added)) delete process.env[name];
    Object.assign(process.env, before);
  }
});

test('standard input is empty, and signals that a shell ignores are as usual', async () => {
  const { log } = await runOne('cat; yes | head -1; grep -E "^Sig(Ign|Blk)" /proc/self/status');
  assert.match(log, /^y\n/);
  // Real-time signals are left out: whoever started the tests may have had them ignored (signal(7): 1 to 31 are the standard ones).
  for (const mask of ['SigBlk', 'SigIgn']) {
    const bits = Number.parseInt(new RegExp(`${mask}:\\t([0-9a-f]+)`).exec(log)?.[1] ?? 'x', 16);
    assert.equal(bits % 2 ** 31, 0, `${mask} in ${log}`);
  }
});

test('a job that ignores TERM and forks is over its time limit: all of it is killed', async () => {
  const { outcome } = await runOne(
    "trap '' TERM; for i in 1 2 3; do (trap '' TERM; while :; do sleep 0.1; done) & done; while :; do sleep 0.1; done",
    { TIMEOUT: '0.3s', GRACE: '1s' },
  );
  assert.equal(outcome.reason, 'timeout');
  assert.match(outcome.detail, /stopped at its time limit, ended by SIGKILL/);
});

test('a job that heeds TERM may say goodbye and is a timeout all the same', async () => {
  const { outcome, log } = await runOne("trap 'echo bye; exit 7' TERM; while :; do sleep 0.05; done", {
    TIMEOUT: '0.3s',
  });
  assert.deepEqual([outcome.reason, outcome.exitCode], ['timeout', 7]);
  assert.match(log, /bye/);
});

test('a job that closes its pipes and goes on is waited for', async () => {
  const { outcome, runDir } = await runOne('exec >&- 2>&- <&-; sleep 0.2; : >"$SWEEP_OUT_DIR/late"');
  assert.equal(outcome.status, 'done');
  assert.ok(existsSync(join(runDir, 'late')));
});

test('a job that deletes its own folder is recorded rightly', async () => {
  assert.equal((await runOne('rm -rf "$SWEEP_OUT_DIR"; exit 4')).outcome.detail, 'exit code 4');
  rmSync(join(folder, 'sweep'), { recursive: true });
  assert.equal((await runOne('rm -rf "$SWEEP_OUT_DIR"')).outcome.status, 'done');
});

test('a job that puts files for folders and folders for files is tried again, and the others go on', async () => {
  const own = '"$SWEEP_OUT_DIR"';
  for (const damage of [
    'rm output.log; mkdir output.log',
    'd=${SWEEP_ATTEMPT_DIR%/*}; rm -r "$d"; echo >"$d"',
    'echo >"${SWEEP_ATTEMPT_DIR%/*}/2"',
    'rm repro.sh; mkdir repro.sh',
    `rm -r ${own}; echo >${own}`,
  ]) {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    const { result, log, runDir } = await runOne(
      `cd ${own}; echo begun; [ -e ../../second ] && exit 0; : >../../second; ${damage}; exit 1`,
      { RETRIES: '1' },
    );
    const [run] = [...result.state.runs.values()];
    assert.deepEqual([run?.status, run?.attempts.length, log], ['done', 2, 'begun\n'], damage);
    assert.match(readFileSync(join(runDir, 'repro.sh'), 'utf8'), /exec bash -c/);
  }
});

test('repro.sh is that of the last attempt: of where the sweep lies now', async () => {
  const { runDir } = await runOne('true');
  renameSync(join(folder, 'sweep'), join(folder, 'moved'));
  await rigBringUp(
    { sweepDir: join(folder, 'moved'), command: 'true', runs: [{ CONFIG_A: '1' }], cwd: folder },
    { again: () => ({ kind: 'rerun' }) },
  );
  assert.match(readFileSync(join(folder, 'moved', basename(runDir), 'repro.sh'), 'utf8'), /SWEEP_DIR=.*\/moved'\n/);
});

test('a stopped job is not taken for an ended one', async () => {
  const { outcome } = await runOne('(sleep 0.3; kill -CONT $$) & kill -STOP $$; exit 5');
  assert.equal(outcome.detail, 'exit code 5');
});

test('a job that kills its wrapper is recorded as vanished, and nothing of it is left', async () => {
  const { outcome } = await runOne('kill -KILL $PPID; sleep 60');
  assert.deepEqual([outcome.status, outcome.reason], ['failed', 'vanished']);
});

test('gigabytes of output stay below LOG_LIMIT with begin and end, and memory stays flat', async () => {
  const before = process.memoryUsage().rss;
  // What is written in the middle of a cut stands before its mark, so the last word waits for the last cut.
  const lastCut =
    'until s=$(stat -L -c %s /proc/$$/fd/1) && [ "$s" -gt 786432 ] && [ "$s" -le 1048576 ]; do sleep 0.01; done';
  const { outcome, runDir, log } = await runOne(
    `echo BEGIN; head -c 2147483648 /dev/zero | tr "\\0" "x"; ${lastCut}; echo; echo END`,
    { LOG_LIMIT: '1m' },
  );
  assert.equal(outcome.status, 'done');
  assert.ok(statSync(attemptsOf(runDir, '1/output.log')).size <= 1024 * 1024, 'the log is bounded');
  assert.equal(log.slice(0, 6), 'BEGIN\n');
  assert.ok(log.includes('bytes left out by SWEEP_LOG_LIMIT'));
  assert.equal(log.slice(-5), '\nEND\n');
  assert.ok(process.memoryUsage().rss - before < 200 * 1024 * 1024, 'memory stays flat');
});

test('a failing run is tried again by class, with its attempts side by side', async () => {
  const counter = join(folder, 'count');
  writeFileSync(counter, '');
  const { result, outcome, runDir } = await runOne(
    `echo x >>'${counter.replaceAll("'", "'\\''")}'; echo try $(wc -l <'${counter.replaceAll("'", "'\\''")}'); [ $(wc -l <'${counter.replaceAll("'", "'\\''")}') = 3 ]`,
    { RETRIES: '2' },
  );
  assert.equal(outcome.status, 'done');
  assert.equal([...result.state.runs.values()][0]?.attempts.length, 3);
  assert.deepEqual(readdirSync(attemptsOf(runDir)).sort(), ['1', '2', '3', 'config.txt']);
  assert.equal(readFileSync(attemptsOf(runDir, '1/output.log'), 'utf8'), 'try 1\n');
  assert.equal(readFileSync(join(runDir, 'output.log'), 'utf8'), 'try 3\n');
});

test('wrong use of the command is never tried again', async () => {
  for (const exit of [2, 126, 127]) {
    rmSync(join(folder, 'sweep'), { recursive: true, force: true });
    const { result } = await runOne(`exit ${exit}`, { RETRIES: '3' });
    assert.equal([...result.state.runs.values()][0]?.attempts.length, 1);
  }
});

test('equal failures in a row pause the sweep and say why', async () => {
  const runs = Array.from({ length: 20 }, (_, i) => ({ CONFIG_I: String(i) }));
  const { why, text, state } = await rigBringUp({
    sweepDir: join(folder, 's'),
    command: 'echo ValueError: bad {{CONFIG_I}}; exit 1',
    runs,
    settings: { MAX_FAILURES: '3' },
  });
  assert.equal(why, 'paused');
  assert.match(text, /3 equal failures in a row: exit code 1: ValueError: bad <n>/);
  assert.equal([...state.runs.values()].filter((r) => r.status === 'failed').length, 3);
  const again = await rigBringUp({
    sweepDir: join(folder, 's'),
    command: 'echo ValueError: bad {{CONFIG_I}}; exit 1',
    runs,
    settings: { MAX_FAILURES: '0' },
  });
  assert.equal([...again.state.runs.values()].filter((r) => r.status === 'failed').length, 20);
});

test('asked to stop at once, running jobs get TERM and are cancelled; a resume runs them and the rest', async () => {
  const stop = createStopRequest();
  const sweep: RigSweep = {
    sweepDir: join(folder, 's'),
    command: 'echo go >"$SWEEP_OUT_DIR/go"; [ -e fast ] || sleep 60',
    cwd: join(folder),
    runs: [{ CONFIG_A: '1' }, { CONFIG_A: '2' }],
    settings: {},
  };
  const first = rigBringUp(sweep, {
    stop,
    inspect: () => ({ values: {} }),
    reporter: {
      opened: () => {},
      ended: () => {},
      note: () => {},
      closed: () => {},
      tick: (running) => {
        const [one] = running.values();
        if (running.size === 1 && existsSync(join(folder, 's', basename(dirname(one?.attemptDir ?? '')), 'go')))
          stop.raise(2, 'interrupted', 'interrupted');
      },
    },
  });
  const { state, why } = await first;
  assert.equal(why, 'interrupted');
  assert.deepEqual(
    [...state.runs.values()].map((r) => r.status),
    ['cancelled', 'pending'],
  );
  writeFileSync(join(folder, 'fast'), '');
  const resumed = await rigBringUp(sweep);
  assert.deepEqual(
    [...resumed.state.runs.values()].map((r) => r.status),
    ['done', 'done'],
  );
});
