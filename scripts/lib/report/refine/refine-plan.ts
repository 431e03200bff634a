// SPDX-License-Identifier: MIT
import { FEWEST_TO_REFINE } from '../next-rules.ts';
import { createRng } from '../../core/rng.ts';
import { valueIn, valueKey } from '../../core/value.ts';
import type { Definition } from '../../range/tree.ts';
import {
  type AxisRegion,
  axisShares,
  bestRegion,
  coordinatesOf,
  type SurfaceAxis,
} from '../../results/surface/best-region.ts';
import { fitSurface } from '../../results/surface/surface.ts';
import type { SettingStatistics } from '../statistics-of.ts';
import type { ReportRun } from '../view.ts';
import { leastOn, placeOn, type RefineAxis, refineAxis } from './refine-axes.ts';

/** What the next range file does with a factor: the symbols that change together. */
export interface RefinedFactor {
  readonly symbols: readonly string[];
  readonly axis: RefineAxis;
  readonly region: AxisRegion;
  /** True for a factor that moved nothing that could be shown, and stays where the model has its best. */
  readonly isFixed: boolean;
  /** A run whose values stand for each level of an axis of levels. */
  readonly levelRuns: readonly ReportRun[];
}

/** A factor that is not shown is fixed only if the model too gives it less of the variance than this: it may matter by way of others. */
const NEGLIGIBLE = 0.1;

/**
 * Returns where the best of a sweep lies on each factor, by a model of all its settings; undefined where there are too few, or all are
 * equal. Factors without a shown effect are fixed, unless none has one: then nothing is known that could be fixed.
 */
export function refinePlan(
  statistics: SettingStatistics,
  definitions: readonly Definition[],
): readonly RefinedFactor[] | undefined {
  const { value, design, runs } = statistics;
  const sign = value.goal === 'max' ? 1 : -1;
  const rows = value.settings.flatMap((setting, place) => {
    const run = runs[place]?.[0];
    return setting.adjusted_mean === null || run === undefined ? [] : [{ run, value: sign * setting.adjusted_mean }];
  });
  if (rows.length < FEWEST_TO_REFINE || design.factors.length === 0) return undefined;
  const all = rows.map((row) => row.run);
  const shown = new Set(value.effects.filter((e) => e.shown).flatMap((e) => e.symbols));
  const factors = design.factors.map(({ symbols }) => {
    const axes = symbols.map((symbol) => refineAxis(symbol, linesOf(definitions, symbol), all));
    const axis = axes.find((a) => a.kind === 'number') ?? axes[0];
    return { symbols, axis, isShown: symbols.some((symbol) => shown.has(symbol)) };
  });
  const free = factors.map(({ axis }): SurfaceAxis => {
    if (axis?.kind === 'number') return { kind: 'number', isFixed: false, least: leastOn(axis) };
    return { kind: 'levels', count: axis?.factor.levels.length ?? 1, isFixed: false };
  });
  const settings = all.map((run, i) => factors.map(({ axis }) => placeOf(axis, run, i)));
  const surface = fitSurface({
    points: settings.map((setting) => coordinatesOf(setting, free)),
    values: flattened(rows.map((row) => row.value)),
    beliefs: 'sums',
  });
  if (surface === undefined) return undefined;
  const shares = axisShares(surface, free, createRng('shares'));
  const axes = free.map((axis, i): SurfaceAxis => {
    const isFixed = shown.size > 0 && factors[i]?.isShown === false && (shares[i] ?? 0) < NEGLIGIBLE;
    return { ...axis, isFixed };
  });
  const regions = bestRegion(surface, axes, { settings, rng: createRng('refine') });
  return factors.flatMap(({ symbols, axis }, i): readonly RefinedFactor[] => {
    const region = regions[i];
    if (axis === undefined || region === undefined) return [];
    const levelRuns =
      axis.kind === 'number'
        ? []
        : axis.factor.levels.flatMap((_, level) => all[axis.factor.codes.indexOf(level)] ?? []);
    return [{ symbols, axis, region, isFixed: axes[i]?.isFixed === true, levelRuns }];
  });
}

function linesOf(definitions: readonly Definition[], symbol: string): readonly Definition[] {
  return definitions.filter((line) => line.names.some((named) => named.name === symbol));
}

/** A run that lacks the symbol lies in the middle: the symbol that decides tells it apart. */
function placeOf(axis: RefineAxis | undefined, run: ReportRun, row: number): number {
  if (axis?.kind === 'levels') return axis.factor.codes[row] ?? 0;
  const value = axis === undefined ? undefined : valueIn(run.values, axis.symbol);
  return axis === undefined || value === undefined || !valueKey(value).startsWith('number:')
    ? 0.5
    : placeOn(axis, Number(value.text));
}

/** How far below the middle values may lie in the end, in steps from the middle to the best. */
const REACH = 3;

/**
 * The better half of the values as it is, the worse half drawn towards the middle: how bad the worst is says little of where the best
 * lies, and a model that must follow it sees less of what matters.
 */
function flattened(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1] ?? 0;
  const reach = REACH * ((sorted.at(-1) ?? 0) - middle);
  if (!(reach > 0)) return values;
  return values.map((v) => (v < middle ? middle - reach * Math.tanh((middle - v) / reach) : v));
}
