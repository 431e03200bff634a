// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { type SettingObservation, connectedParts } from '../../scripts/lib/results/settings/layout.ts';
import { fitTwoWay, type TwoWay } from '../../scripts/lib/results/settings/two-way.ts';

const SIZE = { settings: 4, blocks: 5 };

/** Four settings over five blocks with holes; the last block has one run, and one cell has two. */
function observed(): readonly SettingObservation[] {
  const rng = createRng('two-way');
  const cells = [0, 1, 2, 3].flatMap((setting) => [0, 1, 2, 3].map((block) => ({ setting, block })));
  const kept = cells.filter(({ setting, block }) => (setting + 2 * block) % 5 !== 0);
  return [...kept, { setting: 1, block: 4 }, { setting: 2, block: 0 }].map((cell) => ({ ...cell, value: rng.float() }));
}

function fit(observations: readonly SettingObservation[]): TwoWay {
  const found = fitTwoWay(observations, SIZE);
  assert.ok(found !== undefined);
  return found;
}

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-10, `${actual} is not ${expected}`);

test('what a difference is without one run is what a fit without it gives', () => {
  const all = observed();
  let told = 0;
  for (const left of all) {
    const others = all.filter((o) => o !== left);
    // The run that a block has alone takes the block with it: a fit of the others has one block less.
    const isAlone = others.every((o) => o.block !== left.block);
    const again = isAlone ? fitTwoWay(others, { settings: 4, blocks: 4 }) : fit(others);
    assert.ok(again !== undefined);
    for (const [a, b] of [
      [0, 1],
      [2, 3],
      [1, 3],
    ] as const) {
      const found = fit(all).without(left, a, b);
      assert.ok(found !== undefined);
      near(found.difference, (again.adjusted[a] ?? 0) - (again.adjusted[b] ?? 0));
      near(found.variance, again.contrastVariance(a, b));
      told += 1;
    }
  }
  assert.equal(told, 3 * all.length);
});

test('a setting that one run alone tells of is told of by nothing without it', () => {
  const all = [...observed().filter((o) => o.setting !== 3), { setting: 3, block: 1, value: 9 }];
  const [only] = all.filter((o) => o.setting === 3);
  assert.ok(only !== undefined);
  assert.equal(fit(all).without(only, 3, 0), undefined);
});

test('effects of blocks add up to nothing, and complete data has plain means', () => {
  const complete = [0, 1, 2].flatMap((setting) =>
    [0, 1].map((block) => ({ setting, block, value: setting * 10 + block * 3 + setting * block })),
  );
  const found = fitTwoWay(complete, { settings: 3, blocks: 2 });
  near(found?.blockEffects.reduce((a, b) => a + b, 0) ?? 1, 0);
  assert.deepEqual(
    [...(found?.adjusted ?? [])].map((m) => m.toFixed(9)),
    [...(found?.means ?? [])].map((m) => m.toFixed(9)),
  );
  assert.equal(found?.degrees, 2);
});

test('settings that share no block, not even through others, are of different parts', () => {
  const of = (setting: number, block: number): SettingObservation => ({ setting, block, value: 0 });
  const layout = {
    settings: 5,
    blocks: ['a', 'b', 'c', 'd'],
    observations: [of(0, 0), of(1, 0), of(1, 1), of(2, 1), of(3, 2)],
  };
  assert.deepEqual(connectedParts(layout), [0, 0, 0, 1, -1]);
});
