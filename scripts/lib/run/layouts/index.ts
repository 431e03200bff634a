// SPDX-License-Identifier: MIT
import type { SettingValue } from '../../core/settings/value.ts';
import { HYPNETTORCH_LAYOUT } from './hypnettorch.ts';
import { LAMBDA_HAT_LAYOUT } from './lambda-hat.ts';
import type { RunLayout } from './layout.ts';
import { PROT_LAYOUT } from './prot.ts';
import { PYCLS_LAYOUT } from './pycls.ts';

/** Every layout of another system, by the words of LAYOUT; undefined is our own. A word without a line here does not compile. */
export const RUN_LAYOUTS: Readonly<Record<SettingValue<'LAYOUT'>, RunLayout | undefined>> = {
  ksweep: undefined,
  prot: PROT_LAYOUT,
  'lambda-hat': LAMBDA_HAT_LAYOUT,
  pycls: PYCLS_LAYOUT,
  hypnettorch: HYPNETTORCH_LAYOUT,
};
