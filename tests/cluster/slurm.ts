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
setInterval(() => {}, 1 << 30); // until a signal: the cluster ends with this process
