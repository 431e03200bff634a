// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { test } from 'node:test';
import { sandbox } from '../rig/sandbox.ts';

const RANGE = 'CONFIG_MODEL="mlp"\nCONFIG_LR=0.1|0.01\n# CONFIG_AMP is not set\nCONFIG_OPT="adam"|"sgd"\n';

test('generate writes numbered configurations, a summary, a table and the manifest', async (t) => {
  const box = sandbox(t);
  box.write('my-range', RANGE);
  const { code, stdout, stderr } = await box.make(['sweep-generate', 'RANGE_CONFIG=my-range']);
  assert.deepEqual([code, stderr], [0, '']);
  assert.equal(stdout, '4 configurations of my-range in sweep_configs/ (6 files written)\n');
  assert.deepEqual(box.list('sweep_configs'), [
    'combinations.csv',
    'combinations_summary.txt',
    'config_001',
    'config_002',
    'config_003',
    'config_004',
    'sweep.json',
  ]);
  assert.equal(
    box.read('sweep_configs/config_002'),
    '# config_002 of my-range\n# CONFIG_LR=0.1 CONFIG_OPT=sgd\nCONFIG_MODEL="mlp"\nCONFIG_LR=0.1\n# CONFIG_AMP is not set\nCONFIG_OPT="sgd"\n',
  );
  assert.equal(
    box.read('sweep_configs/combinations_summary.txt'),
    `Parameter Combinations Summary
============================================================

Range file: my-range
Total configurations: 4

VARIABLE PARAMETERS:
----------------------------------------
  CONFIG_LR: 0.1, 0.01
  CONFIG_OPT: adam, sgd

CONFIGURATIONS:
----------------------------------------
config_001: CONFIG_LR=0.1 CONFIG_OPT=adam
config_002: CONFIG_LR=0.1 CONFIG_OPT=sgd
config_003: CONFIG_LR=0.01 CONFIG_OPT=adam
config_004: CONFIG_LR=0.01 CONFIG_OPT=sgd
`,
  );
  assert.match(
    box.read('sweep_configs/combinations.csv'),
    /^number,config_id,CONFIG_MODEL,CONFIG_LR,CONFIG_AMP,CONFIG_OPT\n1,[0-9a-f]{64},mlp,0\.1,n,adam\n/,
  );
});

test('generating again brings the folder in line: stale ones go, identical ones keep their mtime', async (t) => {
  const box = sandbox(t);
  box.write('r', RANGE);
  await box.script('generate-configs', ['r', 'out']);
  const before = statSync(box.path('out/config_001')).mtimeMs;
  box.write('r', RANGE.replace('|"sgd"', ''));
  const { stdout } = await box.script('generate-configs', ['r', 'out']);
  assert.deepEqual(
    box.list('out').filter((n) => n.startsWith('config')),
    ['config_001', 'config_002'],
  );
  assert.match(stdout, /^2 configurations of r in out\/ \(\d files written, .*2 stale removed\)\n$/);
  box.write('r', RANGE);
  await box.script('generate-configs', ['r', 'out']);
  const again = await box.script('generate-configs', ['r', 'out']);
  assert.equal(again.stdout, '4 configurations of r in out/ (6 unchanged)\n');
  assert.ok(statSync(box.path('out/config_001')).mtimeMs >= before);
});

test('a folder that ksweep did not write is refused and left alone', async (t) => {
  const box = sandbox(t);
  box.write('r', RANGE);
  box.write('mine/thesis.tex', 'years of work');
  const { code, stderr } = await box.script('generate-configs', ['r', 'mine']);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^error: mine is not empty and ksweep did not write it \(it holds thesis\.tex\)\n {2}hint: name another folder with CONFIG_DIR=DIR/,
  );
  assert.deepEqual(box.list('mine'), ['thesis.tex']);
  box.write('mine/config_001', 'not from here');
  const clean = await box.script('clean', ['mine']);
  assert.equal(clean.code, 2);
  assert.deepEqual(box.list('mine'), ['config_001', 'thesis.tex']);
  assert.equal(box.read('mine/thesis.tex'), 'years of work');
});

test('clean removes only what generate wrote', async (t) => {
  const box = sandbox(t);
  box.write('r', RANGE);
  await box.make(['sweep-generate', 'RANGE_CONFIG=r']);
  box.write('sweep_configs/notes.txt', 'mine');
  const first = await box.make(['sweep-clean']);
  assert.equal(first.stdout, 'sweep_configs/: 7 files removed; kept what is not ours: notes.txt\n');
  assert.deepEqual(box.list('sweep_configs'), ['notes.txt']);
  const second = await box.make(['sweep-clean']);
  assert.equal(second.stdout, 'sweep_configs/: nothing to remove; kept what is not ours: notes.txt\n');
  assert.deepEqual(box.list('sweep_configs'), ['notes.txt']);
});

test('clean takes the folder too when nothing else is in it, and nothing to clean is no error', async (t) => {
  const box = sandbox(t);
  box.write('r', RANGE);
  await box.make(['sweep-generate', 'RANGE_CONFIG=r']);
  await box.make(['sweep-clean']);
  assert.deepEqual(box.list(), ['r']);
  assert.equal((await box.make(['sweep-clean'])).stdout, 'sweep_configs/: nothing to remove\n');
});

test('more than 10,000 configurations must be asked for, and counting stops there', async (t) => {
  const box = sandbox(t);
  box.write('r', 'CONFIG_A=0:1:999999999\nCONFIG_B=0:1:999999999\n');
  const refused = await box.script('generate-configs', ['r', 'out']);
  assert.equal(refused.code, 2);
  assert.match(
    refused.stderr,
    /^error: the sweep has more than 10,000 configurations; larger sweeps must be asked for; nothing was written\n {2}hint: LIMIT=N/,
  );
  assert.deepEqual(box.list(), ['r']);
  box.write('small', 'CONFIG_A=1:1:10001\n');
  assert.equal((await box.script('generate-configs', ['small', 'out', '--limit', '10001'])).code, 0);
  assert.equal(box.list('out').includes('config_10001'), true);
  assert.equal(box.list('out').includes('config_00001'), true);
});

test('errors of a range file leave nothing behind', async (t) => {
  const box = sandbox(t);
  box.write('r', 'CONFIG_A=0.1:0:0.5\nCONFIG_B=1:2\nwhat is this\n');
  const { code, stderr, stdout } = await box.script('generate-configs', ['r', 'out']);
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(stderr, /^r:1:\d+: error: /);
  assert.match(stderr, /\nr:2:\d+: error: /);
  assert.match(stderr, /\nr:3:1: error: /);
  assert.match(stderr, /\n3 errors\n$/);
  assert.deepEqual(box.list(), ['r']);
});

test('an interrupted generate is seen and repaired', async (t) => {
  const box = sandbox(t);
  box.write('r', RANGE);
  await box.script('generate-configs', ['r', 'out']);
  box.write(
    'out/sweep.json',
    box
      .read('out/sweep.json')
      .replace('"complete": true', '"complete": false, "was": {"count": 9, "extensions": [""]}'),
  );
  box.write('out/config_009', 'stale');
  box.write('out/config_003.tmp-99999', 'half');
  const { code } = await box.script('generate-configs', ['r', 'out']);
  assert.equal(code, 0);
  assert.match(box.read('out/sweep.json'), /"complete": true/);
  assert.deepEqual(
    box.list('out').filter((n) => n.startsWith('config')),
    ['config_001', 'config_002', 'config_003', 'config_004'],
  );
});

test('files of the user that look like ours stay', async (t) => {
  const box = sandbox(t);
  box.write('r', RANGE);
  await box.script('generate-configs', ['r', 'out']);
  for (const name of ['config_777.md', 'config_2024', 'a.tmp-3', 'config_001.bak']) box.write(`out/${name}`, 'mine');
  const again = await box.script('generate-configs', ['r', 'out']);
  assert.equal(again.stdout, '4 configurations of r in out/ (6 unchanged)\n');
  await box.script('clean', ['out']);
  assert.deepEqual(box.list('out'), ['a.tmp-3', 'config_001.bak', 'config_2024', 'config_777.md']);
});

test('a link in the place of a configuration is replaced, and what it leads to is left alone', async (t) => {
  const box = sandbox(t);
  box.write('r', RANGE);
  await box.script('generate-configs', ['r', 'out']);
  box.write('precious', 'mine\n');
  rmSync(box.path('out/config_001'));
  symlinkSync('../precious', box.path('out/config_001'));
  const { code } = await box.script('generate-configs', ['r', 'out']);
  assert.deepEqual([code, box.read('precious')], [0, 'mine\n']);
  assert.match(box.read('out/config_001'), /^# config_001 of r\n/);
});

test('a sweep folder is no folder of configurations: generate and clean leave it alone', async (t) => {
  const box = sandbox(t);
  box.write('r', `${RANGE}SWEEP_COMMAND="true"\n`);
  await box.make(['sweep', 'RANGE_CONFIG=r']);
  const before = box.list('test_matrix_results/latest');
  for (const name of ['clean', 'generate-configs']) {
    const { code, stderr } = await box.script(name, [...(name === 'clean' ? [] : ['r']), 'test_matrix_results/latest']);
    assert.equal(code, 2);
    assert.match(stderr, /is a sweep folder with results/);
  }
  assert.deepEqual(box.list('test_matrix_results/latest'), before);
});

test('a folder where a configuration should stand is told before anything changes', async (t) => {
  const box = sandbox(t);
  box.write('r', RANGE);
  await box.script('generate-configs', ['r', 'out']);
  rmSync(box.path('out/config_002'));
  mkdirSync(box.path('out/config_002'));
  const { code, stderr } = await box.script('generate-configs', ['r', 'out']);
  assert.equal(code, 2);
  assert.match(stderr, /^error: out\/config_002 is a folder; a file of ours should stand there/);
  assert.match(box.read('out/sweep.json'), /"complete": true/);
});

test('SWEEP_CONFIG_DIR in a range file is refused: generate and run would mean different folders', async (t) => {
  const box = sandbox(t);
  box.write('r', `${RANGE}SWEEP_CONFIG_DIR=mydir\n`);
  const { code, stderr } = await box.script('generate-configs', ['r']);
  assert.equal(code, 2);
  assert.match(stderr, /SWEEP_CONFIG_DIR/);
});

test('nothing in the folder tells time, host or absolute paths', async (t) => {
  const box = sandbox(t);
  box.write('sub/r', RANGE);
  await box.script('generate-configs', [box.path('sub/r'), box.path('out')]);
  for (const name of box.list('out')) assert.equal(box.read(`out/${name}`).includes(box.dir), false, name);
  assert.match(box.read('out/sweep.json'), /"rangeDir": "\.\.\/sub"/);
});

test('yaml merges into a base file that stands beside the range file', async (t) => {
  const box = sandbox(t);
  box.write('sub/base.yaml', 'lr: 1.0 # rate\nmodel:\n  depth: 3\n');
  box.write(
    'sub/r',
    'lr=1e-5|0.1\nmodel.name="on"\nSWEEP_FORMAT=yaml\nSWEEP_BASE=base.yaml\nSWEEP_BASE_NEW_KEYS=model.name\n',
  );
  const { code, stderr } = await box.script('generate-configs', ['sub/r', 'out']);
  assert.deepEqual([code, stderr], [0, '']);
  assert.equal(
    box.read('out/config_001.yaml'),
    '# config_001 of r\n# lr=1e-5\nlr: 1.0e-5 # rate\nmodel:\n  depth: 3\n  name: "on"\n',
  );
});

test('a template that fails for one configuration writes none', async (t) => {
  const box = sandbox(t);
  box.write('t.toml.hbs', 'lr = {{LR}}\nwd = {{WD}}\n');
  box.write('r', 'OPT=adam|sgd\nLR=0.1\nWD=5 if OPT="adam"\nSWEEP_TEMPLATE=t.toml.hbs\n');
  const { code, stderr } = await box.script('generate-configs', ['r', 'out']);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^t\.toml\.hbs:2:6: error: \{\{WD\}\} is printed, but this configuration has no such symbol \(config_002\) \[E_TEMPLATE\]\n {2}wd = \{\{WD\}\}\n/,
  );
  assert.deepEqual(box.list(), ['r', 't.toml.hbs']);
  box.write('t.toml.hbs', 'lr = {{LR}}\n{{#if WD}}wd = {{WD}}\n{{/if}}');
  assert.equal((await box.script('generate-configs', ['r', 'out'])).code, 0);
  assert.equal(box.read('out/config_001.toml'), 'lr = 0.1\nwd = 5\n');
  assert.equal(box.read('out/config_002.toml'), 'lr = 0.1\n');
});

test('a folder that cannot be written is a sentence, not a stack', async (t) => {
  const box = sandbox(t);
  box.write('r', RANGE);
  box.write('file', '');
  const { code, stderr } = await box.script('generate-configs', ['r', 'file/out']);
  assert.equal(code, 2);
  assert.match(stderr, /^error: /);
  if (process.getuid?.() === 0) return; // root may write everywhere: the rest of this test needs an ordinary user
  mkdirSync(box.path('locked'));
  chmodSync(box.path('locked'), 0o500);
  const locked = await box.script('generate-configs', ['r', 'locked/out']);
  assert.match(locked.stderr, /^error: .*permission denied/);
});
