// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { startScript, until } from '../rig/live-script.ts';
import { sandbox } from '../rig/sandbox.ts';
import { prepared, RANGE, rows, started } from '../rig/scored-sweep.ts';

test('a sweep runs, a resume does nothing again, RETRY_FAILED and RERUN do what they say', async (t) => {
  const box = sandbox(t);
  prepared(box);
  assert.equal((await box.script('generate-configs', ['range', 'sweep_configs'])).code, 0);
  const first = await box.script('run-test-matrix', ['--parallel', '2']);
  assert.equal(first.code, 1, first.stderr);
  assert.match(
    first.stderr,
    /config_003 failed: exit code 1[\s\S]*\| ValueError: no 3[\s\S]*log: config_003_[0-9a-f]{8}\/output\.log/,
  );
  assert.match(first.stdout, /Sweep complete: 3 done, 1 failed\n$/);
  const resumed = await box.script('run-test-matrix', ['--resume-latest']);
  assert.deepEqual(started(box), ['1', '2', '3', '4'], 'a resume starts nothing that has ended');
  const hint = /\nhint: make sweep-resume RETRY_FAILED=1 tries the failed ones again\n/;
  for (const { stderr } of [first, resumed]) assert.match(stderr, hint);
  box.write('fixed', '');
  const retried = await box.script('run-test-matrix', ['--resume-latest', '--retry-failed']);
  assert.equal(retried.code, 0);
  assert.doesNotMatch(retried.stderr, hint);
  assert.deepEqual(started(box), ['1', '2', '3', '3', '4']);
  await box.script('run-test-matrix', ['--resume-latest', '--rerun', '1,4']);
  assert.deepEqual(started(box), ['1', '1', '2', '3', '3', '4', '4']);
  assert.deepEqual(
    rows(box).map((r) => r.score),
    [1, 2, 3, 4],
  );
});

test('resume names the newest sweep that is there when the newest of all is gone, and goes on with none by itself', async (t) => {
  const box = sandbox(t);
  prepared(box);
  const without = await box.script('run-test-matrix', ['--resume-latest']);
  assert.match(without.stderr, /^error: there is no sweep in test_matrix_results\/\n/);
  await box.script('generate-configs', ['range', 'sweep_configs']);
  for (let n = 0; n < 2; n += 1) await box.script('run-test-matrix', ['--only', '1']);
  const newest = realpathSync(box.path('test_matrix_results/latest'));
  rmSync(newest, { recursive: true });
  const [other = ''] = box.list('test_matrix_results').filter((name) => name.startsWith('sweep_'));
  const refused = await box.script('run-test-matrix', ['--resume-latest']);
  assert.equal(refused.code, 2);
  assert.equal(
    refused.stderr,
    `error: the newest sweep in test_matrix_results/ was ${basename(newest)}, which is gone\n  hint: SWEEP=test_matrix_results/${other} is the newest that is there\n`,
  );
  assert.deepEqual(started(box), ['1', '1']);
  rmSync(box.path('test_matrix_results/latest'));
  const unlinked = await box.script('run-test-matrix', ['--resume-latest']);
  assert.equal(
    unlinked.stderr,
    `error: test_matrix_results/ has no link latest to say which sweep is meant; there is ${other}\n  hint: SWEEP=test_matrix_results/${other} names the newest\n`,
  );
});

test('extending keeps what is there and runs only what is new; what left stays, retired', async (t) => {
  const box = sandbox(t);
  prepared(box);
  box.write('fixed', '');
  await box.script('generate-configs', ['range', 'sweep_configs']);
  await box.script('run-test-matrix', []);
  const before = readdirSync(box.path('test_matrix_results/latest')).filter((n) => n.startsWith('config_'));
  box.write('range', RANGE.replace('1|2|3|4', '9|2|3|4|5'));
  const extended = await box.script('run-test-matrix', ['--resume-latest', '--range-config', 'range']);
  assert.equal(extended.code, 0, extended.stderr);
  assert.deepEqual(started(box), ['1', '2', '3', '4', '5', '6']);
  const after = readdirSync(box.path('test_matrix_results/latest')).filter((n) => n.startsWith('config_'));
  assert.equal(
    before.every((name) => after.includes(name)),
    true,
  );
  assert.equal(after.length, 6);
  assert.deepEqual(
    rows(box)
      .map((r) => r.score)
      .sort(),
    [2, 3, 4, 5, 9],
    'the retired run is in no report',
  );
});

test('two runners on one folder: the second refuses and names the first', async (t) => {
  const box = sandbox(t);
  prepared(box);
  box.write('hold', '');
  await box.script('generate-configs', ['range', 'sweep_configs']);
  const first = startScript(box, 'run-test-matrix', []);
  await until(() => started(box).length === 1);
  const second = await box.script('run-test-matrix', ['--resume-latest']);
  assert.equal(second.code, 2);
  assert.match(
    second.stderr,
    new RegExp(`another runner works on this sweep: process ${first.pid} \\(host .*\\), since \\d{4}-`),
  );
  const status = await box.script('status', []);
  assert.match(status.stdout, new RegExp(`running for .*process ${first.pid}`));
  first.kill('SIGKILL');
  await first.ended();
  assert.match((await box.script('status', [])).stdout, /its runner is gone; make sweep-resume goes on/);
  await box.run('rm', ['hold']);
  const resumed = await box.script('run-test-matrix', ['--resume-latest']);
  assert.match(resumed.stdout, /3 done, 1 failed/);
  assert.deepEqual(started(box), ['1', '2', '3', '4'], 'the run that outlived its runner was taken over, not repeated');
});

test('Ctrl-C once starts no more and waits, twice stops what runs; the exit code is 130 and what finished is reported', async (t) => {
  const box = sandbox(t);
  prepared(box);
  await box.script('generate-configs', ['range', 'sweep_configs']);
  box.write('hold', '');
  const once = startScript(box, 'run-test-matrix', []);
  await until(() => started(box).length === 1);
  once.kill('SIGINT');
  await once.says('Ctrl-C again stops them');
  await box.run('rm', ['hold']);
  const ended = await once.ended();
  assert.equal(ended.code, 130);
  assert.match(ended.output, /Sweep stopped \(interrupted\): 1 done, 3 pending; make sweep-resume goes on/);
  assert.deepEqual(
    rows(box)
      .filter((r) => r.status === 'done')
      .map((r) => r.score),
    [1],
  );
  box.write('hold', '');
  const twice = startScript(box, 'run-test-matrix', ['--resume-latest', '--grace', '1s']);
  await until(() => started(box).length === 2);
  twice.kill('SIGINT');
  await twice.says('Ctrl-C again stops them');
  twice.kill('SIGINT');
  const stopped = await twice.ended();
  assert.equal(stopped.code, 130);
  assert.match(stopped.output, /1 done, 1 cancelled, 2 pending/);
});

test('make sweep-cancel stops a living runner, and what a killed one left running', async (t) => {
  const box = sandbox(t);
  prepared(box);
  box.write('hold', '');
  await box.script('generate-configs', ['range', 'sweep_configs']);
  const living = startScript(box, 'run-test-matrix', ['--grace', '1s']);
  await until(() => started(box).length === 1);
  assert.match((await box.script('cancel', [])).stdout, /its runner \(process \d+\) has stopped/);
  assert.equal((await living.ended()).code, 130);
  const killed = startScript(box, 'run-test-matrix', ['--resume-latest']);
  await until(() => started(box).length === 2);
  killed.kill('SIGKILL');
  await killed.ended();
  const cancelled = await box.script('cancel', ['--grace', '1s']);
  assert.match(cancelled.stdout, /no runner works on it; 1 run is cancelled/, cancelled.stderr);
  rmSync(box.path('hold'));
  assert.equal((await box.script('run-test-matrix', ['--resume-latest', '--only', '1'])).code, 0);
  assert.match((await box.script('cancel', [])).stdout, /nothing of it runs, so there is nothing to cancel/);
  assert.match(
    (await box.script('status', [])).stdout,
    /what was asked for is complete/,
    'how it ended is told as before',
  );
});

test('shards of two machines merge into one sweep', async (t) => {
  const box = sandbox(t);
  prepared(box);
  box.write('fixed', '');
  await box.script('generate-configs', ['range', 'sweep_configs']);
  for (const shard of ['1/2', '2/2'])
    await box.script('run-test-matrix', ['--shard', shard, '--output-dir', `out-${shard[0]}`]);
  assert.deepEqual(started(box), ['1', '2', '3', '4'], 'each run is in exactly one shard');
  const merged = await box.script('merge', ['out-1/latest', '--from', 'out-2/latest']);
  assert.match(merged.stdout, /([02-4] finished runs|1 finished run) taken over; 0 still to run/, merged.stderr);
  assert.deepEqual(
    rows(box, 'out-1/latest').map((r) => r.score),
    [1, 2, 3, 4],
  );
  assert.match(
    box.read('out-1/latest/sweep_analysis.txt'),
    /\d runs? (was|were) taken over from \.\.\/\.\.\/out-2\/sweep_\d+_\d+ \(REUSE=1 or sweep-merge\)\./,
  );
});

test('a dry run prints the final commands and writes nothing', async (t) => {
  const box = sandbox(t);
  prepared(box);
  await box.script('generate-configs', ['range', 'sweep_configs']);
  const dry = await box.script('run-test-matrix', ['--dry-run', '--only', '2,4']);
  assert.equal(dry.code, 0);
  assert.match(dry.stdout, /^# config_002\n\(cd -- .* && bash job\.sh '--a=2' '--lr=0\.1'\)\n# config_004\n/);
  assert.equal(existsSync(box.path('test_matrix_results')), false);
  await box.script('run-test-matrix', []);
  const again = async (...args: string[]): Promise<string[]> =>
    (await box.script('run-test-matrix', ['--resume-latest', '--dry-run', ...args])).stdout.match(/config_\d+$/gm) ??
    [];
  assert.deepEqual(
    [await again(), await again('--retry-failed'), await again('--rerun', '1,4')],
    [[], ['config_003'], ['config_001', 'config_004']],
  );
});

test('runs and symbols that a sweep does not have are refused before anything is made, not left out without a word', async (t) => {
  const box = sandbox(t);
  prepared(box);
  box.write('fixed', '');
  await box.script('generate-configs', ['range', 'sweep_configs']);
  const refused = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await box.script('run-test-matrix', args);
    return `${code} ${stderr}`;
  };
  assert.match(
    await refused('--only', 'CONFIG_A > 9'),
    /^2 error: ONLY is "CONFIG_A > 9", and none of the 4 runs is so \[E_SETTING_VALUE\]\n/,
  );
  assert.match(
    await refused('--only', '1,3-2'),
    /^2 error: ONLY names 3-2, which goes backwards \[E_SETTING_VALUE\]\n {2}hint: write 2-3\n/,
  );
  assert.match(
    await refused('--only', '1,7-9'),
    /^2 error: ONLY names 7-9, and there is no such run \[E_SETTING_VALUE\]\n {2}hint: the last one is 4\n/,
  );
  assert.match(
    await refused('--only', 'CONFIG_RL > 1'),
    /^2 ONLY:1:1: error: no configuration has a symbol CONFIG_RL \[E_SYMBOL_UNKNOWN\][\s\S]*hint: did you mean .*CONFIG_LR\?/,
  );
  assert.match(
    await refused('--only', 'CONFIG_A=two'),
    /^2 ONLY:1:10: error: no configuration has a symbol two [\s\S]*if it is meant as text, write "two"/,
  );
  assert.match(await refused('--only=-1'), /^2 error: ONLY is "-1", which names no symbol/);
  assert.match(await refused('--order', 'random'), /^2 ORDER:1:1: error: no configuration has a symbol random /);
  assert.match(await refused('--order', 'a'), /hint: did you mean CONFIG_A\?/);
  box.write('texts', 'CONFIG_OPT="adam"|"sgd"\nSWEEP_COMMAND="true"\n');
  await box.script('generate-configs', ['texts', 'text_configs']);
  assert.match(
    await refused('--config-dir', 'text_configs', '--order', 'CONFIG_OPT'),
    /^2 error: ORDER is "CONFIG_OPT", which is no number in any of the 2 runs \[E_SETTING_VALUE\]\n/,
  );
  assert.match(
    await refused('--config-dir', 'text_configs', '--dry-run', '--order', 'CONFIG_OPT="none"'),
    /^0 /,
    'a truth is an order',
  );
  assert.equal(existsSync(box.path('test_matrix_results')), false);
  assert.equal(
    (await box.script('run-test-matrix', ['--only', '1-99'])).code,
    0,
    'a list may go on behind the last run',
  );
  box.write('range', RANGE.replace('1|2|3|4', '2|3|4|5'));
  assert.equal(
    (await box.script('run-test-matrix', ['--resume-latest', '--range-config', 'range', '--only', '5'])).code,
    0,
    'a run that this call adds is there',
  );
  assert.match(
    await refused('--resume-latest', '--rerun', '1,6'),
    /^2 error: RERUN names 1, which left the range file[\s\S]*error: RERUN names 6, and there is no such run/,
  );
  assert.match(
    await refused('--resume-latest', '--rerun', '2', '--only', '3'),
    /^2 error: RERUN names 2, which ONLY=3 leaves out \[E_SETTING_VALUE\]\n {2}hint: leave ONLY away, or name the run in both\n/,
  );
  assert.match(
    await refused('--resume-latest', '--rerun', '2-3,4', '--only', 'CONFIG_A > 3'),
    /^2 error: RERUN names 2-3, which ONLY=CONFIG_A > 3 leaves out/,
  );
  assert.deepEqual(started(box), ['1', '2', '3', '4', '5']);
  assert.equal((await box.script('run-test-matrix', ['--resume-latest', '--rerun', '2-3', '--only', '3'])).code, 0);
  assert.deepEqual(started(box), ['1', '2', '3', '3', '4', '5']);
});

test('ONLY, ORDER, MAX_RUNS and TARGET decide what starts', async (t) => {
  const box = sandbox(t);
  prepared(box);
  box.write('fixed', '');
  await box.script('generate-configs', ['range', 'sweep_configs']);
  const order = async (...args: string[]): Promise<string> => {
    await box.run('rm', ['-f', 'started']);
    const ran = await box.script('run-test-matrix', args);
    return `${existsSync(box.path('started')) ? box.read('started').trim().split('\n').join(' ') : ''} | ${ran.stdout.trim().split('\n').at(-1)}`;
  };
  assert.match(
    await order('--order', '0 - CONFIG_A', '--only', 'CONFIG_A > 1'),
    /^2 3 4 \| Sweep complete: 3 done, 1 pending/,
  );
  assert.match(await order('--order', 'CONFIG_A'), /^4 3 2 1 \|/);
  assert.match(await order('--max-runs', '2'), /^1 2 \| Sweep stopped \(MAX_RUNS=2 is used up\): 2 done, 2 pending/);
  assert.match(await order('--target', 'score>=3'), /^1 2 3 \| Sweep stopped \(the target score>=3 is reached\)/);
  const never = await box.script('run-test-matrix', ['--target', 'scor>=3']);
  assert.equal(never.stderr.match(/reports no number/g)?.length, 1, 'said once');
  assert.match(never.stderr, /^config_001_\w+ reports no number "scor", so it cannot reach the target scor>=3$/m);
  const shuffled = await order('--order', 'shuffle', '--seed', '3');
  assert.equal(shuffled, await order('--order', 'shuffle', '--seed', '3'));
});

test('adding thousands of runs is told before it takes its time', async (t) => {
  const box = sandbox(t);
  const run = async (last: number): Promise<string> => {
    box.write('range', `CONFIG_A=1:1:${last}\nSWEEP_COMMAND="true"\n`);
    await box.script('generate-configs', ['range', 'sweep_configs']);
    return (await box.script('run-test-matrix', ['--max-runs', '1'])).stderr;
  };
  assert.match(await run(2000), /^2000 runs are added: a folder and a configuration for each$/m);
  assert.doesNotMatch(await run(20), /are added/);
});

test('a run without its metric is done and not ranked, and logs and repro.sh help to see why', async (t) => {
  const box = sandbox(t);
  box.write(
    'range',
    'CONFIG_A="x y"|"$(id)"\nSWEEP_COMMAND="printf %s {{CONFIG_A}} | tee ran"\nSWEEP_METRIC="score max"\n',
  );
  await box.script('generate-configs', ['range', 'sweep_configs']);
  const ran = await box.script('run-test-matrix', []);
  assert.equal(ran.code, 1);
  assert.match(ran.stderr, /config_001 done, but not ranked: no score/);
  const log = await box.script('logs', ['2']);
  assert.equal(log.stdout, '$(id)');
  assert.match(log.stderr, /output\.log \(done: no score/);
  const folder = readdirSync(box.path('test_matrix_results/latest')).find((n) => n.startsWith('config_001')) ?? '';
  await box.run('rm', ['ran']);
  const again = await box.run('bash', [box.path('test_matrix_results/latest', folder, 'repro.sh')], { cwd: '/' });
  assert.equal(again.stdout, 'x y');
  assert.equal(box.read('ran'), 'x y');
});

test('DETACH on this machine is refused before anything is made: the runs would end with their runner', async (t) => {
  const box = sandbox(t);
  prepared(box);
  await box.script('generate-configs', ['range']);
  const { code, stderr } = await box.script('run-test-matrix', ['--detach']);
  assert.equal(code, 2);
  assert.match(stderr, /DETACH=1 hands runs over to a cluster/);
  assert.ok(!existsSync(box.path('test_matrix_results')));
});
