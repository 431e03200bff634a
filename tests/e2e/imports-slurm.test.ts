// SPDX-License-Identifier: MIT
// Sweeps of other systems on a real SLURM, with stand-ins for their programs.
import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { SlurmCluster } from '../cluster/slurm-cluster.ts';
import { needs } from '../rig/needs.ts';
import { type StandIn, standIn } from '../rig/standins.ts';

let starting: Promise<SlurmCluster> | undefined;
after(async () => (await starting)?.down());

async function slurm(t: TestContext): Promise<SlurmCluster | undefined> {
  if (!needs(t, 'slurm') || !needs(t, 'python3-yaml')) return undefined;
  starting ??= SlurmCluster.up();
  return await starting;
}

interface Row {
  readonly status: string;
  readonly [column: string]: unknown;
}

function rowsOf(box: StandIn): readonly Row[] {
  return JSON.parse(box.read('test_matrix_results/latest/sweep_summary.json')) as Row[];
}

/** Runs a definition on the cluster; its partition has another name here. */
async function swept(box: StandIn, cluster: SlurmCluster, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await box.sweep(
    ['sweep', 'BACKEND=slurm', 'POLL=0.3s', 'HEARTBEAT=1s', 'SLURM_PARTITION=main', ...args],
    { env: { ...cluster.env } },
  );
  assert.equal(code, 0, stderr);
  return stdout;
}

test('cifar_optim of pycls: 64 configurations as SLURM jobs, with what LAUNCH asks for', async (t) => {
  const cluster = await slurm(t);
  if (cluster === undefined) return;
  const box = standIn(t, 'pycls', ['imports/pycls/cifar_optim.yaml']);
  assert.match(await swept(box, cluster, ['RANGE_CONFIG=cifar_optim.yaml']), /Sweep complete: 64 done/);
  const rows = rowsOf(box);
  assert.equal(rows.filter(({ status }) => status === 'done').length, 64);
  assert.ok(rows.every((row) => Number(row['test_ema_epoch.min_top1_err']) > 0));
  const asked = await box.run('bash', ['-c', "grep -rh '^#SBATCH' test_matrix_results/latest/cluster | sort -u"]);
  assert.deepEqual(
    asked.stdout.split('\n').filter((line) => /time|gres|partition/.test(line)),
    ['#SBATCH --gres=gpu:1', '#SBATCH --partition=main', '#SBATCH --time=60'],
  );
});

test('three targets and three samplers of Lambda-Hat are twelve jobs', async (t) => {
  const cluster = await slurm(t);
  if (cluster === undefined) return;
  const box = standIn(t, 'lambda-hat', ['imports/lambda-hat/documented']);
  box.write(
    'documented/config/experiments.yaml',
    `targets:
  - { model: small, data: small, seed: 42 }
  - { model: base, data: base, seed: 43 }
  - { model: base, data: small, seed: 44 }
samplers: [{ name: hmc }, { name: sgld, overrides: { step_size: 1e-6 } }, { name: vi }]
`,
  );
  box.write(
    'mine',
    `source "documented/config/experiments.yaml"
stage "target"
  SWEEP_COMMAND="python build.py --config-yaml {{config}} --target-dir {{out_dir}}"
  SWEEP_OUTPUTS="params.npz"
endstage
stage "sample"
  SWEEP_COMMAND="python sample.py --config-yaml {{config}} --target-dir {{target.out_dir}} --run-dir {{out_dir}}"
  SWEEP_METRIC="llc_mean min"
endstage
`,
  );
  assert.match(await swept(box, cluster, ['RANGE_CONFIG=mine']), /Sweep complete: 12 done/);
  assert.equal(box.read('builds.log').trim().split('\n').length, 3);
  assert.equal(rowsOf(box).length, 9);
  assert.ok(rowsOf(box).every((row) => Number(row['llc_mean']) > 0));
});

test('the documented grid of hypnettorch with its conditions, as SLURM jobs', async (t) => {
  const cluster = await slurm(t);
  if (cluster === undefined) return;
  const box = standIn(t, 'hypnettorch', ['imports/hypnettorch/documented.json', 'imports/hypnettorch/conditions.json']);
  box.write(
    'mine',
    'source "documented.json"\nSWEEP_COMMAND="python3 train.py {{args}} --out_dir={{out_dir}}"\nSWEEP_METRIC="acc max"\n',
  );
  assert.match(await swept(box, cluster, ['RANGE_CONFIG=mine']), /Sweep complete: 4 done/);
  assert.deepEqual(box.read('commands.log').trim().split('\n').sort(), [
    '--option1=10 --option2=0.1',
    '--option1=10 --option2=0.1 --option3',
    '--option1=10 --option2=0.5',
    '--option1=10 --option2=0.5 --option3',
  ]);
  const some = ['RANGE_CONFIG=conditions.json', 'SET=float_option=0.5; string_option="a b"; flag_option=y'];
  assert.match(await swept(box, cluster, some), /Sweep complete: 18 done/);
  assert.ok(rowsOf(box).every((row) => Number(row['acc']) > 0));
});
