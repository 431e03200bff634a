// SPDX-License-Identifier: MIT
import type { Factor } from '../factors.ts';
import { type AliasGroup, aliasGroups } from './aliases.ts';
import { type Estimable, estimableOf } from './estimable.ts';
import { factorOfGroup, mergedGroups } from './merged.ts';
import { cellsOf, isOneAtATime, type Nesting, nestingsOf } from './nesting.ts';

export type DesignKind = 'full' | 'holes' | 'one_at_a_time' | 'fraction' | 'samples' | 'single';

/** Parameters that change together, over the settings. */
export interface DesignFactor {
  readonly symbols: readonly string[];
  readonly members: readonly Factor[];
  /** Of the first member, by which the levels of all are known, or of all together where no member knows them. */
  readonly factor: Factor;
  /** True for values that were drawn once and are the same in every cell of the grid of the others: they stand together as one block. */
  readonly isDrawn: boolean;
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
 * mode says; without it values that are all distinct are taken for drawn. Draws of a grid come last: each is a factor, all are one block.
 */
export function recogniseDesign(columns: readonly Factor[], areSampled?: boolean): SweepDesign {
  const settings = columns[0]?.codes.length ?? 0;
  const varying = columns.filter((c) => c.levels.length > 1);
  const drawn = varying.filter(isDrawnColumn);
  // A draw for each setting: a list of nothing but draws is a sample.
  const isSample = areSampled === true || (areSampled === false && drawn.some((d) => d.levels.length === settings));
  const blocks = isSample ? [] : drawn.filter(isRepeated);
  const aliases = aliasGroups(varying, isSample ? true : areSampled);
  const groups = isSample ? aliases : mergedGroups(aliases);
  const factors = groups.flatMap((group) => factorOfGroup(group) ?? []);
  const nestings = nestingsOf(factors);
  const cells = cellsOf(factors, nestings);
  const isBlock = ({ members }: AliasGroup): boolean => members.every((m) => blocks.includes(m));
  const kind = kindOf(
    factors.filter((_, i) => groups[i] !== undefined && !isBlock(groups[i])),
    factors,
    { settings, cells, areSampled: isSample ? true : areSampled },
  );
  const own = groups.flatMap((group, i): readonly DesignFactor[] => {
    const factor = factors[i];
    if (factor === undefined) return [];
    const isDrawn = isBlock(group);
    const members = isDrawn ? group.members.slice(0, 1) : group.members;
    const condition = conditionOf(nestings[i], { groups, child: factor });
    return [{ symbols: members.map((m) => m.name), members, factor, isDrawn, nesting: nestings[i], condition }];
  });
  const further = groups
    .filter(isBlock)
    .flatMap(({ members }) => members.slice(1))
    .map(
      (factor): DesignFactor => ({
        symbols: [factor.name],
        members: [factor],
        factor,
        isDrawn: true,
        nesting: undefined,
        condition: null,
      }),
    );
  return {
    kind,
    settings,
    cells,
    factors: [...own, ...further],
    estimable: kind === 'samples' || kind === 'single' ? [] : estimableOf(factors, nestings),
  };
}

function kindOf(
  listed: readonly Factor[],
  factors: readonly Factor[],
  { settings, cells, areSampled }: { settings: number; cells: number; areSampled: boolean | undefined },
): DesignKind {
  if (settings <= 1 || factors.length === 0) return 'single';
  if (areSampled === true) return 'samples';
  if (settings === cells) return 'full';
  if (isOneAtATime(factors)) return 'one_at_a_time';
  const isDrawn = ({ levels, numbers }: Factor): boolean =>
    numbers !== undefined && levels.length > FEW_LEVELS && levels.length > settings / 2;
  if (areSampled !== false && listed.some(isDrawn)) return 'samples';
  return gridKind(settings, cells);
}

/** Returns what settings are that were chosen from the cells of a grid. */
export function gridKind(settings: number, cells: number): 'full' | 'holes' | 'fraction' {
  if (settings === cells) return 'full';
  return settings >= FILLED * cells ? 'holes' : 'fraction';
}

/** Levels that a condition takes as they are: y, n, m, booleans and null, and what stands in quotes already. */
const IS_WRITTEN = /^([ynm]|true|false|null|".*")$/s;

/** By the one symbol of the parent that decides, where there is one; a choice of several is told by all of them. */
function conditionOf(
  nesting: Nesting | undefined,
  { groups, child }: { readonly groups: readonly AliasGroup[]; readonly child: Factor },
): string | null {
  const parent = nesting?.parent === undefined ? undefined : groups[nesting.parent];
  if (nesting === undefined || parent === undefined) return null;
  for (const member of parent.members) {
    const [inside, outside] = [new Set<number>(), new Set<number>()];
    for (const [i, code] of member.codes.entries()) (child.codes[i] === child.absent ? outside : inside).add(code);
    const codes = [...inside].sort((a, b) => a - b);
    if (codes.every((code) => code !== member.absent && !outside.has(code)))
      return codes.map((code) => `${member.name}=${writtenLevel(member, code)}`).join(' || ');
  }
  return null;
}

function writtenLevel({ levels, numbers }: Factor, code: number): string {
  const text = levels[code] ?? '';
  return numbers === undefined && !IS_WRITTEN.test(text) ? JSON.stringify(text) : text;
}

/** Numbers with fewer values were written by somebody. */
const FEWEST_VALUES = 8;
/** Significant digits that nobody writes eight values of. */
const MANY_DIGITS = 5;
const MOSTLY = 3 / 4;

/** Tells whether a parameter's values were drawn from a distribution: many numbers, nearly all of five digits or more. */
function isDrawnColumn({ numbers }: Factor): boolean {
  if (numbers === undefined || numbers.length < FEWEST_VALUES) return false;
  return numbers.filter((x) => digitsOf(x) >= MANY_DIGITS).length >= MOSTLY * numbers.length;
}

/** Settings that share a value of a block, on average, at least. */
const OFTEN = 1.5;

/** Tells whether settings share the values of a parameter. */
function isRepeated({ codes, levels, absent }: Factor): boolean {
  return codes.filter((code) => code !== absent).length >= OFTEN * (levels.length - (absent === undefined ? 0 : 1));
}

function digitsOf(x: number): number {
  const [mantissa = ''] = Math.abs(x).toExponential().split('e');
  return mantissa.replace('.', '').length;
}
