// SPDX-License-Identifier: MIT
// CLUSTER_KILLS=60 node --import tsx --test tests/torture/deep/cluster-stages.test.ts kills as many runners; SEED= plays the same again.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { SlurmCluster } from '../../cluster/slurm-cluster.ts';
import { tortureOnSlurm } from '../../cluster/staged-torture.ts';
import { needs } from '../../rig/needs.ts';
import { sandbox } from '../../rig/sandbox.ts';

const KILLS = Number(process.env['CLUSTER_KILLS'] ?? 3);

let starting: Promise<SlurmCluster> | undefined;
after(async () => (await starting)?.down());

test(`on a real SLURM ${KILLS} runners of staged sweeps are killed while controller and nodes go and come: no run is lost, doubled or early`, async (t) => {
  if (!needs(t, 'slurm')) return;
  starting = SlurmCluster.up({ nodes: 3, slurmdTimeoutS: 5, maxArraySize: 21 });
  const seed = process.env['SEED'] ?? String(Date.now());
  const say = (text: string): void => t.diagnostic(`${text} (seed ${seed})`);
  const { kills } = await tortureOnSlurm(await starting, sandbox(t), { kills: KILLS, seed, say });
  assert.ok(kills >= KILLS);
});
