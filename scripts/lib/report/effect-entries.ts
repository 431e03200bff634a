// SPDX-License-Identifier: MIT
import { valueKeyIn } from '../core/value.ts';
import type { SweepDesign } from '../results/design/design.ts';
import type { Effects, FactorEffect } from '../results/effects/effect.ts';
import type { Goal } from '../results/readers/metric-spec.ts';
import { gaveNothing, known } from './setting-entries.ts';
import type { CurveEntry, EffectEntry, LevelEntry, SeparationEntry, Values } from './statistics-form.ts';
import { factorValue } from './measures.ts';
import { bare, type ParameterValue, type ReportRun } from './view.ts';
import { groupBy } from '../core/grouped.ts';

/** What the entries are made from beside the effects. */
export interface EffectSource {
  readonly design: SweepDesign;
  /** One run of each setting of the design, in its order. */
  readonly rows: readonly ReportRun[];
  readonly runs: readonly ReportRun[];
  readonly goal: Goal;
}

/** Returns the effects as sweep_statistics.json tells them. */
export function effectEntries({ effects }: Effects, source: EffectSource): readonly EffectEntry[] {
  return effects.map((effect) => {
    const groups = effect.factors.map((place) => source.design.factors[place]?.symbols ?? []);
    const symbols = groups.flat();
    const levels = levelEntries(effect, symbols, source);
    const curve = curveEntries(effect, symbols, source);
    return {
      symbols,
      factors: groups,
      kind: effect.kind,
      method: effect.method,
      condition: conditionOf(effect, source.design),
      n: effect.n,
      share: known(effect.share),
      sum_of_squares: known(effect.sumOfSquares),
      degrees: effect.degrees ?? null,
      f: known(effect.f),
      p: known(effect.p),
      p_adjusted: known(effect.pAdjusted),
      shown: effect.isShown,
      best: bestOf(levels.length > 0 || curve === null ? usableOf(levels, effect) : curve, source.goal),
      levels,
      curve,
      separation: separationEntry(effect, source.design),
    };
  });
}

function conditionOf({ factors }: FactorEffect, design: SweepDesign): string | null {
  const all = factors.flatMap((place) => design.factors[place]?.condition ?? []);
  if (all.length < 2) return all[0] ?? null;
  return all.map((one) => (one.includes('||') ? `(${one})` : one)).join(' && ');
}

/** The values with their runs, also those all of whose runs failed. */
function levelEntries(effect: FactorEffect, symbols: readonly string[], source: EffectSource): readonly LevelEntry[] {
  if (effect.levels.length === 0) return [];
  // The runs that gave no value, by what the symbols were in them.
  const failed = new Map(groupBy(source.runs.filter(gaveNothing), (run) => keyOf(run, symbols)));
  const told = effect.levels.map((level): LevelEntry => {
    const row = rowOf(effect, level.codes, source);
    const key = row === undefined ? '' : keyOf(row, symbols);
    // What is no parameter of a run that gave nothing is not known.
    const count = key === '' ? 0 : (failed.get(key)?.length ?? 0);
    failed.delete(key);
    return {
      values: factorValues(row, symbols),
      n: level.n,
      failed: count,
      mean: known(level.mean),
      adjusted_mean: known(level.adjusted),
      ci_low: known(level.interval?.low),
      ci_high: known(level.interval?.high),
    };
  });
  const rest = [...failed.values()].filter((runs) => symbols.every((name) => hasValue(runs[0], name)));
  return [
    ...told,
    ...rest.map((runs): LevelEntry => {
      const nothing = { mean: null, adjusted_mean: null, ci_low: null, ci_high: null };
      return { values: factorValues(runs[0], symbols), n: 0, failed: runs.length, ...nothing };
    }),
  ];
}

function curveEntries(
  effect: FactorEffect,
  symbols: readonly string[],
  source: EffectSource,
): readonly CurveEntry[] | null {
  const { curve } = effect;
  if (curve === undefined) return null;
  return curve.codes.map((code, i): CurveEntry => {
    const values = factorValues(rowOf(effect, [code], source), symbols);
    const mean = curve.mean[i] ?? 0;
    return { values, mean, low: curve.low[i] ?? mean, high: curve.high[i] ?? mean };
  });
}

function separationEntry({ factors, separation }: FactorEffect, design: SweepDesign): SeparationEntry | null {
  if (separation === undefined) return null;
  const numbers = design.factors[factors[0] ?? 0]?.factor.numbers;
  const { share, pAdjusted, best } = separation;
  const numberAt = (code: number | undefined): number | null => (code === undefined ? null : (numbers?.[code] ?? null));
  return { share, p_adjusted: pAdjusted, best_low: numberAt(best?.low), best_high: numberAt(best?.high) };
}

/** A run of a setting that has these levels. */
function rowOf(
  { factors }: FactorEffect,
  codes: readonly number[],
  { design, rows }: EffectSource,
): ReportRun | undefined {
  return rows.find((_, setting) =>
    factors.every((place, i) => design.factors[place]?.factor.codes[setting] === codes[i]),
  );
}

function keyOf(run: ReportRun, symbols: readonly string[]): string {
  return symbols.map((name) => valueKeyIn(run.values, name) ?? '').join('\n');
}

function factorValues(run: ReportRun | undefined, symbols: readonly string[]): Values {
  return bare<ParameterValue>(Object.fromEntries(symbols.map((name) => [name, factorValue(run, name) ?? null])));
}

function hasValue(run: ReportRun | undefined, name: string): boolean {
  return run?.values.some((v) => v.name === name) === true;
}

/** The adjusted means, never of a value most of whose runs failed or are of settings that were left out. */
function usableOf(levels: readonly LevelEntry[], effect: FactorEffect): readonly Pick<CurveEntry, 'values' | 'mean'>[] {
  return levels.flatMap(({ values, adjusted_mean: mean, failed, n }, i) =>
    mean === null || failed + (effect.levels[i]?.leftOut ?? 0) > n ? [] : [{ values, mean }],
  );
}

/** The values of the best mean; null where all are equal. */
function bestOf(means: readonly Pick<CurveEntry, 'values' | 'mean'>[], goal: Goal): Values | null {
  const sign = goal === 'max' ? 1 : -1;
  const [first, ...others] = means;
  if (first === undefined || others.every(({ mean }) => mean === first.mean)) return null;
  return others.reduce((best, one) => (sign * one.mean > sign * best.mean ? one : best), first).values;
}
