// SPDX-License-Identifier: MIT
// Experiment folders of proT with a stand-in for its training, here and on a real SLURM.
import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { ClusterRig } from '../cluster/cluster-rig.ts';
import { SlurmCluster } from '../cluster/slurm-cluster.ts';
import { needs } from '../rig/needs.ts';
import { ROOT, type Sandbox, sandbox } from '../rig/sandbox.ts';

const EXPERIMENT = join(ROOT, 'tests', 'fixtures', 'imports', 'prot', 'two-by-three');

/** Two folds, as proT's cross-validation leaves them: their losses lie 0.2 apart. */
const TRAIN = `import json, os, sys
out, config = sys.argv[1], open(sys.argv[2]).read()
lr = float(next(line for line in config.splitlines() if line.strip().startswith("lr:")).split(":")[1].split("#")[0])
for fold, more in enumerate([0, 0.2]):
    os.makedirs(f"{out}/k_{fold}", exist_ok=True)
    json.dump({"val_loss": lr + more}, open(f"{out}/k_{fold}/metrics.json", "w"))
`;

const OURS = `source "exp/sweeper/sweep.yaml"
SWEEP_COMMAND="python3 train.py {{out_dir}} {{config}}"
SWEEP_METRIC="val_loss min"
`;

interface Row {
  readonly status: string;
  readonly val_loss: number;
  readonly val_loss_sd: number;
  readonly val_loss_n: number;
}

function prepare(box: Sandbox): void {
  cpSync(EXPERIMENT, box.path('exp'), { recursive: true });
  box.write('train.py', TRAIN);
  box.write('ours', OURS);
}

/** Folders below a folder of a sweep folder that hold a configuration. */
function runFolders(box: Sandbox, sweep: string, inside: string): readonly string[] {
  return readdirSync(box.path(sweep, inside), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('/config.yaml'))
    .map((name) => name.slice(0, -'/config.yaml'.length))
    .sort();
}

const COMBINATIONS = ['0.0001', '0.001'].flatMap((lr) => ['1', '2', '4'].map((n) => `combo_lr_${lr}_n_heads_${n}`));

test('the combinations of an experiment folder run under its names, and its folds are averaged', async (t) => {
  if (!needs(t, 'python3')) return;
  const box = sandbox(t);
  prepare(box);
  const { code, stderr } = await box.make(['sweep', 'RANGE_CONFIG=ours']);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /config_old\.yaml is not read: config_ishigami_v1\.yaml comes first/);
  assert.deepEqual(runFolders(box, 'test_matrix_results/latest/runs', 'combinations'), COMBINATIONS);
  const rows = JSON.parse(box.read('test_matrix_results/latest/sweep_summary.json')) as Row[];
  assert.equal(rows.length, 6);
  for (const row of rows) {
    assert.equal(row.status, 'done');
    assert.equal(row.val_loss_n, 2);
    assert.ok(Math.abs(row.val_loss_sd - 0.2 / Math.SQRT2) < 1e-12);
    assert.ok([0.1001, 0.101].some((loss) => Math.abs(row.val_loss - loss) < 1e-12));
  }
  const config = box.read(`test_matrix_results/latest/runs/combinations/${COMBINATIONS[0]}/config.yaml`);
  assert.match(config, /lr: 1\.0e-4 # the optimizer of all stages/);
  assert.match(config, /n_heads: 1\n/);
});

test('the independent sweep has a run for each listed value; what two lists hold is one run with both names', async (t) => {
  if (!needs(t, 'python3')) return;
  const box = sandbox(t);
  prepare(box);
  const { code, stdout, stderr } = await box.make(['sweep', 'RANGE_CONFIG=ours', 'MODE=independent']);
  assert.equal(code, 0, stderr);
  assert.match(stdout + stderr, /2 values equal the baseline, which counts once/);
  assert.match(stdout, /Sweep complete: 4 done/);
  const sweep = 'test_matrix_results/latest/runs/sweeps';
  assert.deepEqual(runFolders(box, sweep, '.'), [
    'sweep_lr/sweep_lr_0.0001',
    'sweep_lr/sweep_lr_0.001',
    'sweep_n_heads/sweep_n_heads_1', // a link
    'sweep_n_heads/sweep_n_heads_2',
    'sweep_n_heads/sweep_n_heads_4',
  ]);
  assert.equal(
    realpathSync(box.path(sweep, 'sweep_n_heads/sweep_n_heads_1')),
    realpathSync(box.path(sweep, 'sweep_lr/sweep_lr_0.001')),
  );
  box.write('exp/config_ishigami_v1.yaml', box.read('exp/config_ishigami_v1.yaml').replace('n_heads: 1', 'n_heads: 8'));
  box.write('exp/config_ishigami_v1.yaml', box.read('exp/config_ishigami_v1.yaml').replace('lr: 0.001 ', 'lr: 0.5 '));
  const five = await box.make(['sweep', 'RANGE_CONFIG=ours', 'MODE=independent']);
  assert.match(five.stdout, /Sweep complete: 5 done/);
  assert.equal(runFolders(box, sweep, '.').length, 5);
  const resumed = await box.make(['sweep-resume', 'RANGE_CONFIG=ours', 'MODE=independent']);
  assert.equal(resumed.code, 0, resumed.stderr);
});

test('an experiment folder is named as it is; a command is asked for', async (t) => {
  const box = sandbox(t);
  prepare(box);
  const listed = await box.script('list-configs', ['exp', '--json']);
  assert.equal(listed.code, 0, listed.stderr);
  assert.deepEqual((JSON.parse(listed.stdout) as { configurations: unknown }).configurations, {
    count: 6,
    exact: true,
  });
  const run = await box.make(['sweep', 'RANGE_CONFIG=exp']);
  assert.equal(run.code, 2);
  assert.match(run.stderr, /SWEEP_COMMAND/);
  assert.ok(!existsSync(box.path('sweep_configs')));
});

let starting: Promise<SlurmCluster> | undefined;
after(async () => (await starting)?.down());

async function slurm(t: TestContext): Promise<SlurmCluster | undefined> {
  if (!needs(t, 'slurm')) return undefined;
  starting ??= SlurmCluster.up({ maxArraySize: 21 });
  return await starting;
}

test('on a real SLURM the six combinations are six tasks with its cluster words as our settings', async (t) => {
  const cluster = await slurm(t);
  if (cluster === undefined || !needs(t, 'python3')) return;
  const rig = new ClusterRig(t, cluster.env);
  prepare(rig.box);
  await rig.generate([...OURS.trimEnd().split('\n'), 'SWEEP_SLURM_TIME=10', 'SWEEP_SLURM_MEM_PER_CPU=10M']);
  const ended = await rig.run('--parallel', '3');
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stdout, /Sweep complete: 6 done/);
  assert.deepEqual(runFolders(rig.box, 'out/latest/runs', 'combinations'), COMBINATIONS);
  const rows = JSON.parse(rig.box.read('out/latest/sweep_summary.json')) as Row[];
  assert.ok(rows.every(({ status, val_loss_n }) => status === 'done' && val_loss_n === 2));
});
