// SPDX-License-Identifier: MIT
import type { OpenSweep, WrittenAnew } from '../../edge/definition/sweep-definition.ts';
import type { SweepState } from '../../run/state.ts';

/** Configurations that are named, with their reasons. */
const NAMED = 5;

/**
 * Returns what to say where a folder holds runs of configurations that ksweep 0.1 wrote otherwise: which they are, and
 * why their ids changed. Undefined where there are none.
 */
export function changedIdsNote(sweep: OpenSweep, state: SweepState): string | undefined {
  const recorded = new Set([...state.runs.values()].filter((run) => !run.retired).map((run) => run.config));
  const changed: WrittenAnew[] = [];
  for (const one of sweep.writtenAnew()) if (recorded.has(one.earlierId)) changed.push(one);
  if (changed.length === 0) return undefined;
  const [count, their] =
    changed.length === 1
      ? ['1 configuration has a new id', 'its file or command holds']
      : [`${changed.length} configurations have new ids`, 'their files or commands hold'];
  const named = changed.slice(0, NAMED).map(({ name, reasons }) => `  ${name}: ${reasons.join('; ')}`);
  const more = changed.length > NAMED ? [`  and ${changed.length - NAMED} more`] : [];
  const first = `note: ${count}, since ${their} other values than ksweep 0.1 wrote into this folder; they run anew:`;
  return [first, ...named, ...more].join('\n');
}
