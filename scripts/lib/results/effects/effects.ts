// SPDX-License-Identifier: MIT
import type { SweepDesign } from '../design/design.ts';
import { type DesignPart, designWithout } from '../design/part.ts';
import type { Goal } from '../readers/metric-spec.ts';
import { type Scale, scaleOf } from '../settings/scale.ts';
import type { SettingObservation } from '../settings/layout.ts';
import type { Effects, FactorEffect } from './effect.ts';
import type { DependenceCurve } from './forest-shares.ts';
import type { LinearInput } from './error-term.ts';
import { effectsInWhole } from './left-out-settings.ts';
import { linearEffects } from './linear.ts';
import { sampledEffects } from './sampled.ts';
import { wideEffects } from './wide.ts';

/** What effects are found from; values in the metric's own units. */
export interface EffectsInput {
  /** Over the settings that have a value, in their order. */
  readonly design: SweepDesign;
  readonly runs: readonly SettingObservation[];
  /** One point a setting, with the luck of the seeds taken out where it can be. */
  readonly points: readonly number[];
  readonly goal: Goal;
  /** Spread of the runs of one setting beyond their blocks, with its degrees of freedom; undefined where it is not known. */
  readonly pure: { readonly sd: number; readonly degrees: number } | undefined;
  /** Settings too wild for one error with the others, without which `pure` is: least squares leave them out, as if they were holes of the design. */
  readonly apart: ReadonlySet<number>;
  /** Step that the metric was counted or rounded in; 0 for none. */
  readonly resolution: number;
}

/** Returns what mattered by the method that fits the design; undefined where nothing varies, or nothing has a value. */
export function effectsOf(input: EffectsInput): Effects | undefined {
  const { design, runs, goal, apart } = input;
  if (design.kind === 'single' || design.factors.length === 0 || runs.length === 0) return undefined;
  const part = partOf(input);
  const scale = scaleOf(
    runs.filter((r) => part === undefined || !apart.has(r.setting)).map((r) => r.value),
    goal,
  );
  const inside = insideEffects(input, part, scale);
  return inside === undefined ? undefined : outside(inside, scale);
}

/** Part of the settings, or of the cells that their values make, that must be left: with fewer a design is another one. */
const FEWEST_LEFT = 2 / 3;

/** The design without the settings that are apart; undefined where there are none, or so many that all scatter. */
function partOf({ design, apart }: EffectsInput): DesignPart | undefined {
  if (apart.size === 0 || design.kind === 'samples') return undefined;
  const part = designWithout(design, apart);
  const { settings, cells } = part.design;
  // Of a value that is wild throughout no cells are missing: those of the others are a whole grid.
  return settings >= FEWEST_LEFT * Math.min(cells, settings + apart.size) ? part : undefined;
}

function insideEffects(input: EffectsInput, part: DesignPart | undefined, scale: Scale): Effects | undefined {
  const { design, points, apart } = input;
  const sampled = (): Effects | undefined => sampledEffects(design, points.map(scale.inside));
  if (design.kind === 'samples') return sampled();
  // The spread of the others is not that of all.
  const all = apart.size === 0 ? input : { ...input, pure: undefined };
  const linear = part === undefined ? fittedEffects(all, scale) : effectsOfPart(input, part, scale);
  const isWhole = linear?.effects.every((e) => e.kind === 'interaction' || e.p !== undefined);
  if (linear !== undefined && linear.method !== 'none' && (isWhole === true || design.kind !== 'fraction'))
    return linear;
  // One run for each value, or more values than can be told apart: shuffling asks for less. Of settings that were not chosen evenly it would ask a wrong question.
  const isEven = design.kind === 'fraction' || design.factors.length === 1;
  return (isEven ? sampled() : undefined) ?? linear ?? untested(design);
}

/** Undefined where the factors have more levels than can be solved for. */
function fittedEffects({ design, runs, pure, resolution }: EffectsInput, scale: Scale): Effects | undefined {
  const given: LinearInput = {
    design,
    runs: runs.map((r) => ({ ...r, value: scale.inside(r.value) })),
    pure: pure === undefined ? undefined : { meanSquare: scale.sizeInside(pure.sd) ** 2, degrees: pure.degrees },
    least: scale.sizeInside(resolution) ** 2 / 12,
  };
  return linearEffects(given) ?? wideEffects(given);
}

/** The effects that are found without the settings that are apart, told of the whole design. */
function effectsOfPart(input: EffectsInput, part: DesignPart, scale: Scale): Effects | undefined {
  const { design, runs, apart } = input;
  const own = runs.flatMap((r) => (apart.has(r.setting) ? [] : [{ ...r, setting: part.placeOf[r.setting] ?? 0 }]));
  const found = fittedEffects({ ...input, design: part.design, runs: own }, scale);
  const left = runs.flatMap((r) => (apart.has(r.setting) ? [{ ...r, value: scale.inside(r.value) }] : []));
  return found === undefined ? undefined : effectsInWhole(found, { whole: design, part, runs: left });
}

/** Of factors that cannot be solved for nothing is said but that. */
function untested({ factors }: SweepDesign): Effects {
  const effects = factors.map(
    ({ factor }, place): FactorEffect => ({
      kind: 'main',
      factors: [place],
      method: 'none',
      n: factor.codes.filter((code) => code !== factor.absent).length,
      share: undefined,
      sumOfSquares: undefined,
      degrees: undefined,
      f: undefined,
      p: undefined,
      pAdjusted: undefined,
      isShown: false,
      levels: [],
    }),
  );
  return { method: 'none', error: undefined, leftOut: 'its parameters have too many values', effects };
}

function outside({ method, error, leftOut, apart, effects }: Effects, scale: Scale): Effects {
  return {
    method,
    leftOut,
    apart,
    error: error === undefined ? undefined : { ...error, sd: scale.size(error.sd) },
    effects: effects.map(
      (e): FactorEffect => ({
        ...e,
        sumOfSquares: e.sumOfSquares === undefined ? undefined : e.sumOfSquares * scale.size(1) * scale.size(1),
        curve: e.curve === undefined ? undefined : curveOutside(e.curve, scale),
        levels: e.levels.map((l) => ({
          ...l,
          mean: scale.value(l.mean),
          adjusted: l.adjusted === undefined ? undefined : scale.value(l.adjusted),
          interval: l.interval === undefined ? undefined : scale.values(l.interval),
        })),
      }),
    ),
  };
}

function curveOutside({ codes, mean, low, high }: DependenceCurve, scale: Scale): DependenceCurve {
  const bands = low.map((x, i) => scale.values({ low: x, high: high[i] ?? x }));
  return { codes, mean: mean.map(scale.value), low: bands.map((b) => b.low), high: bands.map((b) => b.high) };
}
