// SPDX-License-Identifier: MIT
// A sweep over a project with a Kconfig tree, through the scripts.
import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import { test } from 'node:test';
import { findConf, runConf } from '../rig/kconfig-conf.ts';
import { needs } from '../rig/needs.ts';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

const TREE = `mainmenu "A project"

choice
	prompt "Optimizer"

config OPTIMIZER_SGD
	bool "SGD"

config OPTIMIZER_ADAM
	bool "Adam"

endchoice

source "model/Kconfig"

config WEIGHT_DECAY
	string "Weight decay"
	default "0.01"
	depends on OPTIMIZER_ADAM
`;

const MODEL = `config LAYERS
	int "Layers"
	default 2
	range 1 8
`;

const RANGE = `SWEEP_KCONFIG=project/Kconfig
CONFIG_OPTIMIZER_ADAM=y|n
CONFIG_WEIGHT_DECAY=0.03|0.05
CONFIG_LAYERS=4
lr=0.1
`;

function withTree(box: Sandbox, range = RANGE): void {
  box.write('project/Kconfig', TREE);
  box.write('project/model/Kconfig', MODEL);
  box.write('r', range);
}

/** Generates and runs; returns the sweep folder. */
async function swept(box: Sandbox): Promise<string> {
  for (const [script, args] of [
    ['generate-configs', ['r', 'out']],
    ['run-test-matrix', ['--config-dir', 'out', '--output-dir', 'results']],
  ] as const) {
    const { code, stderr } = await box.script(script, [...args]);
    assert.equal(code, 0, stderr);
  }
  return `results/${box.list('results').find((name) => name !== 'latest') ?? ''}`;
}

/** A Markdown text or page without what only its writing needs. */
function spoken(text: string): string {
  return text.replace(/<wbr>|\\/g, '').replace(/&#x3D;/g, '=');
}

test('generate writes whole .config files, and leaves out what the tree does not take', async (t) => {
  const box = sandbox(t);
  withTree(box);
  const { code, stdout, stderr } = await box.script('generate-configs', ['r', 'out']);
  assert.deepEqual([code, stderr], [0, '']);
  assert.equal(
    stdout,
    '2 configurations of r in out/ (4 files written)\n  note: 2 configurations are left out, since the Kconfig tree does not take a value: CONFIG_WEIGHT_DECAY: it needs OPTIMIZER_ADAM (OPTIMIZER_ADAM is n): 2\n',
  );
  assert.equal(
    box.read('out/config_002'),
    '#\n# Automatically generated file; DO NOT EDIT.\n# A project\n#\n# CONFIG_OPTIMIZER_SGD is not set\nCONFIG_OPTIMIZER_ADAM=y\nCONFIG_LAYERS=4\nCONFIG_WEIGHT_DECAY="0.05"\n',
  );
  if (!needs(t, 'conf-6.12')) return;
  const config = box.read('out/config_001');
  const call = { tree: box.path('project'), mode: '--olddefconfig', config };
  assert.equal(runConf(findConf('6.12') ?? '', call).config, config);
});

test('the minimal output is what has to be said', async (t) => {
  const box = sandbox(t);
  withTree(box, `${RANGE}SWEEP_KCONFIG_OUTPUT=minimal\n`);
  await box.script('generate-configs', ['r', 'out']);
  assert.equal(box.read('out/config_001'), 'CONFIG_OPTIMIZER_ADAM=y\nCONFIG_LAYERS=4\nCONFIG_WEIGHT_DECAY="0.03"\n');
});

test('list counts what is left out, and numbers configurations as generate does', async (t) => {
  const box = sandbox(t);
  withTree(box, RANGE.replace('=y|n', '=n|y'));
  const { stdout, code } = await box.script('list-configs', ['r']);
  assert.equal(code, 0);
  assert.match(stdout, /2 configurations are left out, since the Kconfig tree does not take a value/);
  const explained = await box.script('list-configs', ['r', '--explain', '2']);
  assert.match(explained.stdout, /CONFIG_WEIGHT_DECAY=0\.05/);
});

test('WHY_NOT knows the tree, and symbols that only the tree has', async (t) => {
  const box = sandbox(t);
  withTree(box);
  const why = async (values: string): Promise<string> =>
    (await box.script('list-configs', ['r', '--why-not', values])).stdout;
  assert.equal(
    await why('CONFIG_OPTIMIZER_ADAM=n,CONFIG_WEIGHT_DECAY=0.03'),
    'no rule of the range file excludes these values, but the Kconfig tree does not take them:\n  CONFIG_WEIGHT_DECAY=0.03 is dropped: it needs OPTIMIZER_ADAM (OPTIMIZER_ADAM is n); add CONFIG_OPTIMIZER_ADAM=y\n',
  );
  assert.match(await why('CONFIG_OPTIMIZER_ADAM=y,CONFIG_WEIGHT_DECAY=0.03'), /^nothing excludes these values/);
  assert.match(
    await why('CONFIG_OPTIMIZER_ADAM=y,CONFIG_OPTIMIZER_SGD=y'),
    /does not take them:\n {2}CONFIG_OPTIMIZER_(?:ADAM=y becomes n: OPTIMIZER_SGD|SGD=y becomes n: OPTIMIZER_ADAM) was chosen instead/,
  );
  box.write('r', 'SWEEP_KCONFIG=project/Kconfig\nCONFIG_OPTIMIZER_ADAM=y|n\n');
  assert.match(
    await why('CONFIG_LAYERS=4'),
    /^the range file says nothing of CONFIG_LAYERS=4; the Kconfig tree would take it/,
  );
  assert.match(await why('CONFIG_LAYERS=99'), /CONFIG_LAYERS=99 becomes 8: its range is 1 to 8/);
  assert.match(await why('CONFIG_LAYER=4'), /there is no symbol CONFIG_LAYER in this range file/);
});

test('EXPLAIN tells what was asked for where the tree did not take it', async (t) => {
  const box = sandbox(t);
  withTree(
    box,
    'SWEEP_KCONFIG=project/Kconfig\nSWEEP_KCONFIG_POLICY=warn\nCONFIG_OPTIMIZER_ADAM=n|y\nCONFIG_WEIGHT_DECAY=0.03|0.05\n',
  );
  const { stdout } = await box.script('list-configs', ['r', '--explain', '1']);
  assert.match(
    stdout,
    /^CONFIG_WEIGHT_DECAY was to be 0\.03, which the Kconfig tree does not take: it needs OPTIMIZER_ADAM \(OPTIMIZER_ADAM is n\); add CONFIG_OPTIMIZER_ADAM=y$/m,
  );
});

test('policy error refuses the sweep with the lines to add, policy warn keeps it', async (t) => {
  const box = sandbox(t);
  withTree(box, 'SWEEP_KCONFIG=project/Kconfig\nCONFIG_WEIGHT_DECAY=0.03|0.05\n');
  const refused = await box.script('generate-configs', ['r', 'out', '--kconfig-policy', 'error']);
  assert.equal(refused.code, 2);
  assert.match(
    refused.stderr,
    /CONFIG_WEIGHT_DECAY=0\.03 is dropped: it needs OPTIMIZER_ADAM .*; add CONFIG_OPTIMIZER_ADAM=y/,
  );
  const listed = await box.script('list-configs', ['r', '--set', 'SWEEP_KCONFIG_POLICY=error']);
  assert.match(listed.stdout + listed.stderr, /CONFIG_WEIGHT_DECAY=0\.03 is dropped: it needs OPTIMIZER_ADAM/);
  const pruned = await box.script('generate-configs', ['r', 'out']);
  assert.equal(pruned.code, 2);
  assert.match(pruned.stderr, /no configuration is left.*\n.*note: 2 configurations are left out/);
  const kept = await box.script('generate-configs', ['r', 'out', '--kconfig-policy', 'warn']);
  assert.equal(kept.code, 0);
  assert.match(kept.stderr, /warning: CONFIG_WEIGHT_DECAY=0\.03 is dropped/);
  assert.match(kept.stdout, /^1 configuration of r/);
  assert.match(box.read('out/combinations_summary.txt'), /^config_001: .*\(asked for: CONFIG_WEIGHT_DECAY=0\.03\)$/m);
});

test('what was asked for stands beside what came of it in journal and reports, where they differ', async (t) => {
  const box = sandbox(t);
  withTree(box, `${RANGE}SWEEP_KCONFIG_POLICY=warn\nSWEEP_COMMAND="true"\n`);
  const folder = await swept(box);
  const rows = JSON.parse(box.read(`${folder}/sweep_summary.json`)) as Record<string, unknown>[];
  assert.deepEqual(
    rows.map((row) => [
      row['CONFIG_OPTIMIZER_ADAM'],
      row['CONFIG_WEIGHT_DECAY'],
      row['requested.CONFIG_WEIGHT_DECAY'],
      row['requested.CONFIG_OPTIMIZER_ADAM'],
    ]),
    [
      ['y', 0.03, null, undefined],
      ['y', 0.05, null, undefined],
      ['n', null, 0.03, undefined],
    ],
  );
  const [head = ''] = box.read(`${folder}/sweep_summary.csv`).split('\n');
  assert.deepEqual(head.split(','), Object.keys(rows[0] ?? {}));
  const why = 'it needs OPTIMIZER_ADAM (OPTIMIZER_ADAM is n); add CONFIG_OPTIMIZER_ADAM=y';
  const note = `config_003: CONFIG_WEIGHT_DECAY was to be 0.03 and has no value: ${why}.`;
  for (const file of ['sweep_analysis.txt', 'sweep_summary.md', 'analysis.html'])
    assert.ok(spoken(box.read(`${folder}/${file}`)).includes(note), `${file} has no: ${note}`);
  const value = { name: 'CONFIG_WEIGHT_DECAY', value: { kind: 'number', text: '0.03' }, why };
  const events = box.read(`${folder}/journal.jsonl`).trimEnd().split('\n');
  const added = events.map((line) => JSON.parse(line) as Record<string, unknown>).filter((e) => e['kind'] === 'added');
  assert.deepEqual(
    added.map((event) => event['requested']),
    [undefined, undefined, [value]],
  );
});

test('a rule over symbols of the tree alone holds in every command, whoever names the tree', async (t) => {
  const box = sandbox(t);
  const range = RANGE.replace('SWEEP_KCONFIG=project/Kconfig\n', '').replace('CONFIG_LAYERS=4', 'CONFIG_LAYERS=1|2|3');
  const rule = 'depends on CONFIG_OPTIMIZER_SGD = n && CONFIG_LAYERS > 1\n';
  withTree(box, `${range}${rule}SWEEP_COMMAND="echo acc=1"\nSWEEP_METRIC=acc\nSWEEP_METRIC_REGEX="^(acc)=(.*)$"\n`);
  const alone = await box.script('list-configs', ['r']);
  assert.match(alone.stderr, /r:5:12: error: there is no symbol CONFIG_OPTIMIZER_SGD in this range file/);
  const tree = ['--kconfig', 'project/Kconfig'];
  const listed = await box.script('list-configs', ['r', ...tree]);
  assert.match(listed.stdout, /\n +4 {2}in this sweep/);
  assert.match(listed.stdout, /8 configurations are left out by the rule r:5: depends on CONFIG_OPTIMIZER_SGD = n/);
  const made = await box.script('generate-configs', ['r', 'out', ...tree]);
  assert.match(made.stdout, /^4 configurations of r/, made.stderr);
  const ran = await box.script('run-test-matrix', ['--config-dir', 'out', '--output-dir', 'results']);
  assert.match(ran.stdout, /4 done/, ran.stderr);
  const folder = `results/${box.list('results').find((name) => name !== 'latest') ?? ''}`;
  const reported = await box.script('report', [folder]);
  assert.equal(reported.code, 0, reported.stderr);
  assert.doesNotMatch(reported.stdout, /No SWEEP_METRIC is set/); // the settings of the range file are read
  assert.equal((await box.script('settings', ['r', ...tree])).code, 0);
});

test('a sweep of which the tree took all has no such columns', async (t) => {
  const box = sandbox(t);
  withTree(box, `${RANGE}SWEEP_COMMAND="true"\n`);
  const folder = await swept(box);
  assert.doesNotMatch(box.read(`${folder}/sweep_summary.csv`), /requested/);
  assert.doesNotMatch(box.read(`${folder}/journal.jsonl`), /requested/);
});

test('a sweep folder needs the tree no more: what it read and what its commands printed is recorded', async (t) => {
  const box = sandbox(t);
  withTree(box, `${RANGE}SWEEP_COMMAND="cp {{config}} {{out_dir}}/.config; grep -c . .config || true"\n`);
  box.write('project/Kconfig', `${TREE}\nconfig HOST\n\tstring\n\tdefault "$(shell,cat name)"\n`);
  box.write('project/name', 'one\n');
  const refused = await box.script('generate-configs', ['r', 'out']);
  assert.equal(refused.code, 2);
  assert.match(
    refused.stderr,
    /project\/Kconfig:\d+:\d+: error: this tree wants to run a command: cat name \[E_KCONFIG_SHELL\]/,
  );
  const allowed = await box.script('generate-configs', ['r', 'out', '--allow-shell']);
  assert.equal(allowed.code, 0, allowed.stderr);
  assert.match(box.read('out/config_001'), /^CONFIG_HOST="one"$/m);
  rmSync(box.path('project'), { recursive: true });
  const ran = await box.script('run-test-matrix', ['--config-dir', 'out', '--output-dir', 'results']);
  assert.equal(ran.code, 0, ran.stderr);
  const [folder = ''] = box.list('results').filter((name) => name !== 'latest');
  const run = `results/${folder}/${box.list(`results/${folder}`).filter((name) => name.startsWith('config_001'))[0] ?? ''}`;
  assert.equal(box.read(`${run}/.config`), box.read('out/config_001'));
});

test('the tree of a project that names Kconfiglib is completed as it does, and that is said', async (t) => {
  const box = sandbox(t);
  withTree(box, 'SWEEP_KCONFIG=project/Kconfig\nCONFIG_LAYERS=1|2\n');
  box.write('project/Makefile', 'include Makefile.kconfig\n');
  box.write('project/Makefile.kconfig', 'menuconfig:\n\tpython3 kconfiglib/menuconfig.py\n');
  const { stdout } = await box.script('generate-configs', ['r', 'out']);
  const said = /note: project\/Makefile\.kconfig names Kconfiglib, so the tree is completed as it does/;
  assert.match(stdout, said);
  assert.match((await box.script('list-configs', ['r'])).stdout, said, 'the preview says it too');
});

test('a tree is not read past its folder, by no link either', async (t) => {
  const box = sandbox(t);
  withTree(box);
  box.write('secret', 'config SECRET\n\tbool "Secret"\n');
  rmSync(box.path('project/model'), { recursive: true });
  symlinkSync('..', box.path('project/model'));
  box.write('Kconfig', MODEL);
  const { code, stderr } = await box.script('generate-configs', ['r', 'out']);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /project\/Kconfig:14:1: error: cannot read `model\/Kconfig`: it is a link that leads out of the tree/,
  );
});

test('mistakes in a range file are told with their place and near names', async (t) => {
  const box = sandbox(t);
  withTree(box, 'SWEEP_KCONFIG=project/Kconfig\nCONFIG_LAYER=1|2\nCONFIG_LAYERS=3|99\n');
  const { code, stderr } = await box.script('generate-configs', ['r', 'out']);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /r:2:1: error: the Kconfig tree has no symbol CONFIG_LAYER .*\n.*\n.*\n {2}hint: did you mean CONFIG_LAYERS\?/,
  );
  assert.match(stderr, /r:3:17: error: CONFIG_LAYERS=99 is outside of its range in the Kconfig tree, 1 to 8/);
});
test('sweep-list and generate are silent about what a tree does not take where SWEEP_QUIET names it, alike', async (t) => {
  const box = sandbox(t);
  withTree(box);
  const policy = ['--kconfig-policy', 'warn'];
  const quiet = [...policy, '--quiet', 'W_KCONFIG_NOT_TAKEN'];
  const told = /WEIGHT_DECAY=0\.03 is dropped/;
  assert.match((await box.script('list-configs', ['r', ...policy])).stdout, told);
  const listed = await box.script('list-configs', ['r', ...quiet]);
  assert.equal(listed.code, 0, listed.stderr);
  assert.doesNotMatch(listed.stdout + listed.stderr, told);
  const generated = await box.script('generate-configs', ['r', 'out', ...quiet]);
  assert.doesNotMatch(generated.stdout + generated.stderr, told);
});
