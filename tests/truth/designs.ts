// SPDX-License-Identifier: MIT
import { displayText } from '../../scripts/lib/core/value.ts';
import { compareSweep, effectsOfSweep } from '../../scripts/lib/report/compared-sweep.ts';
import type { EffectEntry } from '../../scripts/lib/report/statistics-form.ts';
import type { SweepView } from '../../scripts/lib/report/view.ts';
import type { Draws } from '../../scripts/lib/results/stats/draws.ts';
import { isDrawn, type Mode } from '../../scripts/lib/space/designs/index.ts';
import { designOf, spaceOf } from '../space/open-space.ts';
import type { Rate } from './rate.ts';
import { type SimulatedRun, simulatedView } from './simulated-view.ts';
import { SEED_SYMBOL } from './sweeps.ts';

/** The configurations that a range file makes in a mode, each as its values. */
export type Configuration = Readonly<Record<string, string>>;

/** A sweep as somebody writes it. */
export interface RangeSweep {
  readonly range: string;
  readonly mode: Mode;
  readonly samples?: number;
}

/** Returns the configurations of a sweep; a mode that draws takes others for another seed. */
export function configurationsOf({ range, mode, samples }: RangeSweep, seed: string): readonly Configuration[] {
  return [...designOf(spaceOf(`${range}\n`), mode, samples, seed).points()].map((point) =>
    Object.fromEntries(point.assignments.map(({ name, value }) => [name, displayText(value)])),
  );
}

/** What is drawn beside the configurations. */
export interface TrueEffects extends RangeSweep {
  /** True mean of a configuration; 0 where it is not given. */
  readonly truth?: (values: Configuration) => number;
  /** Symbols that `truth` looks at, and those that decide which of them are there. */
  readonly live?: readonly string[];
  readonly seeds?: number;
  readonly seedSpread?: number;
  readonly failures?: number;
  readonly noise?: (draws: Draws) => number;
  /** How many times as widely as the others the runs of a configuration scatter; once where it is not given. */
  readonly scatter?: (values: Configuration) => number;
}

/** Draws a sweep and asks the product what mattered: the part of `statisticsOf` that says it. */
export function drawEffects(sweep: TrueEffects, draws: Draws): readonly EffectEntry[] {
  return tellEffects(drawnView(sweep, draws), sweep);
}

/** Draws a sweep. */
export function drawnView(sweep: TrueEffects, draws: Draws): SweepView {
  const { truth = () => 0, seeds = 1, seedSpread = 1, failures = 0, scatter = () => 1 } = sweep;
  const { noise = (d: Draws) => d.normal() } = sweep;
  const luck = Array.from({ length: seeds }, () => seedSpread * draws.normal());
  const settings = fresh(sweep, draws);
  const runs = settings.flatMap((values) =>
    luck.map((own, seed): SimulatedRun => {
      const y = truth(values) + own + scatter(values) * noise(draws);
      return {
        values: seeds === 1 ? values : { ...values, [SEED_SYMBOL]: String(seed + 1) },
        metric: draws.uniform() < failures ? undefined : y,
      };
    }),
  );
  return simulatedView(runs);
}

/** Asks the product what mattered in a drawn sweep. */
export function tellEffects(view: SweepView, sweep: RangeSweep): readonly EffectEntry[] {
  const compared = compareSweep(view, SEED_SYMBOL, 'undrawn');
  if (compared === undefined) throw new Error('a simulated sweep has a metric and runs');
  return effectsOfSweep(view, compared, isDrawn(sweep.mode)).effects.effects;
}

/** Listed configurations are always the same, and made once. */
const listed = new Map<string, readonly Configuration[]>();

function fresh(sweep: RangeSweep, draws: Draws): readonly Configuration[] {
  if (isDrawn(sweep.mode) || sweep.samples !== undefined)
    return configurationsOf(sweep, String(Math.floor(draws.uniform() * 1e9)));
  const key = `${sweep.mode}\n${sweep.range}`;
  const known = listed.get(key) ?? configurationsOf(sweep, '0');
  listed.set(key, known);
  return known;
}

/** Sweeps in which some null main effect, and some null interaction, was named as mattering. */
export interface NullCount {
  readonly main: Rate;
  readonly pairs: Rate;
}

/** Counts the sweeps that name what has no effect. */
export function countNamed(sweeps: number, sweep: TrueEffects, draws: Draws): NullCount {
  const live = new Set(sweep.live ?? []);
  let [main, pairs] = [0, 0];
  for (let i = 0; i < sweeps; i += 1) {
    const shown = drawEffects(sweep, draws).filter((e) => e.shown);
    const isNull = (e: (typeof shown)[number]): boolean =>
      e.factors.some((symbols) => symbols.every((name) => !live.has(name)));
    if (shown.some((e) => e.kind === 'main' && isNull(e))) main += 1;
    if (shown.some((e) => e.kind === 'interaction' && isNull(e))) pairs += 1;
  }
  return { main: { hits: main, of: sweeps }, pairs: { hits: pairs, of: sweeps } };
}
