// SPDX-License-Identifier: MIT
// Drawn values follow their exact laws, at a fixed seed. A second symbol with 10^9 values keeps configurations distinct.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mode } from '../../../scripts/lib/space/designs/index.ts';
import { checkDistribution, checkShares, normalDistribution } from './law-checks.ts';
import { pointsOf, spaceOf, valuesOf } from '../open-space.ts';

const SAMPLES = 12_000;

function draw(distribution: string, mode: Mode = 'random', samples = SAMPLES): string[] {
  const space = spaceOf(`CONFIG_X=~${distribution}\nCONFIG_Z=0:1:1e9\n`);
  return valuesOf(pointsOf(space, mode, samples), 'CONFIG_X');
}

const even = (values: readonly (number | string)[]): Map<string, number> =>
  new Map(values.map((value) => [String(value), 1 / values.length]));

/** The multiples of q from low to high on a logarithmic scale, as pycls' log_uniform rounds them up. */
function logShares(low: number, high: number, q: number): Map<string, number> {
  const from = low - Math.min(q, low / 2);
  const shares = new Map<string, number>();
  for (let value = low; value <= high; value += q)
    shares.set(String(value), Math.log(value / Math.max(from, value - q)) / Math.log(high / from));
  return shares;
}

/** The multiples of q nearest to a normal number between bounds that are three standard deviations from the middle. */
function normalShares(
  low: number,
  high: number,
  q: number,
  scale: (x: number) => number = (x) => x,
): Map<string, number> {
  const middle = (scale(low) + scale(high)) / 2;
  const sd = (scale(high) - scale(low)) / 6;
  const below = (x: number): number => normalDistribution((scale(Math.min(high, Math.max(low, x))) - middle) / sd);
  const shares = new Map<string, number>();
  for (let value = low; value <= high; value += q)
    shares.set(String(value), (below(value + q / 2) - below(value - q / 2)) / (below(high) - below(low)));
  return shares;
}

function powerShares(low: number, high: number, q: number): Map<string, number> {
  const powers: number[] = [];
  for (let value = low; value <= high; value *= 2) powers.push(value);
  const below = powers.filter((value) => value < q);
  const shares = new Map(below.map((value) => [String(value), 1 / powers.length]));
  const rest = 1 - below.length / powers.length;
  for (const [value, share] of logShares(Math.max(low, q), high, q)) shares.set(value, share * rest);
  return shares;
}

for (const [distribution, shares] of [
  ['int(-3,12)', even(Array.from({ length: 16 }, (_, i) => i - 3))],
  ['int(8,64,q=8)', even([8, 16, 24, 32, 40, 48, 56, 64])],
  ['uniform(-0.5,0.5,q=0.25)', even(['-0.50', '-0.25', '0.00', '0.25', '0.50'])],
  ['pow2(2,512)', even([2, 4, 8, 16, 32, 64, 128, 256, 512])],
  ['pow2(0.25,8)', even([0.25, 0.5, 1, 2, 4, 8])],
  ['logint(1,32)', logShares(1, 32, 1)],
  ['logint(8,256,q=8)', logShares(8, 256, 8)],
  [
    'loguniform(0.5,16,q=0.5)',
    new Map([...logShares(0.5, 16, 0.5)].map(([value, share]) => [Number(value).toFixed(1), share])),
  ],
  ['pow2_or_loguniform(1,128,q=8)', powerShares(1, 128, 8)],
  ['pow2_or_loguniform(0.25,4,q=4)', powerShares(0.25, 4, 4)],
  ['pow2_or_loguniform(1,16,q=32)', even([1, 2, 4, 8, 16])],
  ['normal(0,30,q=3)', normalShares(0, 30, 3)],
  ['lognormal(1,12,q=1)', normalShares(1, 12, 1, Math.log)],
] as const) {
  test(`~${distribution} draws its values with their exact shares (chi-square)`, () =>
    checkShares(draw(distribution), shares));
  test(`~${distribution} has the same shares in sobol and latin`, () => {
    checkShares(draw(distribution, 'sobol'), shares);
    checkShares(draw(distribution, 'latin'), shares);
  });
}

for (const [distribution, law] of [
  ['uniform(-2,3)', (x: number) => (x + 2) / 5],
  ['loguniform(1e-5,1e-1)', (x: number) => Math.log(x / 1e-5) / Math.log(1e4)],
  [
    'normal(-1,5)',
    (x: number) =>
      (normalDistribution(x - 2) - normalDistribution(-3)) / (normalDistribution(3) - normalDistribution(-3)),
  ],
  [
    'lognormal(1,1e6)',
    (x: number) =>
      (normalDistribution(Math.log(x / 1e3) / (Math.log(1e6) / 6)) - normalDistribution(-3)) /
      (1 - 2 * normalDistribution(-3)),
  ],
] as const) {
  test(`~${distribution} follows its distribution function (Kolmogorov-Smirnov)`, () => {
    for (const mode of ['random', 'sobol', 'latin'] as const)
      checkDistribution(draw(distribution, mode).map(Number), law);
  });
}

test('values without q are the shortest decimals of doubles, inside of both bounds', () => {
  for (const text of draw('uniform(0.1,0.3)', 'random', 2000)) {
    assert.equal(String(Number(text)), text);
    assert.ok(Number(text) >= 0.1 && Number(text) <= 0.3);
  }
});

test('values with q are exact decimals in the notation of the bounds', () => {
  assert.ok(draw('uniform(0.1,0.9,q=0.1)', 'random', 500).every((text) => /^0\.[1-9]$/.test(text)));
  assert.ok(
    draw('loguniform(1e-4,1e-1,q=1e-4)', 'random', 500).every((text) => /^[1-9](\.[0-9]+)?e-[1-4]$/.test(text)),
  );
});

test('~list draws each item by itself, with the law of the item', () => {
  const lists = draw('list(3, int(1,4))').map((text) => JSON.parse(text) as number[]);
  assert.ok(lists.every((list) => list.length === 3));
  checkShares(lists.flat().map(String), even([1, 2, 3, 4]));
  const pairs = even([1, 2, 3, 4].flatMap((a) => [1, 2, 3, 4].map((b) => `${a},${b}`)));
  for (const [i, j] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const)
    checkShares(
      lists.map((list) => `${list[i]},${list[j]}`),
      pairs,
    );
});

test('choices, ranges and rows are drawn evenly', () => {
  const space = spaceOf('CONFIG_A=x|y|z\nCONFIG_B=0:1:9\nCONFIG_C,CONFIG_D=1,2|3,4|5,6|,\nCONFIG_Z=0:1:1e9\n');
  const points = pointsOf(space, 'random', SAMPLES);
  checkShares(valuesOf(points, 'CONFIG_A'), even(['x', 'y', 'z']));
  checkShares(valuesOf(points, 'CONFIG_B'), even([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  checkShares(
    points.map((p) => p.assignments.find((a) => a.name === 'CONFIG_D')?.value.text ?? '-'),
    even(['2', '4', '6', '-']),
  );
});

test('drawing by weights keeps the law of drawing and throwing away', () => {
  // 56 of 10^6 combinations are valid: far too few to be met by chance. CONFIG_Z makes each of them 10^9 configurations.
  const names = ['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => `CONFIG_${letter}`);
  const text = `${names.map((name) => `${name}=0:1:9\n`).join('')}depends on ${names.join(' + ')} = 3\nCONFIG_Z=0:1:1e9\n`;
  const waysFor = [35, 15, 5, 1]; // five further numbers that sum to 3 - A
  const shares = new Map(waysFor.map((ways, a) => [String(a), ways / 56]));
  for (const mode of ['random', 'sobol'] as const)
    checkShares(valuesOf(pointsOf(spaceOf(text), mode, 8000), 'CONFIG_A'), shares);
});

test('a branch with more values is not drawn more often, by weights either', () => {
  const digits = ['C', 'D', 'E', 'F', 'G', 'H'].map((letter) => `CONFIG_${letter}`);
  const text = `CONFIG_A=y|n\nCONFIG_B=1:1:50 if CONFIG_A=y\n${digits.map((name) => `${name}=0:1:9\n`).join('')}depends on ${digits.join(' + ')} = 1\nCONFIG_Z=0:1:1e9\n`;
  checkShares(valuesOf(pointsOf(spaceOf(text), 'random', 4000), 'CONFIG_A'), even(['y', 'n']));
});
