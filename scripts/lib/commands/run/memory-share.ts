// SPDX-License-Identifier: MIT
import { UsageError } from '../../core/diagnostic.ts';
import { type MemoryShare, withinMemory } from '../../run/memory-admission.ts';
import type { Placement } from '../../run/placement.ts';
import type { SweepState } from '../../run/state.ts';
import type { SweepSettings } from './run-making.ts';
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';

/** Returns a placement that heeds SWEEP_RUN_MEM, where anybody gave it. Throws UsageError when a single run does not fit. */
export function heedMemory(placement: Placement, sweep: SweepSettings, state: SweepState): Placement {
  const share = memoryShare(sweep, state);
  return share === undefined ? placement : withinMemory(placement, share);
}

function memoryShare({ settings, stages }: SweepSettings, state: SweepState): MemoryShare | undefined {
  const whole = settings.get('RUN_MEM') ?? 0;
  const needs = new Map(stages.map((stage) => [stage.name, stage.settings.get('RUN_MEM') ?? 0]));
  const largest = Math.max(whole, ...needs.values());
  if (largest === 0) return undefined;
  const limit = settings.get('MEM_LIMIT') ?? machineMemory();
  if (largest > limit)
    throw new UsageError(
      `SWEEP_RUN_MEM is ${inGib(largest)}, but runs may use ${inGib(limit)} together${settings.isGiven('MEM_LIMIT') ? ' (MEM_LIMIT)' : ''}`,
      'a run that needs more than there is would wait for ever: lower SWEEP_RUN_MEM, or raise MEM_LIMIT',
    );
  return { limit, needOf: (run) => needs.get(state.runs.get(run)?.stage ?? '') ?? whole };
}

function inGib(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}

/** Where a control group says how much memory it may use (cgroups(7)): version 2, version 1. */
const LIMITS: readonly string[] = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'];

/** Returns how many bytes runs may use here: the limit of this container, or all that the machine has. */
function machineMemory(): number {
  const limits = LIMITS.flatMap((path) => {
    try {
      const bytes = Number(readFileSync(path, 'utf8').trim()); // "max" is no number: there is no limit
      return Number.isFinite(bytes) && bytes > 0 ? [bytes] : [];
    } catch {
      return []; // no such control group on this kernel
    }
  });
  return Math.min(totalmem(), ...limits);
}
