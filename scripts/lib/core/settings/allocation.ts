// SPDX-License-Identifier: MIT
import type { GivenSetting } from './resolve.ts';
import { allocatedCores } from '../schedulers/index.ts';

/**
 * Returns the settings that an allocation of a cluster's scheduler suggests to a runner inside it: as many runs at a time
 * as it was given cores. Anything given wins.
 */
export function allocationSettings(env: Readonly<Record<string, string | undefined>>): GivenSetting[] {
  const cores = allocatedCores(env);
  if (cores === undefined || !/^[1-9]\d*$/.test(cores)) return [];
  return [{ name: 'PARALLEL', text: cores, layer: 'allocation' }];
}
