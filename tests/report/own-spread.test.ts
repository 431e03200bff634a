// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import { simulatedView } from '../truth/simulated-view.ts';

test('the report names the setting that is too wild for one spread, with both spreads', () => {
  const values = {
    '0.01': [99.07, 99.07],
    '0.03': [99.26, 99.63],
    '0.1': [85.74, 10],
    '0.3': [10, 9.81],
    '1': [10, 10],
  };
  const runs = Object.entries(values).flatMap(([rate, of]) =>
    of.map((metric, seed) => ({ values: { CONFIG_LR: rate, CONFIG_SEED: String(seed + 1) }, metric })),
  );
  const statistics = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED' });
  assert.deepEqual(statistics?.comparison.own_spread, [3]);
  assert.equal(statistics.settings[2]?.values['CONFIG_LR'], 0.1);
  const warning = statistics.warnings.find(({ code }) => code === 'own_spread');
  assert.match(
    warning?.text ?? '',
    /^The seeds of config_007 scatter far more widely than those of the others \(a standard deviation of 53\.6 against 0\.\d+\): it is judged by its own spread/,
  );
});
