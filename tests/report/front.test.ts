// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frontPoints } from '../../scripts/lib/report/front.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import { simulatedView } from '../truth/simulated-view.ts';

test('a setting of the Pareto front has the name that it has in the ranking: that of its first run, not of its luckiest', () => {
  const runs = ['a', 'b'].flatMap((opt, i) =>
    [1, 3, 2].map((lucky, seed) => ({
      values: { CONFIG_OPT: opt, CONFIG_SEED: String(seed + 1) },
      metric: 80 + 10 * i + lucky,
      others: { cost: i },
    })),
  );
  const view = simulatedView(runs);
  const [first] = view.metrics;
  assert.ok(first !== undefined);
  const spec = { ...first.spec, text: 'cost', name: 'cost', goal: 'min' as const };
  const front = frontPoints({ ...view, metrics: [first, { spec, column: 'cost', goal: 'min' }] });
  const ranked = statisticsOf(view, { seedSymbol: 'CONFIG_SEED' })?.settings ?? [];
  assert.deepEqual(
    front.map((point) => point.runs[0]?.configFile),
    ranked.map((setting) => setting.configs[0]),
  );
});
