// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { paintFor } from '../../scripts/lib/edge/tty/colour.ts';
import { needs } from '../rig/needs.ts';
import { ROOT, sandbox } from '../rig/sandbox.ts';

test('colours are for terminals, unless NO_COLOR or FORCE_COLOR say otherwise', () => {
  const red = '\u001b[31mx\u001b[0m';
  const rows: readonly [boolean, Readonly<Record<string, string>>, string][] = [
    [true, {}, red],
    [false, {}, 'x'],
    [true, { NO_COLOR: '1' }, 'x'],
    [true, { NO_COLOR: '' }, red],
    [true, { TERM: 'dumb' }, 'x'],
    [true, { FORCE_COLOR: '0' }, 'x'],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, red],
  ];
  for (const [isTerminal, env, expected] of rows)
    assert.equal(paintFor(isTerminal, env)('x', 'red'), expected, JSON.stringify(env));
});

test('the terminal shows the front of several goals, fixed values stand in the report, and git is spoken of once', async (t) => {
  if (!needs(t, 'git')) return;
  const box = sandbox(t, 'repo');
  await box.run('git', ['init', '-q']);
  box.write(
    'r',
    `CONFIG_X=1:1:3\nCONFIG_FIXED="as ever"\nSWEEP_COMMAND='echo "{\\"acc\\": $CONFIG_X, \\"size\\": $CONFIG_X}" >{{out_dir}}/training_metrics.json'\nSWEEP_METRIC="acc max; size min"\n`,
  );
  const first = await box.make(['sweep', 'RANGE_CONFIG=r'], { env: { FORCE_COLOR: '1' } });
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stderr, /^\[1\/3\] config_001 done after \S+, acc=1$/m);
  assert.match(first.stdout, /^3 runs that no other run beats in acc \(max\) and size \(min\) at once:$/m);
  assert.match(first.stdout, /^\u001b\[32m│ 1 │ config_003/m);
  assert.match(
    first.stderr,
    /^hint: git does not ignore test_matrix_results\/ and sweep_configs\/: printf '%s\\n' test_matrix_results\/ sweep_configs\/ >>\.\/\.gitignore$/m,
  );
  const analysis = box.read('test_matrix_results/latest/sweep_analysis.txt');
  assert.match(analysis, /\nThe same in every run:\n {2}CONFIG_FIXED="as ever"\n/);
  const second = await box.make(['sweep', 'RANGE_CONFIG=r']);
  assert.doesNotMatch(second.stderr, /hint: git/);
});

test('run folders are named by what is varied, in folders where the name has a slash', async (t) => {
  const box = sandbox(t);
  box.write(
    'r',
    'CONFIG_LR=0.1|0.2\nCONFIG_DATA="a/b"|"c"\nSWEEP_MODE=independent\nSWEEP_COMMAND="true"\nSWEEP_RUN_NAME="{{varied}}/{{value}}"\n',
  );
  await box.script('generate-configs', ['r', 'sweep_configs']);
  const ran = await box.script('run-test-matrix', []);
  assert.equal(ran.code, 0, ran.stderr);
  const latest = 'test_matrix_results/latest';
  const folders = ['baseline', 'LR', 'DATA'].flatMap((name) =>
    box.list(`${latest}/${name}`).map((inner) => `${name}/${inner}`),
  );
  assert.deepEqual(folders, ['baseline/baseline', 'LR/0.2', 'DATA/c']);
  assert.ok(box.list(`${latest}/LR/0.2`).includes('output.log'));
  const log = await box.script('logs', ['config_002']);
  assert.equal(log.code, 0, log.stderr);
  const again = await box.script('run-test-matrix', ['--resume-latest', '--rerun', 'LR = 0.2 || CONFIG_DATA = "c"']);
  assert.match(again.stderr, /no configuration has a symbol LR/);
  const some = await box.script('run-test-matrix', ['--resume-latest', '--rerun', 'CONFIG_DATA = "c"']);
  assert.match(some.stderr, /^1 run to do, 2 of 3 done already; /m);
  const named = await box.script('run-test-matrix', ['--resume-latest', '--rerun', 'config_001-config_002']);
  assert.match(named.stderr, /^2 runs to do/m);
});

test('symbols of one name in different branches have names of their own', async (t) => {
  const box = sandbox(t);
  box.write('r', 'model.lr=1|2\noptim.lr=1|2\nSWEEP_MODE=independent\nSWEEP_COMMAND="true"\nlr=1|2\nCONFIG_lr=1|2\n');
  await box.script('generate-configs', ['r', 'sweep_configs']);
  const varied = await box.script('run-test-matrix', ['--output-dir', 'out', '--run-name', '{{varied}}/{{value}}']);
  assert.equal(varied.code, 0, varied.stderr);
  const folders = box.list('out/latest').filter((name) => name.endsWith('lr'));
  assert.deepEqual([...folders].sort(), ['CONFIG_lr', 'lr', 'model.lr', 'optim.lr']);
  const ran = await box.script('run-test-matrix', ['--run-name', 'm{{model.lr}}-o{{optim.lr}}-{{lr}}-{{CONFIG_lr}}']);
  assert.equal(ran.code, 0, ran.stderr);
  assert.deepEqual(
    box
      .list('test_matrix_results/latest')
      .filter((folder) => folder.startsWith('m'))
      .sort(),
    ['m1-o1-1-1', 'm1-o1-1-2', 'm1-o1-2-1', 'm1-o2-1-1', 'm2-o1-1-1'],
  );
});

test('what a call leaves alone is told by what it is: done, failed, not asked for', async (t) => {
  const box = sandbox(t);
  box.write('r', 'CONFIG_X=1:1:16\nSWEEP_COMMAND="test $CONFIG_X -ne 2 -o -e mended"\n');
  await box.script('generate-configs', ['r', 'sweep_configs']);
  const begun = await box.script('run-test-matrix', ['--only', '1-2']);
  assert.match(begun.stderr, /^2 runs to do, 14 of 16 not asked for; one run at a time$/m);
  const more = await box.script('run-test-matrix', ['--resume-latest', '--only', '1-4']);
  assert.match(more.stderr, /^2 runs to do, 1 of 16 done already, 1 failed before, 12 not asked for; /m);
  box.write('mended', '');
  const rest = await box.script('run-test-matrix', ['--resume-latest', '--retry-failed']);
  assert.match(rest.stderr, /^13 runs to do, 3 of 16 done already; /m);
  const none = await box.script('run-test-matrix', ['--resume-latest']);
  assert.match(none.stderr, /^0 runs to do, 16 of 16 done already; /m);
});

test('the notebook and the message of the recipes work on a sweep', async (t) => {
  if (!needs(t, 'python3-pandas')) return;
  const page = readFileSync(join(ROOT, 'docs', 'recipes.md'), 'utf8');
  const notebook = /```python\n(import json[\s\S]*?)```/.exec(page)?.[1] ?? assert.fail('no notebook');
  const message = /^(SWEEP_ON_DONE='printf .*) \| curl .*'$/m.exec(page)?.[1] ?? assert.fail('no message');
  assert.ok(notebook.trim().split('\n').length <= 10);
  const box = sandbox(t);
  box.write(
    'r',
    `CONFIG_LR=0.1|1\nCONFIG_OPT="adam"|"sgd"\nSWEEP_COMMAND='echo "{\\"test_acc\\": $CONFIG_LR}" >{{out_dir}}/training_metrics.json'\nSWEEP_METRIC=test_acc\n${message} >told'\n`,
  );
  await box.script('generate-configs', ['r', 'sweep_configs']);
  const ran = await box.script('run-test-matrix', []);
  assert.equal(ran.code, 0, ran.stderr);
  assert.deepEqual(JSON.parse(box.read('told')), { text: 'Sweep complete: 4 done' });
  const shown = await box.run('python3', ['-c', notebook]);
  assert.equal(shown.code, 0, shown.stderr);
  assert.match(shown.stdout, /config_003/);
});

test('a foreign folder of configurations is refused with the two ways to take it', async (t) => {
  const box = sandbox(t);
  box.write('theirs/config_001.yaml', 'lr: 1\n');
  const { code, stderr } = await box.script('run-test-matrix', ['--config-dir', 'theirs']);
  assert.equal(code, 2);
  assert.match(stderr, /SWEEP_BASE/);
  assert.match(stderr, /sweep-import/);
});
