// SPDX-License-Identifier: MIT
import { displayText } from '../core/value.ts';
import { ABSENT } from '../results/factors.ts';
import type { ReportRun } from './view.ts';

/** Returns the value that a parameter has in a group of runs that share it. */
export function groupValue(runs: readonly ReportRun[], name: string): string {
  const found = runs[0]?.values.find((v) => v.name === name);
  return found === undefined ? ABSENT : displayText(found.value);
}
