// SPDX-License-Identifier: MIT
import { HYDRA } from './hydra.ts';
import { HYPNETTORCH } from './hypnettorch.ts';
import { LAMBDA_HAT } from './lambda-hat.ts';
import { PROT } from './prot.ts';
import { PYCLS } from './pycls.ts';
import type { ForeignSystem } from './system.ts';
import { WANDB } from './wandb.ts';

/** Every system whose definitions of sweeps are read, by the words of FROM_FORMAT. */
export const FOREIGN_SYSTEMS: readonly ForeignSystem[] = [PROT, LAMBDA_HAT, PYCLS, HYPNETTORCH, WANDB, HYDRA];
