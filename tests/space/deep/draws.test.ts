// SPDX-License-Identifier: MIT
// MODE=combination with laws: the same draws in every cell of the grid.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import { pointsOf, shown, spaceOf } from '../open-space.ts';

test('two hundred random grids are what drawing each and testing every rule by hand gives', () => {
  const rng = createRng('draws');
  for (let i = 0; i < 200; i += 1) {
    const [a, b, least] = [1 + rng.below(3), 1 + rng.below(3), rng.below(60)];
    const grid = `CONFIG_A=1:1:${a}\nCONFIG_X=~int(0,99)\nCONFIG_B=1:1:${b}\nCONFIG_Y=~int(0,99)\n`;
    const samples = 1 + rng.below(6);
    const every = shown(pointsOf(spaceOf(grid), 'combination', samples));
    const kept = every.filter((line) => {
      const [x, y, aa, bb] = ['X', 'Y', 'A', 'B'].map((name) => Number(new RegExp(`${name}=(\\d+)`).exec(line)?.[1]));
      return (x ?? 0) * (aa ?? 0) + (y ?? 0) * (bb ?? 0) >= least;
    });
    const ruled = `${grid}depends on CONFIG_X * CONFIG_A + CONFIG_Y * CONFIG_B >= ${least}\n`;
    assert.deepEqual(shown(pointsOf(spaceOf(ruled), 'combination', samples)), kept, ruled);
  }
});
