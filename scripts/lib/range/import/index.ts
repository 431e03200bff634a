// SPDX-License-Identifier: MIT
import { HYDRA } from './hydra.ts';
import { PROT } from './prot.ts';
import type { ForeignSystem } from './system.ts';
import { WANDB } from './wandb.ts';

/** Every system whose definitions of sweeps are read, by the words of FROM_FORMAT. */
export const FOREIGN_SYSTEMS: readonly ForeignSystem[] = [PROT, WANDB, HYDRA];
