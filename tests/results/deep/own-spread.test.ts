// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import type { SettingRuns } from '../../../scripts/lib/results/settings/layout.ts';
import { settingsOfOwnSpread } from '../../../scripts/lib/results/settings/own-spread.ts';
import { createDraws } from '../../../scripts/lib/results/stats/draws.ts';

function over(...values: readonly number[]): SettingRuns {
  return { runs: values.map((value, i) => ({ block: String(i + 1), value })), failed: 0 };
}

test('of one spread for all hardly any setting is taken for wild, whatever the number of seeds', () => {
  const draws = createDraws(createRng('own spread'));
  for (const seeds of [2, 3, 5]) {
    let wild = 0;
    for (let sweep = 0; sweep < 1000; sweep += 1) {
      const luck = Array.from({ length: seeds }, () => 2 * draws.normal());
      const settings = Array.from({ length: 10 }, () => {
        const mean = draws.normal();
        return over(...luck.map((s) => mean + s + draws.normal()));
      });
      wild += settingsOfOwnSpread(settings, 0).size > 0 ? 1 : 0;
    }
    // One in a thousand is asked for; six or more of a thousand would come once in 1,700 tries.
    assert.ok(wild <= 5, `${seeds} seeds: ${wild} of 1,000 sweeps`);
  }
});
