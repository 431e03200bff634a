// SPDX-License-Identifier: MIT
import { holm } from '../../scripts/lib/results/stats/holm.ts';
import { fSurvival } from '../../scripts/lib/results/stats/distributions.ts';
import type { Draws } from '../../scripts/lib/results/stats/draws.ts';
import { type Configuration, configurationsOf, drawEffects, type TrueEffects } from './designs.ts';
import type { Rate } from './rate.ts';
import { type SimulatedRun, simulatedView } from './simulated-view.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';

/** How often a sweep's report shows the effect of one symbol. */
export function countShown(sweeps: number, sweep: TrueEffects, symbol: string, draws: Draws): Rate {
  let hits = 0;
  for (let i = 0; i < sweeps; i += 1)
    if (drawEffects(sweep, draws).some((e) => e.shown && e.kind === 'main' && e.symbols.includes(symbol))) hits += 1;
  return { hits, of: sweeps };
}

/** Samples of so many symbols, the first of which explains a part of the variance by a shape of a number from 0 to 1. */
export function explaining(symbols: number, samples: number, part: number, shape: (x: number) => number): TrueEffects {
  const even = Array.from({ length: 10_000 }, (_, i) => shape((i + 0.5) / 10_000));
  const mean = even.reduce((a, b) => a + b) / even.length;
  const sd = Math.sqrt(even.reduce((sum, y) => sum + (y - mean) ** 2, 0) / even.length);
  return {
    range: Array.from({ length: symbols }, (_, i) => `CONFIG_P${i + 1}=~uniform(0,1)`).join('\n'),
    mode: 'random',
    samples,
    truth: (v) => (Math.sqrt(part) * (shape(Number(v['CONFIG_P1'])) - mean)) / sd,
    noise: (draws) => Math.sqrt(1 - part) * draws.normal(),
  };
}

/** Of the same sweeps of a full factorial how many show an effect by the report, and by the usual analysis with Holm. */
export interface Beside {
  readonly ours: Rate;
  readonly usual: Rate;
}

const LEVELS = [3, 3, 2] as const;
const SEEDS = 3;

/** A 3 x 3 x 2 factorial with three seeds, whose first factor explains a twentieth of the variance. */
export function countBeside(sweeps: number, draws: Draws): Beside {
  const configurations = configurationsOf(
    { range: 'CONFIG_A=0|1|2\nCONFIG_B=0|1|2\nCONFIG_C=0|1', mode: 'combination' },
    '0',
  );
  const [part, step] = [0.05, Math.sqrt(2 / 3)];
  let [ours, usual] = [0, 0];
  for (let i = 0; i < sweeps; i += 1) {
    const runs = configurations.flatMap((values) =>
      Array.from({ length: SEEDS }, (_, seed): SimulatedRun => {
        const y = (Math.sqrt(part) * (Number(values['CONFIG_A']) - 1)) / step + Math.sqrt(1 - part) * draws.normal();
        return { values: { ...values, CONFIG_SEED: String(seed + 1) }, metric: y };
      }),
    );
    const told = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED', areSampled: false })?.effects ?? [];
    if (told.some((e) => e.shown && e.kind === 'main' && e.symbols[0] === 'CONFIG_A')) ours += 1;
    if (usualChances(runs)[0] < 0.05) usual += 1;
  }
  return { ours: { hits: ours, of: sweeps }, usual: { hits: usual, of: sweeps } };
}

/**
 * Chances of the three main effects as statsmodels gives them for `y ~ C(A)*C(B)*C(C) + C(SEED)`, which is balanced: sums of squares of means; the error
 * is what cells and seeds leave. Corrected by Holm.
 */
function usualChances(runs: readonly SimulatedRun[]): readonly [number, number, number] {
  const all = runs.map((r) => r.metric ?? 0);
  const grand = all.reduce((a, b) => a + b) / all.length;
  const between = (keyOf: (values: Configuration) => string): number => {
    const groups = new Map<string, { sum: number; n: number }>();
    for (const { values, metric } of runs) {
      const own = groups.get(keyOf(values)) ?? { sum: 0, n: 0 };
      groups.set(keyOf(values), { sum: own.sum + (metric ?? 0) - grand, n: own.n + 1 });
    }
    return [...groups.values()].reduce((sum, { sum: s, n }) => sum + (s * s) / n, 0);
  };
  const names = ['CONFIG_A', 'CONFIG_B', 'CONFIG_C'];
  const cells = between((v) => names.map((n) => v[n]).join(' '));
  const seeds = between((v) => v['CONFIG_SEED'] ?? '');
  const total = all.reduce((sum, y) => sum + (y - grand) ** 2, 0);
  const degrees = (LEVELS[0] * LEVELS[1] * LEVELS[2] - 1) * (SEEDS - 1);
  const error = (total - cells - seeds) / degrees;
  const chances = names.map((name, i) => {
    const own = (LEVELS[i] ?? 2) - 1;
    return fSurvival(between((v) => v[name] ?? '') / own / error, own, degrees);
  });
  const [a = 1, b = 1, c = 1] = holm(chances);
  return [a, b, c];
}

/** Of sweeps of mixed data, whose learning rate explains 88 % of the variance, those that rank it first by its share. */
export function countFirst(sweeps: number, draws: Draws): Rate {
  const sweep: TrueEffects = {
    range:
      'CONFIG_LR=~loguniform(1e-5,1e-1)\nCONFIG_DEPTH=2|4|8|16\nCONFIG_OPT="adam"|"sgd"|"lion"\nCONFIG_WD=~uniform(0,0.1)\nCONFIG_AUG=y|n',
    mode: 'random',
    samples: 40,
    truth: (v) => {
      const lr = Math.log10(Number(v['CONFIG_LR']));
      // Over 4 decades (lr + 3)^2 has the variance 64 / 45.
      return -((lr + 3) ** 2 * Math.sqrt(0.88)) / Math.sqrt(64 / 45) + (v['CONFIG_OPT'] === 'sgd' ? 0.5 : 0);
    },
    noise: (d) => 0.25 * d.normal(),
  };
  let hits = 0;
  for (let i = 0; i < sweeps; i += 1) {
    const [first] = drawEffects(sweep, draws);
    if (first?.shown === true && first.symbols[0] === 'CONFIG_LR') hits += 1;
  }
  return { hits, of: sweeps };
}
