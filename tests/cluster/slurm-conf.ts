// SPDX-License-Identifier: MIT
import { join } from 'node:path';

/** The shape of a test cluster. */
export interface ClusterShape {
  readonly nodes: number;
  /** Declared, may exceed what the machine has. */
  readonly cpusPerNode: number;
  readonly gpusPerNode: number;
  readonly maxArraySize: number;
  /** Seconds of silence after which a node is taken for dead. */
  readonly slurmdTimeoutS: number;
  /** With a partition `low`, whose jobs are requeued when one of `main` needs their nodes (slurm.conf(5), PreemptType). */
  readonly hasLowPartition: boolean;
  /** Seconds for which a finished job can be asked for. */
  readonly minJobAgeS: number;
}

export const USUAL_SHAPE: ClusterShape = {
  nodes: 4,
  cpusPerNode: 8,
  gpusPerNode: 4,
  maxArraySize: 1001,
  slurmdTimeoutS: 10,
  minJobAgeS: 300,
  hasLowPartition: false,
};

/**
 * Returns slurm.conf of a cluster whose daemons all live on this machine, on the loopback only, with everything below
 * `dir`. No cgroups and no accounting, so that it runs in a container and without root (then for its own user only).
 */
export function slurmConf(dir: string, user: string, port: number, shape: ClusterShape): string {
  const { nodes } = shape;
  const gres = shape.gpusPerNode > 0 ? ` Gres=gpu:${shape.gpusPerNode}` : '';
  return `ClusterName=ksweep
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=${port}
SlurmUser=${user}
SlurmdUser=${user}
# cred_expire: a requeued task waits for this long, two minutes by default
AuthType=auth/munge
AuthInfo=socket=${join(dir, 'munge.sock')},cred_expire=5
CredType=cred/munge
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
StateSaveLocation=${join(dir, 'state')}
SlurmdSpoolDir=${join(dir, 'spool', '%n')}
SlurmctldPidFile=${join(dir, 'slurmctld.pid')}
SlurmdPidFile=${join(dir, 'slurmd-%n.pid')}
SlurmctldLogFile=${join(dir, 'log', 'slurmctld.log')}
SlurmdLogFile=${join(dir, 'log', 'slurmd-%n.log')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
SlurmdTimeout=${shape.slurmdTimeoutS}
SlurmctldTimeout=10
KillWait=3
MinJobAge=${shape.minJobAgeS}
MaxArraySize=${shape.maxArraySize}
EpilogMsgTime=100
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1,default_queue_depth=10000,partition_job_depth=10000
${shape.gpusPerNode > 0 ? 'GresTypes=gpu\n' : ''}NodeName=n[1-${nodes}] NodeHostname=localhost NodeAddr=127.0.0.1 Port=[${port + 1}-${port + nodes}] CPUs=${shape.cpusPerNode} RealMemory=4000${gres} State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP PriorityTier=10
${shape.hasLowPartition ? LOW_PARTITION : ''}`;
}

const LOW_PARTITION = `PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
PartitionName=low Nodes=ALL MaxTime=INFINITE State=UP PriorityTier=1
`;

/** Returns gres.conf: GPUs whose device files are links to /dev/null, which is device enough to be counted out. */
export function gresConf(dir: string, shape: ClusterShape): string {
  if (shape.gpusPerNode === 0) return '';
  return `NodeName=n[1-${shape.nodes}] Name=gpu File=${join(dir, 'dev', `nvidia[0-${shape.gpusPerNode - 1}]`)}\n`;
}
