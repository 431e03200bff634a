// SPDX-License-Identifier: MIT
// Runs and values of stages by their names, in every setting that names some.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Ended, type Sandbox, sandbox } from '../rig/sandbox.ts';

const RANGE = `SWEEP_METRIC="score max"
CONFIG_SEED=1|2
stage "target"
  SWEEP_COMMAND='[ $CONFIG_MODEL != broken ] && echo $CONFIG_MODEL >"$SWEEP_OUT_DIR/model"'
  SWEEP_OUTPUTS=model
  CONFIG_MODEL=small|large
endstage
stage "sample"
  needs "target"
  SWEEP_COMMAND='cat {{target.out_dir}}/model && echo "{\\"score\\": $CONFIG_SEED}" >"$SWEEP_OUT_DIR/training_metrics.json"'
  CONFIG_SAMPLER=hmc|sgld
  depends on target.CONFIG_MODEL != "large" || CONFIG_SAMPLER = "sgld"
endstage
`;

function boxOf(t: TestContext, text = RANGE): Sandbox {
  const box = sandbox(t);
  box.write('x.range', text);
  return box;
}

const list = (box: Sandbox, ...args: readonly string[]): Promise<Ended> =>
  box.script('list-configs', ['x.range', ...args]);

test('EXPLAIN takes sample/3, and WHY_NOT asks a stage about its rules and what it needs', async (t) => {
  const box = boxOf(t);
  assert.match((await list(box, '--explain', 'target/2')).stdout, /CONFIG_MODEL=large +x.range:6/);
  assert.match((await list(box, '--explain', 'sample/config_003')).stdout, /CONFIG_SAMPLER=sgld +x.range:11/);
  assert.match(
    (await list(box, '--explain', 'sample/3')).stdout,
    /^needs target\/2:\n {2}CONFIG_SEED=1 +x.range:2: .*\n {2}CONFIG_MODEL=large +x.range:6/m,
    'what it is built upon is explained too',
  );
  assert.match((await list(box, '--explain', 'sampler/3')).stderr, /no such stage\n?.*did you mean sample/s);
  assert.match((await list(box, '--explain', 'target/9')).stderr, /no configuration 9 in stage "target": it has 4/);
  assert.match((await list(box, '--stage', 'targte')).stderr, /no such stage/);
  const why = async (values: string, ...args: readonly string[]): Promise<string> =>
    (await list(box, '--why-not', values, ...args)).stdout;
  assert.match(
    await why('CONFIG_SAMPLER=hmc,target.CONFIG_MODEL=large'),
    /this rule excludes them:\n +x.range:12: depends on/,
  );
  assert.match(await why('CONFIG_SAMPLER=hmc,target.CONFIG_MODEL=small'), /nothing excludes these values/);
  assert.match(await why('target.CONFIG_MODEL=huge'), /never huge; it gets its values here:\n +x.range:6/);
  assert.match(await why('CONFIG_MODEL=huge', '--stage', 'target'), /never huge/);
  assert.match(await why('CONFIG_SEED=1,target.CONFIG_SEED=1'), /nothing excludes/);
  assert.doesNotMatch(await why('CONFIG_SEED=1,target.CONFIG_SEED=2'), /nothing excludes/);
});

test('ONLY and RERUN take target/2, which means that stage; runs of two stages in one call are refused', async (t) => {
  const box = boxOf(t);
  assert.equal((await box.script('run-test-matrix', ['--as-named', '--range-config', 'x.range'])).code, 0);
  const starting = async (...args: readonly string[]): Promise<string[]> => {
    const { stdout, stderr, code } = await box.script('run-test-matrix', [
      '--resume-latest',
      ...args,
      '--dry-run',
      '--json',
    ]);
    if (code !== 0) return [stderr.split('\n')[0] ?? ''];
    const { runs } = JSON.parse(stdout) as { runs: { stage: string; config: string; starts: boolean }[] };
    return runs.filter((run) => run.starts).map((run) => `${run.stage}/${run.config}`);
  };
  assert.deepEqual(await starting('--rerun', 'target/2'), ['target/config_002']);
  assert.deepEqual(await starting('--rerun', 'config_002'), ['sample/config_002']);
  assert.deepEqual(await starting('--rerun', 'sample/config_001-config_002,sample/5'), [
    'sample/config_001',
    'sample/config_002',
    'sample/config_005',
  ]);
  const [refused = ''] = await starting('--rerun', 'target/1', '--only', 'sample/1');
  assert.match(refused, /RERUN names runs of stage "target", but the call means "sample" \(ONLY\)/);
});

test('a stage that names no metric is listed, not called unranked; sweep-check judges the last stage and shows what it needs', async (t) => {
  const box = boxOf(t);
  const checked = await box.script('check', ['--range-config', 'x.range', '--seeds', '2']);
  assert.equal(checked.code, 0, checked.stdout + checked.stderr);
  assert.match(checked.stdout, /^target\/config_00\d started and ended well.*\n(?!Metrics)/);
  assert.match(checked.stdout, /Seeds: they change score: 1 and 2\n/);
  assert.match(checked.stdout, /A sweep would work/);
  const report = await box.script('report', ['--stage', 'target']);
  assert.match(report.stdout, /No SWEEP_METRIC is set/);
  assert.doesNotMatch(report.stdout, /Not ranked/);
  const broken = boxOf(t, RANGE.replace('small|large', 'broken'));
  const failed = await broken.script('check', ['--range-config', 'x.range']);
  assert.equal(failed.code, 1);
  assert.match(failed.stdout, /target\/config_001 failed.*\n(.*\n)*sample\/config_001 was not started: blocked\n/);
});

test('two shards in two folders share no run: a target goes with all that needs it', async (t) => {
  const box = boxOf(t);
  const ran: string[][] = [];
  for (const shard of ['1/2', '2/2']) {
    const args = [
      '--as-named',
      '--range-config',
      'x.range',
      '--shard',
      shard,
      '--output-dir',
      `out-${shard[0]}`,
      '--json',
    ];
    const { stdout, stderr } = await box.script('run-test-matrix', [...args, '--dry-run']);
    const { runs } = JSON.parse(stdout) as { runs: { stage: string; config: string; starts: boolean }[] };
    assert.equal(stderr.includes('error'), false, stderr);
    ran.push(runs.filter((run) => run.starts).map((run) => `${run.stage}/${run.config}`));
  }
  const [one = [], two = []] = ran;
  assert.ok(one.length > 0 && two.length > 0, JSON.stringify(ran));
  assert.equal(new Set([...one, ...two]).size, 10);
  assert.equal(one.length + two.length, 10);
  // One target for all: there is nothing to part.
  const alone = boxOf(t, RANGE.replace('CONFIG_SEED=1|2', 'CONFIG_SEED=1').replace('small|large', 'small'));
  const refused = await alone.script('run-test-matrix', [
    '--as-named',
    '--range-config',
    'x.range',
    '--shard',
    '1/2',
    '--dry-run',
  ]);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /all 3 runs of this sweep are built upon one another/);
});

test('a Kconfig tree and a check by a program are refused for a file with stages, in words and before anything is written', async (t) => {
  const box = boxOf(t, `SWEEP_KCONFIG=Kconfig\n${RANGE}`);
  box.write('Kconfig', 'config MODEL\n\tstring "model"\n');
  for (const [script, args] of [
    ['generate-configs', ['x.range', 'sweep_configs']],
    ['list-configs', ['x.range']],
  ] as const) {
    const { code, stderr } = await box.script(script, args);
    assert.equal(code, 2);
    assert.match(stderr, /SWEEP_KCONFIG .*stages.*\[E_STAGE_SETTING\]\n.*hint/s);
  }
  assert.equal(box.list('.').includes('sweep_configs'), false);
  const checked = boxOf(t, `SWEEP_CHECK_COMMAND="true"\n${RANGE}`);
  assert.match(
    (await list(checked, '--allow-code')).stderr,
    /SWEEP_CHECK_COMMAND checks no configurations of a range file with stages/,
  );
});

test('a run that is blocked has no log, and the message names the one that has', async (t) => {
  const box = boxOf(t, RANGE.replace('small|large', 'small|broken').replace('CONFIG_SEED=1|2', 'CONFIG_SEED=1'));
  assert.equal((await box.script('run-test-matrix', ['--as-named', '--range-config', 'x.range'])).code, 1);
  const blocked = await box.script('logs', ['sample/3']);
  assert.equal(blocked.code, 2);
  assert.match(blocked.stderr, /run sample\/3 has not begun, so it has no log: it is blocked by target\/2/);
  assert.match(blocked.stderr, /hint: make sweep-logs N=target\/2 shows what happened there/);
  assert.equal((await box.script('logs', ['target/2'])).code, 0);
});
