// SPDX-License-Identifier: MIT
// Sweeps of other systems by the commands that people call, with stand-ins for their scripts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../rig/needs.ts';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

const WANDB = `program: train.py
method: grid
metric: {name: loss, goal: minimize}
command: ["\${env}", python3, "\${program}", "\${args}"]
parameters:
  lr: {values: [0.1, 1.0e-5]}
  amp: {values: [true, false]}
  optim:
    parameters:
      kind: {values: [adam]}
`;

/** Leaves what it was called with, and a loss. */
const TRAIN = `import json, os, sys
out = os.environ["SWEEP_OUT_DIR"]
given = dict(word[2:].split("=", 1) for word in sys.argv[1:])
json.dump(given, open(out + "/given.json", "w"))
json.dump({"loss": float(given["lr"]) + (given["amp"] == "True")}, open(out + "/training_metrics.json", "w"))
`;

interface Row {
  readonly status: string;
  readonly loss: number;
  readonly lr: number;
}

function rowsOf(box: Sandbox): readonly Row[] {
  return JSON.parse(box.read('test_matrix_results/latest/sweep_summary.json')) as Row[];
}

test('a sweep of W&B runs as it is, gets the arguments that W&B would give, and is ranked', async (t) => {
  if (!needs(t, 'python3')) return;
  const box = sandbox(t);
  box.write('sweep.yaml', WANDB);
  box.write('train.py', TRAIN);
  const { code, stderr } = await box.make(['sweep', 'RANGE_CONFIG=sweep.yaml']);
  assert.equal(code, 0, stderr);
  const rows = rowsOf(box);
  assert.deepEqual(
    rows.map(({ status, loss }) => [status, loss]).sort(),
    [
      ['done', 0.1],
      ['done', 0.00001],
      ['done', 1.1],
      ['done', 1.00001],
    ].sort(),
  );
  const folder = box.list('test_matrix_results/latest').find((name) => name.startsWith('config_002_')) ?? '';
  assert.deepEqual(JSON.parse(box.read(`test_matrix_results/latest/${folder}/given.json`)), {
    amp: 'True',
    lr: '1e-05',
    optim: "{'kind': 'adam'}",
  });
  const resumed = await box.make(['sweep-resume']);
  assert.match(resumed.stdout + resumed.stderr, /4 of 4|nothing to run|4 done/i);
});

test('a range file sources a definition and adds a command, rules and values', async (t) => {
  const box = sandbox(t);
  box.write('theirs/sweep.yaml', WANDB);
  box.write(
    'ours',
    'source "theirs/sweep.yaml"\nSWEEP_COMMAND="true"\nlr=0.5\nepochs=1|2\nexclude if amp=true && epochs=2\n',
  );
  const { code, stdout, stderr } = await box.script('list-configs', ['ours', '--json']);
  assert.equal(code, 0, stderr);
  const listing = JSON.parse(stdout) as { configurations: unknown; fixed: unknown };
  assert.deepEqual(listing.configurations, { count: 3, exact: true });
  assert.deepEqual(listing.fixed, ['optim.kind=adam', 'lr=0.5']);
});

test('sweep-import writes a range file with the same configurations, and overwrites nothing', async (t) => {
  const box = sandbox(t);
  box.write('theirs/sweep.yaml', `name: mine\n${WANDB}`);
  const written = await box.make(['sweep-import', 'FROM=theirs/sweep.yaml', 'TO=native']);
  assert.equal(written.code, 0, written.stderr);
  assert.match(box.read('native'), /^# Made of a definition of W&B by make sweep-import\.\n# Line 1: name /);
  const again = await box.make(['sweep-import', 'FROM=theirs/sweep.yaml', 'TO=native']);
  assert.match(again.stderr, /native is there already/);
  const ids = async (file: string, folder: string): Promise<unknown> => {
    const { code, stderr } = await box.script('generate-configs', [file, folder]);
    assert.equal(code, 0, stderr);
    return (JSON.parse(box.read(`${folder}/sweep.json`)) as { idsSha256: unknown }).idsSha256;
  };
  assert.equal(await ids('theirs/sweep.yaml', 'a'), await ids('native', 'b'));
  const native = await box.make(['sweep-import', 'FROM=native']);
  assert.match(native.stderr, /native is a range file already/);
});

test('code of a definition runs only when the call itself allows it', async (t) => {
  const box = sandbox(t);
  box.write('grid.py', `open("ran", "w").write("x")\ngrid = {}\n`);
  const refused = await box.script('list-configs', ['grid.py']);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /E_IMPORT_CODE/);
  const byEnvironment = await box.script('list-configs', ['grid.py'], { env: { SWEEP_ALLOW_CODE: '1' } });
  assert.match(byEnvironment.stderr, /belongs to one call and cannot come from the environment/);
  box.write('native', 'SWEEP_ALLOW_CODE=1\nsource "grid.py"\nlr=1\n');
  const byFile = await box.script('list-configs', ['native']);
  assert.match(byFile.stderr, /E_SETTING_CALL_ONLY/);
  box.write('.env', 'SWEEP_ALLOW_CODE=1\n');
  const byDotenv = await box.script('list-configs', ['grid.py']);
  assert.match(byDotenv.stderr, /belongs to one call and cannot stand in a file/);
  assert.ok(!box.list().includes('ran'));
});

test('a file of no known system is an error in one sentence, and FROM_FORMAT names the system', async (t) => {
  const box = sandbox(t);
  box.write('odd.yaml', 'parameters:\n  lr: {values: [1, 2]}\n');
  const unknown = await box.script('list-configs', ['odd.yaml']);
  assert.match(unknown.stderr, /odd\.yaml:1:1: error: .*E_IMPORT_UNKNOWN/s);
  const named = await box.script('list-configs', ['odd.yaml', '--from-format', 'wandb']);
  assert.match(named.stderr, /a sweep of W&B needs a method/);
});

test('sweep_configs and sweep folders need no file of the definition any more', async (t) => {
  const box = sandbox(t);
  const definitions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'w/sweep.yaml': { 'w/sweep.yaml': WANDB.replace(/metric:.*\n/, '') },
    p: { 'p/config.yaml': 'a: {b: 1, c: "${a.b}"}\n', 'p/sweeper/sweep.yaml': 'a: {b: [1, 2]}\n' },
    'h/conf/config.yaml': {
      'h/conf/config.yaml': 'hydra: {sweeper: {params: {db: glob(*), lr: "1,2"}}}\n',
      'h/conf/db/my.yaml': 'x: 1\n',
      'h/conf/db/pg.yaml': 'x: 1\n',
    },
  };
  for (const [path, files] of Object.entries(definitions)) {
    for (const [name, text] of Object.entries(files)) box.write(name, text);
    const inside = path.split('/')[0] ?? '';
    const named = path === 'p' ? 'p/sweeper/sweep.yaml' : path;
    box.write('ours', `source "${named}"\nSWEEP_COMMAND="true"\n`);
    for (const range of path === 'w/sweep.yaml' ? [path, 'ours'] : ['ours']) {
      const made = await box.script('generate-configs', [range, `configs-${inside}`]);
      assert.equal(made.code, 0, made.stderr);
      await box.run('mv', [inside, `${inside}-away`]);
      const ran = await box.script('run-test-matrix', [
        '--config-dir',
        `configs-${inside}`,
        '--output-dir',
        'out',
        '--command',
        'true',
      ]);
      assert.equal(ran.code, 0, ran.stderr);
      const again = await box.script('run-test-matrix', ['--resume', 'out/latest']);
      assert.equal(again.code, 0, again.stderr);
      await box.run('mv', [`${inside}-away`, inside]);
    }
  }
});
