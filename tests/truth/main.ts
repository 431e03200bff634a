// SPDX-License-Identifier: MIT
import { createRng } from '../../scripts/lib/core/rng.ts';
import { createDraws, type Draws } from '../../scripts/lib/results/stats/draws.ts';
import { addClaims, claimFigures, type Claims, countClaims } from './chances.ts';
import { countDurations, DURATION_SWEEPS } from './durations.ts';
import { countFalseAlarms, countFound } from './false-alarms.ts';
import { countFirstPlaces, firstPlaceFigures } from './first-place.ts';
import { countNamed, type TrueEffects } from './designs.ts';
import { countBeside, countFirst, countShown, explaining } from './found-effects.ts';
import { BESIDE_WILD, NULL_SWEEPS, WILD_SWEEPS } from './nulls.ts';
import { errorOf, type Figure, percent, rateFigure, shareOf } from './rate.ts';
import { binomial, lognormal, type Noise, normal, rounded, t3 } from './sweeps.ts';
import { countRefined, OTHER_SURFACES, TRUE_SURFACES } from './refining.ts';
import { countWinners } from './winners.ts';

/** Sweeps of each figure: SWEEPS=n in the environment, 2,000 by default. */
const SWEEPS = Number(process.env['SWEEPS'] ?? 2000);
/** Parts of the table: WHAT=first,chances,alarms,winner,estimate,nulls,effects,refine in the environment, all by default. */
const WHAT = (process.env['WHAT'] ?? 'first,chances,alarms,winner,estimate,nulls,effects,refine').split(',');

/** Each takes most of a second. */
const MOST_REFINED = 200;

let failed = 0;

function print(figures: readonly Figure[]): void {
  for (const { name, nominal, observed, error, holds } of figures) {
    if (!holds) failed += 1;
    console.log(
      `${holds ? '  ' : 'X '}${name.padEnd(74)} ${nominal.padStart(20)} ${observed.padStart(9)} ${error.padStart(14)}`,
    );
  }
}

/** A stream for each figure, so that a part of the table has the same numbers as the whole. */
function drawsOf(name: string): Draws {
  return createDraws(createRng(`truth/${name}`));
}

console.log(`  ${'claim'.padEnd(74)} ${'nominal'.padStart(20)} ${'observed'.padStart(9)} ${'MC error'.padStart(14)}`);

if (WHAT.includes('first')) print(firstPlaceFigures(countFirstPlaces(SWEEPS, drawsOf('first place'))));

if (WHAT.includes('chances')) {
  const all: (readonly Claims[])[] = [];
  for (const [settings, seeds] of [
    [3, 5],
    [3, 10],
    [5, 5],
    [10, 5],
    [30, 5],
  ] as const) {
    for (const spread of [0.3, 1, 3]) {
      const name = `${settings} settings, ${seeds} seeds, spread ${spread}`;
      const claims = countClaims(SWEEPS, { settings, seeds, spread }, drawsOf(name));
      all.push(claims);
      print(claimFigures(name, claims, settings === 10 && spread >= 1 ? 0.05 : 0.1));
    }
  }
  print(claimFigures('3 to 30 settings, spreads 0.3 to 3', addClaims(all), 0.1));
}

const EXPLAINING: readonly (readonly [name: string, least: number, sweep: TrueEffects])[] = [
  ['50 samples of 4, one explains 30 % in a line', 0.9, explaining(4, 50, 0.3, (x) => x)],
  ['100 samples of 15, one explains 30 % in a line', 0.9, explaining(15, 100, 0.3, (x) => x)],
  ['50 samples of 4, one explains 30 % as a logarithm', 0.9, explaining(4, 50, 0.3, (x) => Math.log(x + 0.05))],
  ['50 samples of 4, one explains 30 % by a hump', 0.75, explaining(4, 50, 0.3, (x) => -((x - 0.5) ** 2))],
];

const METRICS: readonly [name: string, noise: Noise, most: number][] = [
  ['t3', t3, 0.12],
  ['lognormal', lognormal, 0.12],
  ['binomial 0.9', binomial(0.9), 0.06],
  ['rounded', rounded, 0.06],
  ['binomial 0.99', binomial(0.99), 0.06],
  ['normal', normal, 0.06],
];

if (WHAT.includes('alarms')) {
  const found = { settings: 5, seeds: 3, below: 4, noise: normal };
  const name = '5 settings, 3 seeds, one 4 sd below: called worse';
  print([rateFigure(name, countFound(SWEEPS, found, drawsOf(name)), { least: 0.9 })]);
  // With two seeds a wild setting looks tame by luck in some sweeps, and one five times as wild often: then it leads or trails in earnest.
  for (const [wild, seeds, most] of [
    [100, 2, 0.12],
    [100, 3, 0.06],
    [100, 5, 0.06],
    [5, 2, 0.2],
    [5, 5, 0.15],
  ] as const) {
    const name = `10 equal settings, ${seeds} seeds, one scatters ${wild} times as widely: some called worse`;
    const sweep = { settings: 10, seeds, noise: normal, wild };
    print([rateFigure(name, countFalseAlarms(SWEEPS, sweep, drawsOf(name)), { most })]);
  }
  const beside = '6 settings, 3 seeds, one scatters 100 times as widely, one 5 sd below: called worse';
  const wild = { settings: 6, seeds: 3, below: 5, noise: normal, wild: 100 };
  // In the other half the wild one leads.
  print([rateFigure(beside, countFound(SWEEPS, wild, drawsOf(beside)), { least: 0.45 })]);
  const shapes = [
    [5, 2],
    [5, 10],
    [10, 3],
    [30, 2],
    [30, 5],
    [30, 10],
  ] as const;
  for (const [metric, noise, most] of METRICS)
    for (const [settings, seeds] of shapes) {
      const name = `${settings} equal settings, ${seeds} seeds, ${metric}: some called worse`;
      print([rateFigure(name, countFalseAlarms(SWEEPS, { settings, seeds, noise }, drawsOf(name)), { most })]);
    }
  for (const [metric, noise, most] of METRICS)
    for (const [settings, seeds] of [
      [10, 5],
      [30, 2],
    ] as const) {
      const name = `${settings} equal settings, ${seeds} seeds of their own, ${metric}: some called worse`;
      const sweep = { settings, seeds, noise, areDisjoint: true };
      print([rateFigure(name, countFalseAlarms(SWEEPS, sweep, drawsOf(name)), { most })]);
    }
}

if (WHAT.includes('winner')) {
  for (const settings of [5, 20, 100])
    for (const seeds of [3, 5, 10])
      for (const spread of [0, 1]) {
        const name = `winner of ${settings}, ${seeds} seeds, ${spread === 0 ? 'equal means' : `spread ${spread}`}`;
        const { covered, width } = countWinners(SWEEPS, { settings, seeds, spread }, drawsOf(name));
        const isNarrow = spread > 0 || settings < 20 || width <= 0.5;
        const figure = rateFigure(`${name}: covered (width ${width.toFixed(2)} of max-|t|)`, covered, { least: 0.93 });
        print([{ ...figure, holds: figure.holds && isNarrow }]);
      }
}

if (WHAT.includes('estimate')) {
  for (const sweep of DURATION_SWEEPS)
    for (const [runs, lanes] of [
      [8, 8],
      [12, 8],
    ] as const) {
      const name = `after 20 runs, ${runs} on ${lanes} lanes, ${sweep.name}: 90 % interval of the time`;
      const rate = countDurations(SWEEPS, sweep, { runs, lanes, draws: drawsOf(name) });
      print([rateFigure(name, rate, { least: 0.85, most: 0.97 })]);
    }
}

if (WHAT.includes('refine')) {
  for (const surface of [...TRUE_SURFACES, ...OTHER_SURFACES])
    for (const dead of [0, 2]) {
      const name = `refined twice 30 against 90 random runs, ${surface.name}, ${dead} dead parameters`;
      const rate = countRefined(Math.min(SWEEPS, MOST_REFINED), surface, { dead, draws: drawsOf(name) });
      // The others tell whether the model was made for the first four; no share of them was promised.
      print([rateFigure(name, rate, { least: TRUE_SURFACES.includes(surface) ? 0.75 : 0 })]);
    }
}

if (WHAT.includes('nulls'))
  for (const { most, ...sweep } of [...NULL_SWEEPS.map((s) => ({ ...s, most: 0.06 })), ...WILD_SWEEPS]) {
    const { main, pairs } = countNamed(SWEEPS, sweep, drawsOf(`nulls ${sweep.name}`));
    const figures = [rateFigure(`${sweep.name}: a parameter without effect is named`, main, { most })];
    const hasPairs = pairs.hits > 0;
    print(
      hasPairs ? [...figures, rateFigure(`${sweep.name}: a pair without effect is named`, pairs, { most })] : figures,
    );
  }

if (WHAT.includes('effects')) {
  for (const [name, least, sweep] of EXPLAINING)
    print([rateFigure(`${name}: shown`, countShown(SWEEPS, sweep, 'CONFIG_P1', drawsOf(name)), { least })]);
  const beside = 'full grid of 3, 3 seeds, a cell scatters 100 times as widely, 3 sd of another parameter: shown';
  print([rateFigure(beside, countShown(SWEEPS, BESIDE_WILD, 'CONFIG_C', drawsOf(beside)), { least: 0.95 })]);
  const { ours, usual } = countBeside(SWEEPS, drawsOf('factorial'));
  const behind = shareOf(usual) - shareOf(ours);
  print([
    {
      name: 'full factorial, 3 seeds, an effect of 5 %: shown, beside the usual analysis with Holm',
      nominal: percent(shareOf(usual)),
      observed: percent(shareOf(ours)),
      error: percent(errorOf(ours)),
      holds: behind <= 0.01,
    },
  ]);
  print([rateFigure('15 sweeps of mixed data: LR first', countFirst(15, drawsOf('mixed')), { least: 1 })]);
}

console.log(failed === 0 ? 'All figures hold.' : `${failed} figures do not hold (X).`);
process.exitCode = failed === 0 ? 0 : 1;
