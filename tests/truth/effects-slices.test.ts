// SPDX-License-Identifier: MIT
// Slices of `make truth WHAT=nulls,effects`: fewer sweeps, seeded, with bounds that a correct build keeps with overwhelming probability.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { createDraws, type Draws } from '../../scripts/lib/results/stats/draws.ts';
import { countNamed } from './designs.ts';
import { countBeside, countFirst, countShown, explaining } from './found-effects.ts';
import { BESIDE_WILD, NULL_SWEEPS, WILD_SWEEPS } from './nulls.ts';
import { shareOf } from './rate.ts';

const drawsOf = (name: string): Draws => createDraws(createRng(`slice/${name}`));

/** At a true rate of 5 % more than 7 of 50 come once in 500 cases. */
const [SWEEPS, MOST] = [50, 8];

for (const sweep of [...NULL_SWEEPS.filter((_, i) => i % 3 === 1), ...WILD_SWEEPS.slice(-2, -1)])
  test(`of a sweep (${sweep.name}) hardly ever what does nothing is named`, () => {
    const { main, pairs } = countNamed(SWEEPS, sweep, drawsOf(sweep.name));
    assert.ok(main.hits <= MOST, `a parameter in ${main.hits} of ${SWEEPS}`);
    assert.ok(pairs.hits <= MOST, `a pair in ${pairs.hits} of ${SWEEPS}`);
  });

test('a wild cell of a grid hides no effect of another parameter', () => {
  const beside = countShown(SWEEPS, BESIDE_WILD, 'CONFIG_C', drawsOf('beside a wild cell'));
  assert.ok(beside.hits >= SWEEPS - 2, `${beside.hits} of ${SWEEPS}`);
});

test('what explains 30 % of 50 samples is shown, in a line and by a hump', () => {
  const line = countShown(
    60,
    explaining(4, 50, 0.3, (x) => x),
    'CONFIG_P1',
    drawsOf('line'),
  );
  assert.ok(shareOf(line) >= 0.82, `in ${line.hits} of 60`);
  const hump = countShown(
    60,
    explaining(4, 50, 0.3, (x) => -((x - 0.5) ** 2)),
    'CONFIG_P1',
    drawsOf('hump'),
  );
  assert.ok(shareOf(hump) >= 0.65, `in ${hump.hits} of 60`);
});

test('a full factorial shows as much as the usual analysis does', () => {
  const { ours, usual } = countBeside(100, drawsOf('factorial'));
  assert.ok(ours.hits >= usual.hits - 5, `${ours.hits} beside ${usual.hits} of 100`);
  assert.ok(usual.hits > 5, 'the effect can be found');
});

test('of mixed data the learning rate, which explains most, is first', () => {
  assert.equal(countFirst(15, drawsOf('mixed')).hits, 15);
});
