// SPDX-License-Identifier: MIT
/**
 * Starts a private SLURM cluster on this machine and keeps it until Ctrl-C:
 *
 *   node --import tsx tests/cluster/slurm.ts [nodes]
 *
 * Prints the line that makes sbatch, squeue and ksweep use it. Needs Debian's packages slurmctld, slurmd,
 * slurm-client and munge (apt-get install --no-install-recommends ...).
 */
import { SlurmCluster } from './slurm-cluster.ts';

const cluster = await SlurmCluster.up({ nodes: Number(process.argv[2] ?? 4) });
process.stdout.write(`export SLURM_CONF='${cluster.conf}'\n`);
const keepAlive = setInterval(() => {}, 1 << 30);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(keepAlive);
    void cluster.down();
  });
}
