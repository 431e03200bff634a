// SPDX-License-Identifier: MIT
// Modules of hypnettorch: read by running them, where the call allows that, in a process of their own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../rig/needs.ts';
import { sandbox } from '../rig/sandbox.ts';
import { standIn } from '../rig/standins.ts';

const GRID = "grid = {'option1': [10], 'option2': [0.1, 0.5],\n        'option3': [False, True]}\nconditions = []\n";

test('a module runs its commands, is recorded as what it holds, and is not run to be read again', async (t) => {
  if (!needs(t, 'python3')) return;
  const box = standIn(t, 'hypnettorch', []);
  box.write(
    'grid.py',
    `open('count', 'a').write('x')\nprint('hello')\n${GRID}_SCRIPT_NAME = 'train.py'\n_SUMMARY_KEYWORDS = ['acc', 'finished']\n`,
  );
  const { code, stdout, stderr } = await box.sweep(['sweep', 'RANGE_CONFIG=grid.py', 'ALLOW_CODE=1']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Sweep complete: 4 done/);
  assert.doesNotMatch(stdout, /hello/);
  assert.deepEqual(box.read('commands.log').trim().split('\n').sort(), [
    '--option1=10 --option2=0.1',
    '--option1=10 --option2=0.1 --option3',
    '--option1=10 --option2=0.5',
    '--option1=10 --option2=0.5 --option3',
  ]);
  const runs = box.read('count').length;
  const report = await box.sweep(['sweep-report']);
  assert.equal(report.code, 0, report.stderr);
  assert.equal(box.read('count').length, runs);
});

test('a module has the configurations and ids of its JSON, and of what sweep-import makes of it', async (t) => {
  if (!needs(t, 'python3')) return;
  const box = sandbox(t);
  box.write('grid.py', `${GRID}conditions += [({'option2': [0.5]}, {'option1': [(1, None, True), 7]})]\n`);
  const json = {
    grid: { option1: [10], option2: [0.1, 0.5], option3: [false, true] },
    conditions: [[{ option2: [0.5] }, { option1: [[1, null, true], 7] }]],
  };
  box.write('grid.json', JSON.stringify(json));
  const written = await box.make(['sweep-import', 'FROM=grid.py', 'TO=native', 'ALLOW_CODE=1']);
  assert.equal(written.code, 0, written.stderr);
  const ids = async (file: string): Promise<unknown> => {
    const { code, stderr } = await box.script('generate-configs', [file, `of-${file}`, '--allow-code']);
    assert.equal(code, 0, stderr);
    return (JSON.parse(box.read(`of-${file}/sweep.json`)) as { idsSha256: unknown }).idsSha256;
  };
  assert.equal(await ids('grid.py'), await ids('grid.json'));
  assert.equal(await ids('native'), await ids('grid.json'));
});

test('numbers of numpy are those that they print', async (t) => {
  if (!needs(t, 'python3-scipy')) return;
  const box = sandbox(t);
  box.write(
    'grid.py',
    'import numpy as np\ngrid = {"lr": np.logspace(-2, -1, 2), "f": [np.float32(0.1), np.inf], "count": np.arange(2), "b": [np.bool_(True)]}\nconditions = []\n',
  );
  const { stdout, stderr } = await box.make(['sweep-import', 'FROM=grid.py', 'ALLOW_CODE=1']);
  assert.match(stdout, /^lr=0\.01\|0\.1\nf=0\.1\|"inf"\ncount=0\|1\nb=y$/m, stderr);
});

const TROUBLE: readonly (readonly [name: string, text: string, message: RegExp])[] = [
  ['no grid', 'x = 1\n', /grid\.py:1:1: error: the module has no grid/],
  ['a grid that is a list', '\ngrid = [1]\n', /grid\.py:2:1: error: grid is a list, and a dictionary is needed/],
  ['a text for values', "grid = {\n  'lr': 'abc',\n}\n", /grid\.py:2:3: error: lr has a str where a list of values/],
  [
    'a list as value',
    "grid = {\n  'lr': [[1, 2]],\n}\n",
    /grid\.py:2:3: error: a value of lr is a list.*write a tuple/,
  ],
  ['a set', "grid = {\n  'lr': {1, 2},\n}\n", /grid\.py:2:3: error: lr has a set where/],
  ['an object', "grid = {\n  'lr': [object()],\n}\n", /grid\.py:2:3: error: a value of lr is a object: only numbers/],
  ['a key that is no text', 'grid = {\n  1: [1],\n}\n', /grid\.py:1:1: error: grid has the key 1, which is no text/],
  ['an empty list', "grid = {\n  'a': [1],\n  'lr': [],\n}\n", /grid\.py:3:3: error: /],
  [
    'a condition of three',
    "grid = {'a': [1]}\nconditions = [\n  (1, 2, 3),\n]\n",
    /grid\.py:3:3: error: condition 1 is no pair/,
  ],
  [
    'a misspelt name',
    "grid = {'a': [1]}\n_SUMMARY_KEYWORD = ['finished']\n",
    /grid\.py:2:1: error: .*_SUMMARY_KEYWORDS\?/s,
  ],
  [
    'an exception',
    "def f():\n  return 1 / 0\n\ngrid = {'a': [f()]}\n",
    /grid\.py:2:3: error: running it ends in ZeroDivisionError: division by zero/,
  ],
  ['bad syntax', 'grid = {\n  1 2\n', /grid\.py:\d:\d: error: running it ends in SyntaxError/],
  ['a missing import', 'import no_such_module_at_all\n', /grid\.py:1:1: error: running it ends in ModuleNotFoundError/],
  ['an exit', 'import sys\nsys.exit(0)\n', /grid\.py:2:1: error: running it ends in SystemExit: 0/],
  [
    'an end in the middle',
    'import os\nos._exit(0)\n',
    /grid\.py:1:1: error: running it ended with 0 before it said what it holds/,
  ],
];

test('what is wrong in a module is one sentence with its line, and never a trace', async (t) => {
  if (!needs(t, 'python3')) return;
  const box = sandbox(t);
  for (const [name, text, message] of TROUBLE) {
    box.write('grid.py', text);
    const { code, stderr, stdout } = await box.script('list-configs', ['grid.py', '--allow-code']);
    assert.equal(code, 2, `${name}: ${stdout}`);
    assert.match(stderr, message, name);
    assert.doesNotMatch(stderr, /Traceback|^ {4}at /m, name);
  }
});

test('a base or sourced file of Python is not run, allowed or not', async (t) => {
  const box = sandbox(t);
  box.write('grid.py', 'open("ran", "w").write("x")\ngrid = {"lr": [1]}\n');
  box.write('native', 'source "grid.py"\n');
  const sourced = await box.script('list-configs', ['native', '--allow-code']);
  assert.equal(sourced.code, 2);
  assert.match(sourced.stderr, /native:1:\d+: error: .*name it as RANGE_CONFIG, with ALLOW_CODE=1/s);
  box.write('based', 'SWEEP_FORMAT=json\nSWEEP_BASE=grid.py\nlr=1\n');
  await box.script('list-configs', ['based', '--allow-code']);
  assert.ok(!box.list().includes('ran'));
});
