// SPDX-License-Identifier: MIT
import type { SweepDesign } from '../design/design.ts';
import type { DesignPart } from '../design/part.ts';
import type { SettingObservation } from '../settings/layout.ts';
import { mean } from '../stats/describe.ts';
import { ownLevels } from './columns.ts';
import type { EffectLevel, Effects } from './effect.ts';

/** What was left out of a part of a design. */
export interface LeftOutRuns {
  readonly whole: SweepDesign;
  readonly part: DesignPart;
  /** Runs of the settings that were left out, by their places in the whole. */
  readonly runs: readonly SettingObservation[];
}

/**
 * Returns effects that were found in a part of a design as those of the whole: levels have the codes of the whole, and those that only settings left
 * out have stand among them with the runs and the mean of these, without an adjusted mean.
 */
export function effectsInWhole({ effects, ...found }: Effects, left: LeftOutRuns): Effects {
  return {
    ...found,
    apart: [...new Set(left.runs.map((r) => r.setting))],
    effects: effects.map((e) => ({ ...e, levels: levelsInWhole(e.factors, e.levels, left) })),
  };
}

function levelsInWhole(
  places: readonly number[],
  levels: readonly EffectLevel[],
  { whole, part, runs }: LeftOutRuns,
): readonly EffectLevel[] {
  if (levels.length === 0) return levels;
  const cells = new Map<string, { readonly codes: readonly number[]; readonly values: number[] }>();
  for (const { setting, value } of runs) {
    const codes = places.map((place) => whole.factors[place]?.factor.codes[setting] ?? 0);
    // Where a factor is nested, lacking it is no level of its own.
    if (codes.some((code, i) => code >= levelsOf(whole, places[i] ?? 0))) continue;
    const own = cells.get(codes.join()) ?? { codes, values: [] };
    cells.set(codes.join(), own);
    own.values.push(value);
  }
  const told = levels.map((level): EffectLevel => {
    const codes = level.codes.map((code, i) => part.codes[places[i] ?? 0]?.[code] ?? code);
    const leftOut = cells.get(codes.join())?.values.length ?? 0;
    cells.delete(codes.join());
    return { ...level, codes, ...(leftOut === 0 ? {} : { leftOut }) };
  });
  const alone = [...cells.values()].map(({ codes, values }): EffectLevel => {
    const n = values.length;
    return { codes, n, mean: mean(values), adjusted: undefined, interval: undefined, leftOut: n };
  });
  return [...told, ...alone].sort((a, b) => comparedCodes(a.codes, b.codes));
}

function levelsOf({ factors }: SweepDesign, place: number): number {
  const own = factors[place];
  return own === undefined ? 0 : ownLevels(own);
}

function comparedCodes(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((code, i) => code !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
