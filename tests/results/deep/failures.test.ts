// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import type { FailureEntry } from '../../../scripts/lib/report/outlook-form.ts';
import { statisticsOf } from '../../../scripts/lib/report/statistics-of.ts';
import { type SimulatedRun, simulatedView } from '../../truth/simulated-view.ts';

function failuresOf(runs: readonly SimulatedRun[]): readonly FailureEntry[] {
  const statistics = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED' });
  assert.ok(statistics !== undefined);
  return statistics.failures;
}
const shown = (runs: readonly SimulatedRun[]): readonly FailureEntry[] => failuresOf(runs).filter((f) => f.shown);

test('failures that have no cause are hardly ever given one', () => {
  const rng = createRng('no cause');
  let alarms = 0;
  for (let sweep = 0; sweep < 200; sweep += 1) {
    const areClustered = sweep % 2 === 0;
    const runs = Array.from({ length: 12 }, (_, setting) => {
      const values = {
        CONFIG_A: rng.float().toFixed(4),
        CONFIG_B: String(rng.below(3)),
        CONFIG_C: String(setting % 4),
      };
      const isLost = rng.float() < 0.25;
      return [1, 2, 3].map(
        (seed): SimulatedRun => ({
          values: { ...values, CONFIG_SEED: String(seed) },
          metric: (areClustered ? isLost : rng.float() < 0.25) ? undefined : 1,
        }),
      );
    }).flat();
    if (shown(runs).length > 0) alarms += 1;
  }
  assert.ok(alarms <= 16, `${alarms} of 200`);
});
