// SPDX-License-Identifier: MIT
import type { Configuration, TrueEffects } from './designs.ts';

/** A kind of sweep with what in it has an effect; all else has none. */
export interface NullSweep extends TrueEffects {
  readonly name: string;
}

const number = (values: Configuration, name: string): number => Number(values[`CONFIG_${name}`] ?? 0);

/** So many symbols `CONFIG_P1`, ... with these values. */
function symbols(count: number, values: string): string {
  return Array.from({ length: count }, (_, i) => `CONFIG_P${i + 1}=${values}`).join('\n');
}

const GRID = 'CONFIG_A=0|1|2\nCONFIG_B=0|1|2\nCONFIG_C=0|1';
const ZIP = 'CONFIG_LR=0.1|0.01|0.001\nCONFIG_DEPTH,CONFIG_WIDTH=2,64|4,128|8,256\nCONFIG_OPT="a"|"b"|"c"|"d"';
const NESTED =
  'CONFIG_LR=1|2|3\nCONFIG_OPT="sgd"|"adam"\nCONFIG_MOMENTUM=0|0.5|0.9 if CONFIG_OPT="sgd"\nCONFIG_BETA=0.9|0.99|0.999 if CONFIG_OPT="adam"';
const NESTED_LAWS =
  'CONFIG_LR=~uniform(0,1)\nCONFIG_OPT="sgd"|"adam"\nCONFIG_MOMENTUM=~uniform(0,1) if CONFIG_OPT="sgd"\nCONFIG_BETA=~uniform(0,1) if CONFIG_OPT="adam"';

/** The kinds of sweeps of which nothing that does nothing may be named too often. */
export const NULL_SWEEPS: readonly NullSweep[] = [
  { name: 'full grid of 3', range: GRID, mode: 'combination' },
  { name: 'full grid of 3, 3 seeds', range: GRID, mode: 'combination', seeds: 3 },
  { name: 'full grid of 7', range: symbols(7, '0|1'), mode: 'combination' },
  {
    name: 'full grid of 4, two live with an interaction, 2 seeds',
    range: symbols(4, '0|1|2'),
    mode: 'combination',
    seeds: 2,
    truth: (v) => 3 * number(v, 'P1') * number(v, 'P2'),
    live: ['CONFIG_P1', 'CONFIG_P2'],
  },
  { name: 'grid with holes, 15 % failed', range: GRID, mode: 'combination', failures: 0.15 },
  { name: 'grid with holes, 20 % failed, 3 seeds', range: GRID, mode: 'combination', failures: 0.2, seeds: 3 },
  {
    name: 'grid with holes, one live, 10 % failed, 2 seeds',
    range: symbols(4, '0|1|2'),
    mode: 'combination',
    failures: 0.1,
    seeds: 2,
    truth: (v) => 2 * number(v, 'P1') ** 2,
    live: ['CONFIG_P1'],
  },
  { name: 'zip', range: ZIP, mode: 'combination' },
  { name: 'zip, 3 seeds, 10 % failed', range: ZIP, mode: 'combination', seeds: 3, failures: 0.1 },
  { name: 'one at a time, 8 symbols, 5 seeds', range: symbols(8, '0|1|2'), mode: 'independent', seeds: 5 },
  {
    name: 'one at a time, 20 symbols, 3 seeds',
    range: symbols(20, '0|1'),
    mode: 'independent',
    seeds: 3,
    failures: 0.1,
  },
  { name: 'pairwise, 6 symbols', range: symbols(6, '0|1|2'), mode: 'pairwise' },
  { name: 'pairwise, 10 symbols, 3 seeds', range: symbols(10, '0|1|2'), mode: 'pairwise', seeds: 3 },
  { name: 'pairwise, 20 symbols, 2 seeds', range: symbols(20, '0|1'), mode: 'pairwise', seeds: 2, failures: 0.1 },
  { name: 'conditions', range: NESTED, mode: 'combination' },
  {
    name: 'conditions, one live, 3 seeds',
    range: NESTED,
    mode: 'combination',
    seeds: 3,
    failures: 0.1,
    truth: (v) => 2 * number(v, 'MOMENTUM'),
    live: ['CONFIG_OPT', 'CONFIG_MOMENTUM'],
  },
  { name: '50 samples of 4', range: symbols(4, '~uniform(0,1)'), mode: 'random', samples: 50 },
  {
    name: '20 samples of 7, 5 seeds',
    range: symbols(7, '~uniform(0,1)'),
    mode: 'random',
    samples: 20,
    seeds: 5,
    failures: 0.1,
  },
  { name: '100 samples of 20', range: symbols(20, '~uniform(0,1)'), mode: 'random', samples: 100 },
  {
    name: '40 samples of 6 (latin), one live',
    range: symbols(6, '~loguniform(1e-4,1)'),
    mode: 'latin',
    samples: 40,
    truth: (v) => 2 * Math.log10(number(v, 'P1')),
    live: ['CONFIG_P1'],
  },
  {
    name: '60 samples with conditions, one live',
    range: NESTED_LAWS,
    mode: 'random',
    samples: 60,
    truth: (v) => 4 * number(v, 'MOMENTUM'),
    live: ['CONFIG_OPT', 'CONFIG_MOMENTUM'],
  },
  {
    name: '40 samples of 5, heavy tails',
    range: `${symbols(3, '~uniform(0,1)')}\nCONFIG_X=a|b|c\nCONFIG_Y=1|2|3|4`,
    mode: 'random',
    samples: 40,
    noise: (draws) => draws.studentT(1.5),
  },
];

/** A grid of which one cell is wild, with the part of the sweeps that may name something for it. */
export interface WildSweep extends NullSweep {
  readonly most: number;
}

/**
 * Returns a grid of 3 x 3 x 2 cells, one of which scatters so many times as widely as the others. By luck its seeds lie close together in some sweeps, and far
 * from all others: then nobody can tell it from a cell that is as bad as that, and it is not left out.
 */
function wildGrid(times: number, seeds: number, most: number): WildSweep {
  const isWild = (v: Configuration): boolean => number(v, 'A') === 1 && number(v, 'B') === 1 && number(v, 'C') === 1;
  const scatter = (v: Configuration): number => (isWild(v) ? times : 1);
  const name = `full grid of 3, ${seeds} seeds, a cell scatters ${times} times as widely`;
  return { name, range: GRID, mode: 'combination', seeds, scatter, most };
}

/** As above, with one wild cell. */
export const WILD_SWEEPS: readonly WildSweep[] = [
  wildGrid(5, 3, 0.12),
  wildGrid(20, 2, 0.2),
  wildGrid(20, 3, 0.1),
  wildGrid(20, 5, 0.06),
  wildGrid(100, 2, 0.1),
  wildGrid(100, 3, 0.06),
  wildGrid(100, 5, 0.06),
];

/** The same grid, where a parameter does three standard deviations of a run beside a cell that scatters a hundred times as widely. */
export const BESIDE_WILD: TrueEffects = { ...wildGrid(100, 3, 1), truth: (v) => 3 * number(v, 'C') };
