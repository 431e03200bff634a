// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

type Row = Readonly<Record<string, unknown>>;

const LATEST = 'test_matrix_results/latest';

function rows(box: Sandbox): readonly Row[] {
  return JSON.parse(box.read(`${LATEST}/sweep_summary.json`)) as readonly Row[];
}

function journalOf(box: Sandbox): readonly string[] {
  return box.read(`${LATEST}/journal.jsonl`).trim().split('\n');
}

test('a run that ends well without the metric is done, and METRIC= or METRIC_REGEX= ranks it without training again', async (t) => {
  const box = sandbox(t);
  box.write(
    'r',
    [
      'CONFIG_X=1:1:3',
      `SWEEP_COMMAND='echo "test acc 8$CONFIG_X.5"; echo "{\\"acc\\": $CONFIG_X}" >{{out_dir}}/training_metrics.json; echo x >>ran'`,
      'SWEEP_METRIC=accuracy',
      'SWEEP_MAX_FAILURES=2',
      '',
    ].join('\n'),
  );
  const made = await box.script('generate-configs', ['r', 'sweep_configs']);
  assert.equal(made.code, 0, made.stderr);
  const first = await box.script('run-test-matrix', []);
  assert.equal(first.code, 1, first.stderr);
  const hint = `config_001 done, but not ranked: no accuracy (found acc in training_metrics.json; did you mean METRIC=acc?; line 1 of the log, "test acc 81.5", is read by METRIC_REGEX='test\\s+acc\\s*(?<accuracy>[-+.0-9eE]+)')`;
  assert.ok(first.stderr.includes(hint), first.stderr);
  assert.match(
    first.stderr,
    /^\[2\/3\] config_002 done, but not ranked: as config_001 after /m,
    'a long reason is said once',
  );
  assert.match(
    first.stdout,
    /Sweep stopped \(2 runs in a row that cannot be ranked: .*\): 2 done \(not ranked\), 1 pending/,
  );
  const status = JSON.parse(box.read(`${LATEST}/status.json`)) as Row;
  assert.deepEqual([status['done'], status['unranked'], status['pending']], [2, 2, 1]);

  const rest = await box.script('run-test-matrix', ['--resume-latest', '--max-failures', '0', '--json']);
  const answer = JSON.parse(rest.stdout) as Row;
  assert.deepEqual([rest.code, answer['exitCode'], answer['unranked'], answer['counts']], [1, 1, 3, { done: 3 }]);
  assert.deepEqual(
    rows(box).map((row) => [row['status'], row['reason']]),
    Array(3).fill(['done', 'no metric']),
  );

  const ranked = await box.script('report', ['--metric', 'acc']);
  assert.match(ranked.stdout, /1 │ config_003/);
  assert.deepEqual(
    rows(box).map((row) => row['reason']),
    ['ok', 'ok', 'ok'],
  );
  const byLog = await box.script('report', ['--metric-regex', 'acc (?<accuracy>[0-9.]+)']);
  assert.match(byLog.stdout, /1 │ config_003 .* 83\.5/);

  const resumed = await box.script('run-test-matrix', ['--resume-latest', '--metric', 'acc', '--retry-failed']);
  assert.equal(resumed.code, 0, resumed.stderr + resumed.stdout);
  assert.match(resumed.stdout, /Sweep complete: 3 done$/m);
  assert.equal(box.read('ran'), 'x\nx\nx\n', 'nothing was trained again');
  const again = await box.script('run-test-matrix', ['--resume-latest', '--retry-failed', '--max-failures', '0']);
  assert.equal(again.code, 1);
  assert.equal(box.read('ran'), 'x\n'.repeat(6), 'RETRY_FAILED takes what cannot be ranked');
});

test('a run that says finished 0 is done, never first, and the report says so', async (t) => {
  const box = sandbox(t);
  box.write(
    'r',
    `CONFIG_X=1|2\nSWEEP_COMMAND='printf "acc_avg 9%s\\nfinished %s\\n" $CONFIG_X $((2 - CONFIG_X)) >{{out_dir}}/performance_overview.txt'\nSWEEP_METRIC="acc_avg max"\n`,
  );
  await box.script('generate-configs', ['r', 'sweep_configs']);
  const ran = await box.script('run-test-matrix', []);
  assert.equal(ran.code, 1, ran.stderr);
  assert.match(
    ran.stderr,
    /config_002 done, but not ranked: it has not finished: performance_overview\.txt says finished 0/,
  );
  assert.deepEqual(
    rows(box).map((row) => row['reason']),
    ['ok', 'not finished'],
  );
  assert.match(ran.stdout, /1 │ config_001/);
  assert.match(box.read(`${LATEST}/sweep_analysis.txt`), /Not ranked, not finished .*: config_002\./);
});

test('SWEEP_SETUP runs under set -e, its command without, and a line of it that fails is the reason', async (t) => {
  const box = sandbox(t);
  const command = `SWEEP_COMMAND='false; echo "{\\"acc\\": $N}" >{{out_dir}}/training_metrics.json'\nSWEEP_METRIC=acc\nCONFIG_X=1\n`;
  for (const [setup, code, reason] of [
    ['source .venv-missing/bin/activate', 1, 'setup'],
    ['module load cuda', 1, 'setup'],
    ['N=3; exit 0', 1, 'setup'],
    ['N=4; f() { :; }; [[ -e nothing ]] && f; trap : EXIT', 0, 'ok'],
    ['N=5', 0, 'ok'],
    // As everywhere under set -e: a failing A of A && B ends nothing. A user is warned, and what is advised ends the run.
    ['N=6; cd nowhere && cd here', 0, 'ok'],
    ['N=6; cd nowhere; cd here', 1, 'setup'],
  ] as const) {
    box.write('r', `${command}SWEEP_SETUP='${setup}'\n`);
    await box.script('generate-configs', ['r', 'sweep_configs']);
    const ran = await box.script('run-test-matrix', []);
    assert.equal(ran.code, code, setup + ran.stderr);
    assert.deepEqual(
      rows(box).map((row) => row['reason']),
      [reason],
      setup,
    );
    assert.equal(/^warning: SWEEP_SETUP has "cd nowhere && cd here"/m.test(ran.stderr), setup.includes('nowhere &&'));
    if (reason === 'setup') assert.match(ran.stderr, /config_001 failed: SWEEP_SETUP failed, exit code/);
  }
  assert.ok(journalOf(box).length > 3);
});

test('repro.sh works in a folder of its own and fails where the setup does', async (t) => {
  const box = sandbox(t);
  box.write('value', '80');
  box.write(
    'r',
    `CONFIG_X=1\nSWEEP_SETUP='test ! -e broken'\nSWEEP_COMMAND='cat {{config}} >{{out_dir}}/seen; echo "{\\"acc\\": $(cat value)}" >"$SWEEP_OUT_DIR/training_metrics.json"'\nSWEEP_METRIC=acc\n`,
  );
  await box.script('generate-configs', ['r', 'sweep_configs']);
  assert.equal((await box.script('run-test-matrix', [])).code, 0);
  const folder = join(LATEST, box.list(LATEST).find((name) => name.startsWith('config_001')) ?? '');
  const before = box.list(folder);
  box.write('value', '99');
  for (const n of [1, 2]) {
    const again = await box.run('bash', [box.path(folder, 'repro.sh')], { cwd: '/' });
    assert.equal(again.code, 0, again.stderr);
    assert.equal(box.read(join(folder, `repro/${n}/training_metrics.json`)), '{"acc": 99}\n');
    assert.equal(box.read(join(folder, `repro/${n}/seen`)), box.read(join(folder, 'config.txt')));
  }
  assert.deepEqual(box.list(folder), [...before, 'repro'].sort());
  await box.script('report', []);
  assert.deepEqual(
    rows(box).map((row) => row['acc']),
    [80],
  );
  box.write('broken', '');
  const broken = await box.run('bash', [box.path(folder, 'repro.sh')]);
  assert.deepEqual([broken.code, /SWEEP_SETUP failed/.test(broken.stderr)], [1, true]);
});
