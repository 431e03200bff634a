// SPDX-License-Identifier: MIT
import { baseEffects } from '../config/base/effects.ts';
import type { DefinedSweep } from '../config/definition.ts';
import { refuseBadBases } from '../config/sweep-bases.ts';
import type { Level } from '../space/model.ts';
import type { ListedBase } from './listing.ts';

/** Configurations that are asked for their base, and for what they lack. */
const WALKED = 20_000;

/** Rows of a line that are looked at for empty cells. */
const ROWS = 1000;

/** Returns what a sweep does to its bases. Throws DiagnosticsError when one of them does not fit. */
export function listedBases({ space, design, bases }: DefinedSweep): readonly ListedBase[] {
  if (bases === undefined) return [];
  const open = new Set(space.model.levels.filter(mayLack).flatMap(({ group }) => group.names));
  for (const { names, fixed } of space.model.groups) if (fixed === null) for (const name of names) open.add(name);
  const lacking = new Set<string>();
  const points = design.points();
  let walked = 0;
  for (let step = points.next(); ; step = points.next()) {
    if (step.done === true) break;
    walked += 1;
    const names = new Set(step.value.assignments.map(({ name }) => name));
    for (const name of open) if (!names.has(name)) lacking.add(name);
    bases.merge(step.value.assignments);
    const isSeen = lacking.size === open.size && !bases.isChosen;
    if (isSeen || walked >= WALKED) {
      if (!isSeen) for (const name of open) lacking.add(name); // further on they may be
      break;
    }
  }
  refuseBadBases(bases);
  return bases.opened().map((base) => ({ path: base.source.path, effects: baseEffects(base, bases.subject, lacking) }));
}

function mayLack({ lines }: Level): boolean {
  const last = lines.at(-1);
  if (last === undefined || last.condition !== undefined) return true;
  return lines.some(({ values }) => {
    if (values.kind === 'law') return false;
    for (let i = 0; i < Math.min(values.rows.size, ROWS); i += 1)
      if (values.rows.at(i).includes(undefined)) return true;
    return false;
  });
}
