// SPDX-License-Identifier: MIT
import { valueTextIn } from '../core/value.ts';
import { ABSENT } from '../results/factors.ts';
import type { ReportRun } from './view.ts';

/** Returns the value that a parameter has in a group of runs that share it. */
export function groupValue(runs: readonly ReportRun[], name: string): string {
  return valueTextIn(runs[0]?.values ?? [], name, ABSENT);
}
