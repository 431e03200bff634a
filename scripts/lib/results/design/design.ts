// SPDX-License-Identifier: MIT
import type { Factor } from '../factors.ts';
import { aliasGroups } from './aliases.ts';
import { cellsOf, isOneAtATime } from './cells.ts';
import { type Estimable, estimableOf } from './estimable.ts';
import { type Nesting, nestingsOf } from './nesting.ts';

export type DesignKind = 'full' | 'holes' | 'one_at_a_time' | 'fraction' | 'samples' | 'single';

/** Parameters that change together, over the settings. */
export interface DesignFactor {
  readonly symbols: readonly string[];
  readonly members: readonly Factor[];
  /** Of the first member, by which the levels of all are known. */
  readonly factor: Factor;
  readonly nesting: Nesting | undefined;
  /** Where it is present, as a condition of a range file; null when every setting has it, or nothing single decides. */
  readonly condition: string | null;
}

/** Which design the settings of a sweep are, whatever MODE made them. */
export interface SweepDesign {
  readonly kind: DesignKind;
  readonly settings: number;
  /** Settings that a whole grid of its factors has. */
  readonly cells: number;
  readonly factors: readonly DesignFactor[];
  readonly estimable: readonly Estimable[];
}

/** Part of the cells that must have been run: with fewer it is no grid. */
const FILLED = 2 / 3;
/** Numbers with more levels than this, most of which one setting alone has, were drawn. */
const FEW_LEVELS = 6;

/**
 * Recognises the design of some settings (each once) from the parameters that vary among them. `areSampled` is what the sweep's
 * mode says; without it values that are all distinct are taken for drawn.
 */
export function recogniseDesign(columns: readonly Factor[], areSampled?: boolean): SweepDesign {
  const settings = columns[0]?.codes.length ?? 0;
  const varying = columns.filter((c) => c.levels.length > 1);
  const groups = aliasGroups(varying, areSampled);
  const factors = groups.flatMap(({ members }) => members[0] ?? []);
  const nestings = nestingsOf(factors);
  const cells = cellsOf(factors, nestings);
  const kind = kindOf(factors, { settings, cells, areSampled });
  return {
    kind,
    settings,
    cells,
    factors: groups.flatMap(({ members }, i) => {
      const factor = factors[i];
      if (factor === undefined) return [];
      return {
        symbols: members.map((m) => m.name),
        members,
        factor,
        nesting: nestings[i],
        condition: conditionOf(nestings[i], factors),
      };
    }),
    estimable: kind === 'samples' || kind === 'single' ? [] : estimableOf(factors, nestings),
  };
}

function kindOf(
  factors: readonly Factor[],
  { settings, cells, areSampled }: { settings: number; cells: number; areSampled: boolean | undefined },
): DesignKind {
  if (settings <= 1 || factors.length === 0) return 'single';
  if (areSampled === true) return 'samples';
  if (settings === cells) return 'full';
  if (isOneAtATime(factors)) return 'one_at_a_time';
  const isDrawn = ({ levels, numbers }: Factor): boolean =>
    numbers !== undefined && levels.length > FEW_LEVELS && levels.length > settings / 2;
  if (areSampled !== false && factors.some(isDrawn)) return 'samples';
  return settings >= FILLED * cells ? 'holes' : 'fraction';
}

/** Levels that a condition takes as they are: y, n, m, booleans and null, and what stands in quotes already. */
const IS_WRITTEN = /^([ynm]|true|false|null|".*")$/s;

function conditionOf(nesting: Nesting | undefined, factors: readonly Factor[]): string | null {
  const parent = nesting?.parent === undefined ? undefined : factors[nesting.parent];
  if (nesting === undefined || parent === undefined) return null;
  const levels = nesting.at.map((code) => {
    const text = parent.levels[code] ?? '';
    return parent.numbers === undefined && !IS_WRITTEN.test(text) ? JSON.stringify(text) : text;
  });
  return levels.map((level) => `${parent.name}=${level}`).join(' || ');
}
