// SPDX-License-Identifier: MIT
import { valueOrThrow } from '../../scripts/lib/core/diagnostic.ts';
import { defineSweep } from '../../scripts/lib/config/definition.ts';
import { refinedFile } from '../../scripts/lib/report/refine/refine-file.ts';
import { refinedMode } from '../../scripts/lib/report/refine/refine-mode.ts';
import { refinePlan } from '../../scripts/lib/report/refine/refine-plan.ts';
import { type SettingStatistics, settingStatistics } from '../../scripts/lib/report/statistics-of.ts';
import type { ReportRun, SweepView } from '../../scripts/lib/report/view.ts';
import type { Draws } from '../../scripts/lib/results/stats/draws.ts';
import type { Rate } from './rate.ts';
import { simulatedView } from './simulated-view.ts';

/** A function of three numbers between 0 and 1, larger being better; it is asked outside too. */
export interface TrueSurface {
  readonly name: string;
  at(x: number, y: number, z: number): number;
}

function branin(x: number, y: number): number {
  const [a, b] = [15 * x - 5, 15 * y];
  return (
    (b - (5.1 / (4 * Math.PI ** 2)) * a * a + (5 / Math.PI) * a - 6) ** 2 +
    10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) +
    10
  );
}

export const TRUE_SURFACES: readonly TrueSurface[] = [
  { name: 'a bowl inside', at: (x, y, z) => -((x - 0.35) ** 2 + 2 * (y - 0.6) ** 2 + 1.5 * (z - 0.5) ** 2) },
  { name: 'a bowl beyond the edge', at: (x, y, z) => -((x - 1.25) ** 2 + 2 * (y - 0.6) ** 2 + 1.5 * (z - 0.5) ** 2) },
  { name: 'Branin', at: (x, y, z) => -branin(x, y) - 240 * (z - 0.4) ** 2 },
  { name: 'a ridge', at: (x, y, z) => -(4 * (x - y) ** 2 + 0.5 * (x + y - 1.1) ** 2 + 2 * (z - 0.4) ** 2) },
];

/** Further surfaces without a bound. They were looked at while the model was chosen, so they are no proof beyond those above. */
export const OTHER_SURFACES: readonly TrueSurface[] = [
  { name: 'Hartmann', at: (x, y, z) => hartmann([x, y, z]) },
  { name: 'a camel of six humps', at: (x, y, z) => -camel(4 * x - 2, 2 * y - 1) - 8 * (z - 0.6) ** 2 },
  { name: "Rosenbrock's valley", at: (x, y, z) => -valley(3 * x - 1.5, 3 * y - 1) - 30 * (z - 0.5) ** 2 },
];

/** Hills of Hartmann's function of three numbers (Dixon and Szego, "Towards Global Optimization 2", 1978): height, steepness, place. */
const HILLS = [
  [1, [3, 10, 30], [0.3689, 0.117, 0.2673]],
  [1.2, [0.1, 10, 35], [0.4699, 0.4387, 0.747]],
  [3, [3, 10, 30], [0.1091, 0.8732, 0.5547]],
  [3.2, [0.1, 10, 35], [0.0381, 0.5743, 0.8828]],
] as const;

function hartmann(point: readonly number[]): number {
  return HILLS.reduce((sum, [height, steep, place]) => {
    const far = point.reduce((all, x, i) => all + (steep[i] ?? 0) * (x - (place[i] ?? 0)) ** 2, 0);
    return sum + height * Math.exp(-far);
  }, 0);
}

function camel(a: number, b: number): number {
  return (4 - 2.1 * a * a + a ** 4 / 3) * a * a + a * b + (4 * b * b - 4) * b * b;
}

function valley(a: number, b: number): number {
  return (1 - a) ** 2 + 10 * (b - a * a) ** 2;
}

const NAMES = ['CONFIG_X', 'CONFIG_Y', 'CONFIG_Z', 'CONFIG_U', 'CONFIG_V'];
const RUNS = 30;

function rangeText(dead: number): string {
  const lines = NAMES.slice(0, 3 + dead).map((name) => `${name}=~uniform(0,1)\n`);
  return `SWEEP_MODE="random"\n${lines.join('')}`;
}

/** Returns the configurations of a range file, drawn by its own mode and a seed. */
function drawn(text: string, samples: number, seed: string): readonly Readonly<Record<string, string>>[] {
  const given = Object.entries({ SAMPLES: String(samples), SEED: seed }).map(([name, value]) => ({
    name: name as 'SEED', // both are names of settings
    text: value,
    layer: 'make' as const,
  }));
  const { design } = valueOrThrow(defineSweep({ source: { path: 'range', text }, load: nothing, given }));
  return [...design.points()].map(({ assignments }) =>
    Object.fromEntries(assignments.map(({ name, value }) => [name, value.text])),
  );
}

const nothing = (): { readonly unreadable: string } => ({ unreadable: 'there is no other file' });

/**
 * Returns how often two rounds of 30 runs recommend a truly better setting than 90 random runs; `dead` parameters change nothing. What is
 * recommended is the report's `winner`: of the refined sweep, whose report knows the first one, and of the random runs the best of them.
 */
export function countRefined(
  sweeps: number,
  surface: TrueSurface,
  { dead, draws }: { readonly dead: number; readonly draws: Draws },
): Rate {
  const truth = (values: Readonly<Record<string, unknown>>): number => {
    const [x, y, z] = NAMES.map((name) => Number(values[name]));
    return surface.at(x ?? 0, y ?? 0, z ?? 0);
  };
  const noise = 0.1 * spreadOf(surface, draws);
  const run = (text: string, samples: number, seed: string): SweepView =>
    simulatedView(
      drawn(text, samples, seed).map((values) => ({ values, metric: truth(values) + noise * draws.normal() })),
    );
  /** What was fixed in the file is in every configuration. */
  const truthOf = (one: ReportRun | undefined): number =>
    truth(Object.fromEntries((one?.values ?? []).map(({ name, value }) => [name, value.text])));
  let hits = 0;
  for (let i = 0; i < sweeps; i += 1) {
    const text = rangeText(dead);
    const first = run(text, RUNS, `first ${i}`);
    const second = run(refinedText(text, statisticsOfDrawn(first)), RUNS, `second ${i}`);
    const { runs, value } = statisticsOfDrawn({ ...second, earlier: [{ ...first, name: 'first' }] });
    // Without repeats the winner of a sweep that refines none is its best run.
    const random = run(text, 3 * RUNS, `random ${i}`).ranked[0];
    if (truthOf(runs[(value.winner?.rank ?? 1) - 1]?.[0]) > truthOf(random)) hits += 1;
  }
  return { hits, of: sweeps };
}

function statisticsOfDrawn(view: SweepView): SettingStatistics {
  const statistics = settingStatistics(view, { seedSymbol: 'CONFIG_SEED', areSampled: true });
  if (statistics === undefined) throw new Error('a simulated sweep has runs and a metric');
  return statistics;
}

function refinedText(text: string, statistics: SettingStatistics): string {
  const given = [{ name: 'SAMPLES', text: '30', layer: 'make' } as const];
  const { file } = valueOrThrow(defineSweep({ source: { path: 'range', text }, load: nothing, given }));
  const plan = refinePlan(statistics, file.definitions);
  // As the command writes it.
  const over = new Map(Object.entries({ MODE: refinedMode('random')?.mode ?? 'random' }));
  return plan === undefined ? text : refinedFile({ file, plan, head: [], settings: [], over, mostOf: () => 5 });
}

function spreadOf({ at }: TrueSurface, draws: Draws): number {
  const values = Array.from({ length: 4000 }, () => at(draws.uniform(), draws.uniform(), draws.uniform()));
  const mean = values.reduce((a, b) => a + b) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
}
